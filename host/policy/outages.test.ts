import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { message, posted } from "@/lib/core/policy/header-cases";
import type { PolicyCase } from "@/lib/core/policy/rule";
import { newSigner } from "./testing/signer";
import { PolicyWorld, type Wanted } from "./testing/world";

/** About what DNS costs while it is dead, as the rules say it. */
const DNS_SECONDS = 6;
/** For what else a session takes. */
const SLACK_SECONDS = 3;

let world: PolicyWorld;
beforeAll(async () => {
	world = await PolicyWorld.create();
	await world.clamd.set("hang");
	await world.spamd.set("hang");
});
afterAll(() => world?.stop());

const post = (more: Partial<PolicyCase> = {}) => posted("a post", message({}), 2, more);

/** A post's answer and how many seconds it took. */
async function timed(of: PolicyCase): Promise<{ answer: string; seconds: number }> {
	const begin = performance.now();
	const answer = await world.answer(of);
	return { answer, seconds: (performance.now() - begin) / 1_000 };
}

const CHOICES = [
	{ whenUnknown: "accept", says: "taken", code: /^250 / },
	{ whenUnknown: "defer", says: "deferred", code: /^451 / },
] as const;

describe.each(["viruses", "spam"] as const)("while the scanner of “%s” is away", (rule) => {
	const tap = () => (rule === "viruses" ? world.clamd : world.spamd);
	const seconds = 3;

	it.each(CHOICES)(
		"mail is $says at once where $whenUnknown was chosen and nobody listens",
		async (choice) => {
			await tap().set("down");
			await world.apply({ [rule]: { whenUnknown: choice.whenUnknown, timeoutSeconds: seconds } });
			const { answer, seconds: took } = await timed(post());
			expect(answer).toMatch(choice.code);
			expect(took).toBeLessThan(SLACK_SECONDS);
		},
	);

	it.each(CHOICES)(
		"mail is $says within the time-out where $whenUnknown was chosen and it hangs",
		async (choice) => {
			await tap().set("hang");
			await world.apply({ [rule]: { whenUnknown: choice.whenUnknown, timeoutSeconds: seconds } });
			const before = tap().connections;
			const { answer, seconds: took } = await timed(post());
			expect(answer).toMatch(choice.code);
			expect(took).toBeGreaterThan(seconds - 1);
			expect(took).toBeLessThan(seconds + SLACK_SECONDS);
			expect(tap().connections).toBe(before + 1);
		},
	);

	it("Mailman's own mail doesn't notice", async () => {
		const own = {
			from: "127.0.0.1",
			sender: "news-bounces@lists.example.com",
			recipients: ["member@{outside}"],
		};
		const { answer, seconds: took } = await timed(post(own));
		expect(answer).toMatch(/^250 /);
		expect(took).toBeLessThan(SLACK_SECONDS);
	});
});

describe("while DNS is dead", () => {
	beforeAll(() => world.dns.dead(true));
	afterAll(() => world.dns.dead(false));
	const plain = message({ from: "x@signs.example" }).replaceAll(/\{\w+\}/g, "y.example");
	const signed = newSigner("signs.example", "key").sign(plain);
	const at = (wanted: Wanted) => world.apply(wanted, true);

	it("a DNS list stops no mail, and takes its time once a list", async () => {
		await at({ dnsLists: { refuse: ["refuse.dnsl.example"], mark: ["mark.dnsl.example"] } });
		const { answer, seconds } = await timed(post());
		expect(answer).toMatch(/^250 /);
		expect(seconds).toBeLessThan(2 * DNS_SECONDS + SLACK_SECONDS);
	});

	it.each(CHOICES)(
		"a sender that can't be looked up is $says where $whenUnknown was chosen",
		async (choice) => {
			await at({ senderVerification: { whenUnknown: choice.whenUnknown } });
			const { answer, seconds } = await timed({ ...post(), expect: { phase: "rcpt", code: 2 } });
			expect(answer).toMatch(choice.code);
			expect(seconds).toBeLessThan(DNS_SECONDS + SLACK_SECONDS);
		},
	);

	it.each(CHOICES)(
		"an author that can't be looked up is $says where $whenUnknown was chosen",
		async (choice) => {
			await at({ headerSender: { whenUnknown: choice.whenUnknown } });
			const { answer, seconds } = await timed(post());
			expect(answer).toMatch(choice.code);
			expect(seconds).toBeLessThan(DNS_SECONDS + SLACK_SECONDS);
		},
	);

	it("SPF and the callout stop no mail", async () => {
		await at({ spf: {}, senderCallout: { timeoutSeconds: 5 } });
		const { answer, seconds } = await timed({ ...post(), sender: "someone@spf-fail.example" });
		expect(answer).toMatch(/^250 /);
		expect(seconds).toBeLessThan(2 * DNS_SECONDS + SLACK_SECONDS);
	});

	it("a signature that must be there, and whose key can't be had, puts the mail off", async () => {
		await at({ requiredDkim: {} });
		const { answer, seconds } = await timed({ ...post(), data: signed });
		expect(answer).toMatch(/^451 /);
		// The key is asked for, and whether there is another name for it.
		expect(seconds).toBeLessThan(2 * DNS_SECONDS + SLACK_SECONDS);
	});

	it.each([
		{
			whose: "rules that ask DNS",
			wanted: { dnsLists: {}, spf: {}, senderVerification: {}, headerSender: {} },
		},
		{ whose: "the signature of a post", wanted: { requiredDkim: {} } },
	])("Mailman's own mail to a list here doesn't notice: $whose", async ({ wanted }) => {
		await at(wanted);
		const own = { from: "127.0.0.1", sender: "news-bounces@lists.example.com" };
		const { answer, seconds } = await timed({ ...post(own), data: signed });
		expect(answer).toMatch(/^250 /);
		expect(seconds).toBeLessThan(SLACK_SECONDS);
	});
});

describe("while the host that callouts ask hangs", () => {
	const seconds = 5;
	beforeAll(() => world.callouts.set("hang"));

	it.each(["senderCallout", "headerCallout"] as const)(
		"“%s” lets the mail through within its time-out",
		async (rule) => {
			await world.apply({ [rule]: { timeoutSeconds: seconds } });
			const local = `slow-${rule}`;
			const { answer, seconds: took } = await timed({
				...post({ sender: `${local}@{outside}` }),
				data: message({ from: `${local}@{outside}` }),
			});
			expect(answer).toMatch(/^250 /);
			expect(took).toBeGreaterThan(seconds - 1);
			expect(took).toBeLessThan(seconds + SLACK_SECONDS);
		},
	);
});

it("nothing that was taken meanwhile is lost: all of it reached the list", async () => {
	const taken = world.kit.log("main").filter((line) => / <= .*\[127\.0\.2\./.test(line)).length;
	const handed = world.kit.log("main").filter((line) => / => .* T=mailman_transport/.test(line)).length;
	expect(taken).toBeGreaterThan(5);
	expect(handed).toBeGreaterThanOrEqual(taken);
});
