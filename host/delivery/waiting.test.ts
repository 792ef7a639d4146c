import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectionSizes, predictQueued } from "@/lib/core/planner/queued";
import type { DeliveryTuning } from "@/lib/core/system/tuning";
import type { Letter } from "../rehearsal/send";
import { EXIM_VERSIONS, type EximUnderTest, INSTALLED } from "../testing/exim-versions";
import { Kit } from "../testing/kit";
import { until } from "../testing/until";

const MESSAGES = 35;
const READERS = Array.from({ length: MESSAGES }, (_, i) => `reader${i}@example.net`);
/** Numbers for either limit; 0 is no limit. */
const LIMITS = [0, 10, 15, 50];

/** A host whose waiting messages are counted, for the tests around it. */
function counting(exim: EximUnderTest) {
	let kit: Kit;
	let since = 0;
	beforeAll(async () => {
		kit = await Kit.create({
			exim,
			lists: { com: [{ name: "news", members: READERS }], org: [{ name: "news", members: [] }] },
		});
	});
	afterAll(() => kit?.stop());

	const logged = (what: RegExp) =>
		kit
			.log("main")
			.slice(since)
			.filter((line) => what.test(line)).length;

	return {
		/**
		 * One recipient on a message. In: SMTP_MAX_SESSIONS_PER_CONNECTION and smtp_accept_queue_per_connection. Some of
		 * these can't be saved without being told, so they go round the schema.
		 */
		apply: (sends: number, accepts: number, mailman: boolean) => {
			const tuning: DeliveryTuning = {
				smtpMaxRcpts: 1,
				smtpMaxSessionsPerConnection: sends,
				acceptQueuePerConnection: accepts,
			};
			return kit.apply({ ...kit.system(), tuning }, { mailman });
		},
		/** What is sent waits as predicted, and a queue run delivers it. In: what sends, and gives a letter of its Subject. */
		expectWaiting: async (send: (kit: Kit) => Promise<Letter>, predicted: number) => {
			since = kit.log("main").length - 1;
			const letter = await send(kit);
			await until("every message at Exim", () =>
				logged(/ <= news-bounces@lists\.example\.com /) === MESSAGES ? true : null,
			);
			await kit.sunkOf(letter, MESSAGES - predicted);
			// The post itself, where there is one, is on its way to the wrapper beside them.
			await until("the others gone", async () =>
				logged(/=> reader\d+@/) === MESSAGES - predicted && (await kit.queued()) === predicted ? true : null,
			);
			expect(logged(/no immediate delivery: more than \d+ messages? received in one connection/)).toBe(
				predicted,
			);
			expect(await kit.sunkOf(letter, 0)).toHaveLength(MESSAGES - predicted);

			await kit.askExim("-qff");
			expect(await kit.sunkOf(letter, MESSAGES)).toHaveLength(MESSAGES);
			expect(await kit.queued()).toBe(0);
		},
	};
}

describe.each(EXIM_VERSIONS)("35 messages of one post with Exim $version", (exim) => {
	const { apply, expectWaiting } = counting(exim);

	describe.each(LIMITS)("that delivers %i of a connection at once", (accepts) => {
		beforeAll(() => apply(0, accepts, false));

		it.each(LIMITS)("wait as predicted where %i come on a connection", async (sends) => {
			await expectWaiting(
				async (kit) => {
					const letter = kit.letter("news-bounces@lists.example.com", []);
					const letters = READERS.map((reader) => ({ ...letter, recipients: [reader] }));
					for (const size of connectionSizes(MESSAGES, sends))
						await kit.sendAll(letters.splice(0, size), "127.0.0.1");
					return letter;
				},
				predictQueued(MESSAGES, sends, accepts),
			);
		});
	});
});

// What Mailman makes of its number doesn't depend on the Exim it talks to.
describe("35 messages of one post from the simulated Mailman", () => {
	const { apply, expectWaiting } = counting(INSTALLED);

	it.each([
		[0, 25],
		[10, 0],
	])(
		"wait as predicted where it sends %i on a connection and Exim delivers 10 at once: %i",
		async (sends, waiting) => {
			await apply(sends, 10, true);
			expect(predictQueued(MESSAGES, sends, 10)).toBe(waiting);
			await expectWaiting(async (kit) => {
				const letter = kit.letter("someone@outside.example", ["news@lists.example.com"]);
				await kit.send(letter);
				return letter;
			}, waiting);
		},
	);
});
