import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { predictQueued } from "@/lib/core/planner/queued";
import type { DeliveryTuning } from "@/lib/core/system/tuning";
import { EXIM_VERSIONS } from "../testing/exim-versions";
import { Kit } from "../testing/kit";
import { until } from "../testing/until";

const MESSAGES = 35;
const READERS = Array.from({ length: MESSAGES }, (_, i) => `reader${i}@example.net`);
/** SMTP_MAX_SESSIONS_PER_CONNECTION and smtp_accept_queue_per_connection; 0 is no limit. */
const COMBINATIONS = [0, 10, 30].flatMap((sends) =>
	[0, 10, 30].map((accepts): [number, number] => [sends, accepts]),
);

describe.each(EXIM_VERSIONS)("35 messages of one post with Exim $version", (exim) => {
	let kit: Kit;
	beforeAll(async () => {
		kit = await Kit.create({
			exim,
			lists: { com: [{ name: "news", members: READERS }], org: [{ name: "news", members: [] }] },
		});
	});
	afterAll(() => kit?.stop());

	/** One recipient on a message. Some of these can't be saved without being told, so they go round the schema. */
	const limits = (sends: number, accepts: number): DeliveryTuning => ({
		smtpMaxRcpts: 1,
		smtpMaxSessionsPerConnection: sends,
		acceptQueuePerConnection: accepts,
	});

	it.each(COMBINATIONS)(
		"wait as predicted where the simulated Mailman sends %i on a connection and Exim delivers %i at once",
		async (sends, accepts) => {
			const system = kit.system();
			await kit.apply({ ...system, tuning: limits(sends, accepts) });
			const since = kit.log("main").length - 1;
			const logged = (what: RegExp) =>
				kit
					.log("main")
					.slice(since)
					.filter((line) => what.test(line)).length;
			const letter = kit.letter("someone@outside.example", ["news@lists.example.com"]);
			await kit.send(letter);
			const predicted = predictQueued(MESSAGES, sends, accepts);
			await kit.sunkOf(letter, MESSAGES - predicted);
			await until("every message at Exim", () =>
				logged(/ <= news-bounces@lists\.example\.com /) === MESSAGES ? true : null,
			);
			// What isn't waiting has been delivered, so nothing else is on its way any more.
			await until("the others gone", async () => ((await kit.queued()) === predicted ? true : null));
			expect(logged(/no immediate delivery: more than \d+ messages? received in one connection/)).toBe(
				predicted,
			);
			expect(await kit.sunkOf(letter, 0)).toHaveLength(MESSAGES - predicted);

			await kit.askExim("-qff");
			expect(await kit.sunkOf(letter, MESSAGES)).toHaveLength(MESSAGES);
			expect(await kit.queued()).toBe(0);
		},
	);
});
