import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { message, posted } from "@/lib/core/policy/header-cases";
import { ruleList } from "@/lib/core/policy/registry";
import type { PolicyCase } from "@/lib/core/policy/rule";
import { EICAR, GTUBE } from "@/lib/core/policy/samples";
import { until } from "../testing/until";
import { DOUBTFUL } from "./testing/scanners";
import { newSigner } from "./testing/signer";
import { PolicyWorld } from "./testing/world";

/** Whether a sender's domain takes mail is seen only where DNS is asked for its route. */
const BY_DNS: readonly string[] = ["senderVerification", "headerSender"];
/** SPF's library takes every loopback address for this host itself, so Exim is told who calls. */
const TOLD: readonly string[] = ["spf"];
/** Recipients must exist, and bounces go to bounce addresses, whoever asks; an exemption relays nothing. */
const NOT_SPARED: readonly string[] = [
	...["exemptions", "restrictedCharacters", "trustLoopback"],
	...["nullSenderPosting", "nullSenderAdministrative", "verifyLocalRecipients"],
];

const signer = newSigner("signs.example", "key");
let world: PolicyWorld;
beforeAll(async () => {
	world = await PolicyWorld.create({ clamd: true, spamd: true, records: [signer.record] });
});
afterAll(() => world?.stop());

/** The header of what a list was handed, once it was. */
async function handed(of: PolicyCase): Promise<string> {
	const subject = `policy ${Math.random().toString(36).slice(2)}`;
	const sent = { ...of, data: (of.data ?? "").replace("Subject: policy", `Subject: ${subject}`) };
	expect(await world.answer(sent)).toMatch(/^250/);
	const find = () => world.kit.wrapped().find(({ headers }) => headers.includes(`Subject: ${subject}\n`));
	return (await until(`“${subject}” at the list`, find)).headers;
}

describe("in real sessions with a real Exim and real services", () => {
	describe.each(ruleList())("“$title”", (rule) => {
		beforeAll(() => world.apply({ [rule.id]: {} }, BY_DNS.includes(rule.id)));

		it.each(rule.cases(rule.example).map((of) => ({ of, name: of.name })))("$name", async ({ of }) => {
			const answer = await world.answer(of, TOLD.includes(rule.id));
			expect(answer).toMatch(new RegExp(`^${of.expect.code}`));
			expect(answer).toContain(of.expect.text ?? "");
		});
	});
});

describe("a mark", () => {
	it("of spam is one short header line and no report, and what came with such a line loses it", async () => {
		await world.apply({ spam: {} });
		const forged = ["X-Spam-Flag: YES", "X-Spam-Score: 0.0", "X-Spam-Report: all is well"];
		const doubted = await handed(posted("x", message({ body: DOUBTFUL, more: forged }), 2));
		expect(doubted.match(/^X-Spam-.*$/gm)).toEqual(["X-Spam-Flag: YES"]);
		const clean = await handed(posted("x", message({ more: forged }), 2));
		expect(clean.match(/^X-Spam-.*$/gm)).toBeNull();
	});

	it("of a DNS list names the list, on the listed client's mail only, forged or not", async () => {
		await world.apply({ dnsLists: {} });
		const forged = message({ more: ["X-DNS-List: none.example"] });
		const marked = await handed(posted("x", forged, 2, { from: "192.0.2.68" }));
		expect(marked.match(/^X-DNS-List: .*$/gm)).toEqual(["X-DNS-List: mark.dnsl.example"]);
		const other = await handed(posted("x", forged, 2, { from: "192.0.2.10" }));
		expect(other.match(/^X-DNS-List: .*$/gm)).toBeNull();
	});
});

