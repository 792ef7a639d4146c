import { describe, expect, it } from "vitest";
import { newMailSystem } from "../system/mail-system";
import { type CanaryRecord, canaryDeliveries, canaryLists, smtpDialogue, smtpDialogues } from "./canary";
import { judgeCanary } from "./judge-canary";
import { SUFFIXES } from "./names";
import { NOTHING_STAGED } from "./place";

const installation = (id: string) => ({
	id,
	prefix: `/srv/mailman/${id}`,
	user: "mailman",
	group: "mailman",
	python: "/usr/bin/python2",
	webHost: `www.${id}.example`,
	mailHost: null,
	verp: null,
});
const base = newMailSystem("admin@example.net");
const system = {
	...base,
	installations: [
		installation("one"),
		{ ...installation("two"), verp: { ...base.verp, strategy: "exim" as const } },
		installation("idle"),
	],
	domains: [
		{ name: "list.one.example", installation: "one" },
		{ name: "list.two.example", installation: "two" },
	],
};
const deliveries = canaryDeliveries(system, { one: ["dev-admin", "mailman", "dev"] });
const conf = "/srv/exim.conf";

describe("a canary's deliveries", () => {
	it("cover every command of one list of each installation, and both forms with a plus", () => {
		for (const id of ["one", "two"]) {
			const commands = deliveries.flatMap(({ expect }) =>
				expect.kind === "wrapper" && expect.installation === id ? [expect.command] : [],
			);
			expect(new Set(commands)).toEqual(new Set(["post", ...SUFFIXES]));
			expect(commands).toHaveLength(12);
		}
	});

	it("take a list that its name doesn't hide, or one of their own where there is none", () => {
		expect(canaryLists(deliveries)).toEqual({ one: "dev", two: "canary" });
	});

	it("have one address in upper case and none twice", () => {
		const recipients = deliveries.map(({ recipient }) => recipient);
		expect(recipients.filter((recipient) => recipient === recipient.toUpperCase())).toHaveLength(2);
		expect(new Set(recipients.map((recipient) => recipient.toLowerCase())).size).toBe(recipients.length);
	});

	it("come from nobody whom a policy takes for a bounce, where it doesn't trust loopback", () => {
		expect(deliveries.filter(({ sender }) => sender === "")).toEqual([]);
	});

	it("expect the member's address in the sender only where Exim expands", () => {
		expect(deliveries.flatMap(({ expect }) => (expect.kind === "sink" ? [expect.sender] : []))).toEqual([
			"dev-bounces@list.one.example",
			"canary-bounces+canary-two=outside.example@list.two.example",
		]);
	});
});

describe("a canary's SMTP dialogue", () => {
	it("has one message for all recipients of a sender", () => {
		const dialogue = smtpDialogue(deliveries);
		expect(dialogue.match(/^MAIL FROM/gm)).toHaveLength(4);
		expect(dialogue.match(/^RCPT TO/gm)).toHaveLength(deliveries.length);
		expect(dialogue.split("\r\n").every((line) => !line.includes("\n"))).toBe(true);
	});

	it("is cut where Exim would begin to leave messages on its queue", () => {
		const cut = smtpDialogues(deliveries, 3);
		expect(cut.map((dialogue) => dialogue.match(/^MAIL FROM/gm)?.length)).toEqual([3, 1]);
		expect(smtpDialogues(deliveries, 0)).toEqual([smtpDialogue(deliveries)]);
	});

	it("has no more recipients on a message than Exim takes, and misses nobody", () => {
		const dialogue = smtpDialogues(deliveries, 0, 2).join("");
		const perMessage = dialogue
			.split("MAIL FROM")
			.slice(1)
			.map((message) => message.match(/^RCPT TO/gm)?.length ?? 0);
		expect(Math.max(...perMessage)).toBe(2);
		expect(perMessage.reduce((sum, n) => sum + n)).toBe(deliveries.length);
	});
});

describe("what the stand-ins recorded", () => {
	const right: CanaryRecord[] = deliveries.map(({ recipient, expect }) =>
		expect.kind === "wrapper"
			? { ...expect, recipient: recipient.toLowerCase() }
			: { kind: "sink", sender: expect.sender, recipient },
	);
	const judged = (records: readonly CanaryRecord[], log: readonly string[] = []) =>
		judgeCanary(deliveries, records, log, NOTHING_STAGED, conf);
	const changed = (at: number, change: Partial<CanaryRecord>) =>
		judged(right.map((record, i) => (i === at ? ({ ...record, ...change } as CanaryRecord) : record)));

	it("is right when each delivery came to its installation, command and list", () => {
		expect(judged(right)).toEqual([]);
	});

	it.each([
		["another command", 2, { command: "" }, "canary-command", "installations"],
		["another list", 0, { list: "announce" }, "canary-command", "installations"],
		["another installation", 0, { installation: "two" }, "canary-installation", "domains"],
		[
			"a sender without the member",
			25,
			{ sender: "canary-bounces@list.two.example" },
			"canary-sender",
			"verp.strategy",
		],
	])("is wrong with %s", (_, at, change, code, setting) => {
		expect(changed(at, change)).toMatchObject([{ code, setting }]);
	});

	it("is wrong when something came twice", () => {
		expect(judged([...right, ...right.slice(0, 1)])).toMatchObject([{ code: "canary-twice" }]);
	});

	it("is one diagnosis when all is lost for one cause, in Exim's words", () => {
		const log = deliveries.map(
			({ recipient }) =>
				`1xV ** ${recipient} R=mailman_router T=mailman_transport: Tainted arg 2 for mailman_transport transport command: 'dev'`,
		);
		expect(judged([], log)).toMatchObject([
			{
				code: "tainted-command",
				sentence: expect.stringMatching(
					/^Mail for dev@list\.one\.example did not arrive\. .* for 25 other addresses\.$/,
				),
			},
		]);
	});

	it("is lost without a known cause when nothing was logged", () => {
		expect(judged(right.slice(1))).toMatchObject([{ code: "canary-lost" }]);
	});
});
