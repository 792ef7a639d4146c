import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { VerpSettings } from "@/lib/core/system/verp";
import type { SunkMessage } from "../rehearsal/sink";
import { EXIM_VERSIONS } from "../testing/exim-versions";
import { Kit } from "../testing/kit";

const READERS = ["ada@example.net", "ben@other.example", "cleo@example.net"];
const VERPED = READERS.map((reader) => `news-bounces+${reader.replace("@", "=")}@lists.example.com`).sort();
const LISTS = {
	com: [
		{ name: "news", members: READERS },
		{ name: "mine", members: READERS, personalize: 1 as const },
		{ name: "odd", members: ["prvs=12=bob@example.net"] },
		{ name: "leaving", members: ["gone@example.net", "ada@example.net"] },
	],
	org: [{ name: "news", members: READERS }],
};
const refuse = (recipient: string) => (recipient.startsWith("gone@") ? "550 No such user" : null);

const senders = (messages: readonly SunkMessage[]) => messages.map((message) => message.sender).sort();

describe.each(EXIM_VERSIONS)("VERP with Exim $version", (exim) => {
	let kit: Kit;
	beforeAll(async () => {
		kit = await Kit.create({ exim, lists: LISTS, refuse });
	});
	afterAll(() => kit?.stop());
	const verp = (change: Partial<VerpSettings>): VerpSettings => ({ ...kit.system().verp, ...change });
	const post = async (list: string, readers: number, domain = "lists.example.com") => {
		const letter = kit.letter("someone@outside.example", [`${list}@${domain}`]);
		await kit.send(letter);
		return { letter, messages: await kit.sunkOf(letter, readers) };
	};

	describe("off", () => {
		beforeAll(() => kit.apply(kit.system({ verp: verp({ strategy: "off" }) })));

		it("sends a post with the list's bounce address for every reader", async () => {
			const { messages } = await post("news", READERS.length);
			expect(new Set(senders(messages))).toEqual(new Set(["news-bounces@lists.example.com"]));
		});
	});

	describe("by Exim", () => {
		beforeAll(() => kit.apply(kit.system({ verp: verp({ strategy: "exim" }) })));

		it("gives every reader a transaction of its own, with the reader in the envelope sender", async () => {
			const { messages } = await post("news", READERS.length);
			expect(messages.map((message) => message.recipients.length)).toEqual([1, 1, 1]);
			expect(senders(messages)).toEqual(VERPED);
			for (const { sender, recipients } of messages)
				expect(sender).toBe(`news-bounces+${recipients[0]?.replace("@", "=")}@lists.example.com`);
		});

		// Mailman never puts .net and other readers on the same message (SMTPDirect.chunkify): two groups here.
		it("takes the post from Mailman as one message for each group of readers", async () => {
			const before = kit.log("main").length;
			await post("news", READERS.length);
			const arrivals = kit
				.log("main")
				.slice(before)
				.filter((line) => line.includes(" <= news-bounces@lists.example.com "));
			expect(arrivals).toHaveLength(2);
		});

		it("lets one Errors-To: name the same address as the envelope, and keeps Mailman's Sender:", async () => {
			const { messages } = await post("news", READERS.length);
			for (const { sender, headers } of messages) {
				expect(headers.match(/^Errors-To: .*$/gim)).toEqual([`Errors-To: ${sender}`]);
				expect(headers).toMatch(/^Sender: "News" <news-bounces@lists\.example\.com>$/m);
			}
		});

		it("leaves VERP to Mailman where Mailman has done it already", async () => {
			const { messages } = await post("mine", READERS.length);
			expect(senders(messages)).toEqual(VERPED.map((sender) => sender.replace("news", "mine")));
		});

		it("writes a reader's address with its own equals sign as it is", async () => {
			const { messages } = await post("odd", 1);
			expect(senders(messages)).toEqual(["odd-bounces+prvs=12=bob=example.net@lists.example.com"]);
		});

		it("brings a bounce to what the reader's host saw as sender back to the list, with the reader's address", async () => {
			const { messages } = await post("news", READERS.length, "lists.example.org");
			const bounce = kit.letter("", [messages[0]?.sender ?? ""]);
			await kit.send(bounce);
			expect(await kit.wrappedOf(bounce)).toEqual([
				expect.objectContaining({ arguments: "bounces news", prefix: kit.prefixes.org, sender: "" }),
			]);
		});

		// Exim's own bounce goes to the sender it was given; what a transport puts into the envelope is for the next host.
		it("brings a reader refused by the next host back to the list too, named in a header that Mailman reads", async () => {
			await post("leaving", 1);
			const bounce = await kit.wrappedBy((record) => record.arguments === "bounces leaving");
			expect(bounce).toMatchObject({ sender: "", recipient: "leaving-bounces@lists.example.com" });
			expect(bounce.headers).toMatch(/^X-Failed-Recipients: gone@example\.net$/m);
		});

		it("touches nobody's mail but Mailman's", async () => {
			const stranger = kit.letter("someone@outside.example", ["ada@example.net"]);
			await kit.send(stranger, "127.0.0.1");
			expect(senders(await kit.sunkOf(stranger, 1))).toEqual(["someone@outside.example"]);
			const forged = kit.letter("news-bounces@elsewhere.example", ["ada@example.net"]);
			await kit.send(forged, "::1");
			expect(senders(await kit.sunkOf(forged, 1))).toEqual(["news-bounces@elsewhere.example"]);
		});

		it.each(["127.0.0.1", "::1"] as const)("expands what Mailman hands over from %s", async (from) => {
			const letter = kit.letter("news-bounces@lists.example.org", READERS);
			await kit.send(letter, from);
			const messages = await kit.sunkOf(letter, READERS.length);
			expect(senders(messages)).toEqual(VERPED.map((sender) => sender.replace("example.com", "example.org")));
		});
	});

	describe("by Mailman", () => {
		beforeAll(() => kit.apply(kit.system({ verp: verp({ strategy: "mailman", interval: 1 }) })));

		it("sends every reader's message on its own, with the reader in the envelope sender", async () => {
			const before = kit.log("main").length;
			const { messages } = await post("news", READERS.length);
			expect(senders(messages)).toEqual(VERPED);
			const arrivals = kit
				.log("main")
				.slice(before)
				.filter((line) => / <= news-bounces\+/.test(line));
			expect(arrivals).toHaveLength(READERS.length);
		});

		it("brings a reader refused by the next host back with the reader's address", async () => {
			await post("leaving", 1);
			const bounce = await kit.wrappedBy((record) => record.recipient.startsWith("leaving-bounces+"));
			expect(bounce).toMatchObject({
				arguments: "bounces leaving",
				sender: "",
				recipient: "leaving-bounces+gone=example.net@lists.example.com",
			});
		});
	});

	describe("by Mailman, every second post", () => {
		beforeAll(() => kit.apply(kit.system({ verp: verp({ strategy: "mailman", interval: 2 }) })));

		it("carries the reader's address on one post of two", async () => {
			const expanded = [];
			for (const _ of [1, 2])
				expanded.push(senders((await post("news", READERS.length, "lists.example.org")).messages));
			const domain = (sender: string) => sender.replace("example.com", "example.org");
			expect(expanded.filter((list) => list.every((sender) => sender.includes("+")))).toEqual([
				VERPED.map(domain),
			]);
			expect(
				expanded.flat().filter((sender) => sender === "news-bounces@lists.example.org").length,
			).toBeGreaterThan(0);
		});
	});

	describe("by Exim in one installation only", () => {
		beforeAll(() => {
			const system = kit.system({ verp: verp({ strategy: "off" }) });
			const installations = system.installations.map((one) =>
				one.id === "org" ? { ...one, verp: verp({ strategy: "exim" }) } : one,
			);
			return kit.apply({ ...system, installations });
		});

		it("expands that installation's posts and leaves the other's alone", async () => {
			const com = await post("news", READERS.length, "lists.example.com");
			const org = await post("news", READERS.length, "lists.example.org");
			expect(new Set(senders(com.messages))).toEqual(new Set(["news-bounces@lists.example.com"]));
			expect(senders(org.messages)).toEqual(
				VERPED.map((sender) => sender.replace("example.com", "example.org")),
			);
		});
	});
});