describe("the scanners", () => {
	beforeAll(() => world.apply({ viruses: {}, spam: {} }));
	const scans = () => [world.clamd.connections, world.spamd.connections];

	it.each(["127.0.0.1", "::1"])("never see what Mailman sends from %s", async (from) => {
		const before = scans();
		const own = { sender: "news-bounces@lists.example.com", recipients: ["member@{outside}"] };
		for (const body of [EICAR, GTUBE, "A test."])
			expect(await world.answer(posted("x", message({ body }), 2, { from, ...own }))).toMatch(/^250/);
		expect(scans()).toEqual(before);
	});

	it("see a message from outside once each", async () => {
		const [viruses = 0, spam = 0] = scans();
		expect(await world.answer(posted("x", message({}), 2))).toMatch(/^250/);
		expect(scans()).toEqual([viruses + 1, spam + 1]);
	});

	it("aren't asked about what was refused before", async () => {
		const before = scans();
		const unknown = posted("x", message({ body: EICAR }), 5, { recipients: ["no-such-list@{domain}"] });
		expect(await world.answer(unknown)).toMatch(/^5/);
		expect(scans()).toEqual(before);
	});

	it("leave a message over the size limit to the virus scanner alone", async () => {
		const [viruses = 0, spam = 0] = scans();
		const large = `${"large ".repeat(15)}\n`.repeat(1_300) + GTUBE;
		expect(await world.answer(posted("x", message({ body: large }), 2))).toMatch(/^250/);
		expect(scans()).toEqual([viruses + 1, spam]);
	});
});

describe("a signature that must be there", () => {
	beforeAll(() => world.apply({ requiredDkim: {} }));
	const of = (data: string) => posted("x", data, 2);
	const plain = message({ from: "x@signs.example" }).replaceAll(/\{\w+\}/g, "y.example");

	it("is found good, and of no use on another text or by another domain", async () => {
		expect(await world.answer(of(signer.sign(plain)))).toMatch(/^250/);
		expect(await world.answer(of(signer.sign(plain).replace("A test.", "Another.")))).toMatch(/^550 /);
		expect(await world.answer(of(newSigner("signs.example", "key").sign(plain)))).toMatch(/^550 /);
	});
});

describe("a client's rate", () => {
	beforeAll(() => world.apply({ rateLimit: {} }));
	const many = (from: string) =>
		posted("x", message({}), 2, {
			from,
			recipients: Array.from({ length: 7 }, () => "{list}@{domain}"),
			expect: { phase: "rcpt", code: 2 },
		});

	it("isn't used up by what is tried: each such session counts for itself", async () => {
		const from = "192.0.2.90";
		for (const _ of [1, 2]) {
			const tried = await world.tryOut(many(from));
			expect(tried.steps.filter(({ phase }) => phase === "rcpt").map(({ code }) => code)).toEqual([
				...[250, 250, 250, 250, 250, 451, 451],
			]);
		}
		expect(await world.answer(posted("x", message({}), 2, { from }))).toMatch(/^250/);
		expect(await world.answer(many(from))).toMatch(/^451/);
	});
});

describe("a message over the size limit", () => {
	it("is refused after DATA where its size wasn't announced, but not Mailman's own", async () => {
		await world.apply({ messageSize: {} });
		const data = message({ body: `${"x".repeat(900)}\n`.repeat(1_300) });
		expect(await world.answer(posted("x", data, 5))).toMatch(/^552 /);
		const own = { from: "127.0.0.1", sender: "news-bounces@lists.example.com" };
		expect(await world.answer(posted("x", data, 2, own))).toMatch(/^250/);
	});
});

describe("an exemption", () => {
	/** A session that each rule refuses; what an exemption doesn't reach is left out. */
	const refusals = ruleList().flatMap((rule) => {
		const of = rule
			.cases(rule.example)
			.find(({ expect: { code }, from }) => code !== 2 && from !== "127.0.0.1");
		return of && !NOT_SPARED.includes(rule.id) && !TOLD.includes(rule.id) ? [{ rule, of }] : [];
	});

	it.each(refusals)("spares a host and a sender from “$rule.title”", async ({ rule: { id }, of }) => {
		const from = id === "dnsLists" ? "192.0.2.66" : "192.0.2.20";
		const byDns = BY_DNS.includes(id);
		const hosts = [from.replace("192.0.2.", "127.0.2."), "2001:db8::/32"];
		await world.apply({ [id]: {}, exemptions: { hosts, senders: [] } }, byDns);
		expect(await world.answer({ ...of, from })).toMatch(/^250/);
		// A client's name and a message's size are judged without the sender, and who is refused by name isn't trusted.
		if (["heloChecks", "messageSize", "deniedSenders"].includes(id)) return;
		const senders = ["*@outside.example", "*@no-domain.example"];
		await world.apply({ [id]: {}, exemptions: { hosts: [], senders } }, byDns);
		expect(await world.answer(of)).toMatch(/^250/);
	});
});
