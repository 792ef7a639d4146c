import fs from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { predictPutOff } from "@/lib/core/planner/queued";
import { EXIM_VERSIONS } from "../testing/exim-versions";
import { Kit } from "../testing/kit";
import { until } from "../testing/until";

const readers = (count: number) => Array.from({ length: count }, (_, i) => `reader${i}@example.net`);

describe.each(EXIM_VERSIONS)("numbers of messages and recipients with Exim $version", (exim) => {
	let kit: Kit;
	beforeAll(async () => {
		kit = await Kit.create({
			exim,
			lists: { com: [{ name: "news", members: readers(40) }], org: [{ name: "news", members: [] }] },
		});
		await kit.apply(
			kit.system({
				tuning: { smtpMaxRcpts: 15, smtpMaxSessionsPerConnection: 30, acceptQueuePerConnection: 30 },
			}),
		);
	});
	afterAll(() => kit?.stop());

	it("delivers thirty messages of one connection at once, with no queue runner about", async () => {
		const letters = readers(30).map((reader) => kit.letter("news-bounces@lists.example.com", [reader]));
		await kit.sendAll(letters, "127.0.0.1");
		for (const letter of letters) await kit.sunkOf(letter, 1);
		expect(kit.log("main").filter((line) => /no immediate delivery/.test(line))).toEqual([]);
	});

	it("leaves the thirty-first for a queue run, which is why Mailman stops at thirty", async () => {
		const letters = readers(31).map((reader) => kit.letter("news-bounces@lists.example.com", [reader]));
		await kit.sendAll(letters, "::1");
		for (const letter of letters.slice(0, 30)) await kit.sunkOf(letter, 1);
		await until("one message on the queue", async () => ((await kit.queued()) === 1 ? true : null));
		await kit.askExim("-qff");
		expect(await kit.queued()).toBe(0);
	});

	it("has Mailman hand over fifteen recipients at a time", async () => {
		const before = kit.log("main").length;
		const letter = kit.letter("someone@outside.example", ["news@lists.example.com"]);
		await kit.send(letter);
		await kit.sunkOf(letter, 40);
		const arrivals = kit
			.log("main")
			.slice(before)
			.filter((line) => line.includes(" <= news-bounces@lists.example.com "));
		expect(arrivals).toHaveLength(3);
	});

	it("puts off as many recipients as predicted where it takes fewer than Mailman puts on a message, and has them later", async () => {
		const [smtpMaxRcpts, recipientsMax] = [15, 10];
		const system = kit.system();
		// Can't be saved; this is why.
		await kit.apply({ ...system, tuning: { ...system.tuning, smtpMaxRcpts, recipientsMax } });
		const before = kit.log("main").length - 1;
		const letter = kit.letter("someone@outside.example", ["news@lists.example.com"]);
		await kit.send(letter);
		expect((await kit.sunkOf(letter, 40)).flatMap(({ recipients }) => recipients)).toHaveLength(40);
		// Three messages at first, and one more for those that were put off of the first two.
		const logged = kit.log("main").slice(before);
		expect(logged.filter((line) => line.includes("excess temporarily rejected"))).toHaveLength(2);
		expect(logged.filter((line) => line.includes(" <= news-bounces@"))).toHaveLength(4);

		const letters = [15, 15, 10].map((size) => kit.letter("news-bounces@lists.example.com", readers(size)));
		const sent = [];
		for (const one of letters) sent.push(await kit.send(one, "127.0.0.1"));
		const putOff = sent.flatMap((one) => one.recipients).filter((answer) => answer.startsWith("452"));
		expect(putOff).toHaveLength(predictPutOff([40], smtpMaxRcpts, recipientsMax));
		expect(putOff).toHaveLength(10);
		await kit.apply(system);
	});

	it("takes 600 recipients on one message, where a log line of them all would crash it", async () => {
		const letter = kit.letter("news-bounces@lists.example.com", readers(600));
		const sent = await kit.send(letter, "127.0.0.1");
		expect(sent.lastAnswer).toMatch(/^250 OK id=/);
		const messages = await kit.sunkOf(letter, 600);
		expect(messages.flatMap((message) => message.recipients)).toHaveLength(600);
		const selector = await kit.askExim("-bP", "log_selector");
		expect(selector.stdout).toMatch(/^log_selector = /);
		expect(selector.stdout).not.toContain("received_recipients");
	});

	it("sends on a post with a line longer than SMTP's 998 octets, instead of bouncing it for every reader", async () => {
		const letter = kit.letter("someone@outside.example", ["news@lists.example.com"]);
		await kit.send({ ...letter, data: `${letter.data}${"long ".repeat(1_000)}\n` });
		await kit.sunkOf(letter, 40);
	});

	it("keeps mail for a wrapper that is missing, and delivers it when the wrapper is back", async () => {
		const wrapper = `${kit.prefixes.com}/mail/mailman`;
		fs.renameSync(wrapper, `${wrapper}.away`);
		const letter = kit.letter("someone@outside.example", ["news@lists.example.com"]);
		expect((await kit.send(letter)).accepted).toBe(true);
		await until("the message to wait", async () => ((await kit.queued()) === 1 ? true : null));
		fs.renameSync(`${wrapper}.away`, wrapper);
		// The first delivery may hold the message still; a queue run passes over it then.
		await until("the message to leave", async () => {
			await kit.askExim("-qff");
			return (await kit.queued()) === 0 ? true : null;
		});
		expect(await kit.wrappedOf(letter)).toHaveLength(1);
	});
});
