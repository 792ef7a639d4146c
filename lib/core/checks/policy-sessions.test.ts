import { describe, expect, it } from "vitest";
import { ruleList } from "../policy/registry";
import { newMailSystem } from "../system/mail-system";
import { parseSession } from "./parse-session";
import { NOTHING_STAGED } from "./place";
import { groupSessions, judgePolicySession, policySessions, splitSessions } from "./policy-sessions";

const base = newMailSystem("admin@example.net");
const system = {
	...base,
	installations: [
		{
			id: "one",
			prefix: "/srv/mailman/one",
			user: "mailman",
			group: "mailman",
			python: "/usr/bin/python2",
			webHost: "www.one.example",
			mailHost: null,
			verp: null,
		},
	],
	domains: [{ name: "list.one.example", installation: "one" }],
};
const sessions = policySessions(system, { one: ["dev-admin", "mailman", "dev"] });

describe("the sessions that prove a policy", () => {
	it("are every case that needs no service, of every rule that is on and of no other", () => {
		const on = ruleList().filter((rule) => base.policy[rule.id].on);
		const cases = on.flatMap((rule) => rule.cases(base.policy[rule.id])).filter((one) => !one.needsService);
		expect(sessions).toHaveLength(cases.length);
		expect(new Set(sessions.map((session) => session.rule))).toEqual(new Set(on.map((rule) => rule.id)));
	});

	it("are about a list that every rule can be shown on, with no place left to fill", () => {
		expect(sessions.map((session) => session.input).join("")).toContain("<dev@list.one.example>");
		expect(sessions.map((session) => session.input).join("")).not.toMatch(/[{}]|dev-admin@|<mailman@/);
	});

	it("are none before there is a list", () => {
		expect(policySessions(system, {})).toEqual([]);
	});
});

describe("sessions that share a process", () => {
	const [group] = groupSessions(sessions);
	if (!group) throw new Error("there is no group");

	it("are of one address, few at a time, and each of them is in one group", () => {
		const groups = groupSessions(sessions);
		expect(groups.flatMap((one) => one.sessions)).toHaveLength(sessions.length);
		expect(new Set(groups.flatMap((one) => one.sessions))).toEqual(new Set(sessions));
		for (const one of groups) {
			expect(one.sessions.every(({ from }) => from === one.from)).toBe(true);
			expect(one.input.match(/^EHLO /gm)).toHaveLength(one.sessions.length);
			expect(one.input.match(/^QUIT\r$/gm)).toHaveLength(1);
			expect(one.sessions.length).toBeLessThanOrEqual(4);
		}
	});

	it("are told apart again by their greetings, and one that was never begun has no answer", () => {
		const answers = group.sessions[0]?.input
			.split("\r\n")
			.slice(0, -2)
			.map((line, at) => `250 ${at} ${line}`);
		const ran = parseSession(`220 x\r\n${answers?.join("\r\n")}\r\n`, "", group.input);
		const [first, second] = splitSessions(ran, group);
		expect(first?.steps.map((step) => step.text)).toEqual([
			"x",
			...(answers ?? []).map((one) => one.slice(4)),
		]);
		expect(second?.steps.slice(1).every((step) => step.code === null)).toBe(true);
		expect(second?.steps.some((step) => step.phase === "rcpt")).toBe(true);
	});
});

describe("a session that was run", () => {
	const session = sessions.find((one) => one.rule === "nullSenderPosting" && one.expect.code === 5);
	if (!session) throw new Error("the rule has no case that refuses");
	const run = (rcpt: string, stderr = "") =>
		judgePolicySession(
			session,
			parseSession(`220 x\r\n250 x\r\n250 OK\r\n${rcpt}\r\n221 x\r\n`, stderr, session.input),
			NOTHING_STAGED,
		);

	it("holds with the expected code and wording", () => {
		expect(run("550 Recipient never sends mail so cannot cause bounces")).toMatchObject({
			ok: true,
			diagnosis: null,
		});
	});

	it.each(["250 Accepted", "550 unknown user", "451 try again"])("fails on %s and says so", (answer) => {
		const verdict = run(answer);
		expect(verdict.ok).toBe(false);
		expect(verdict.diagnosis).toMatchObject({ code: "policy-case", setting: "policy.nullSenderPosting" });
		expect(verdict.diagnosis?.sentence).toContain(answer);
	});

	const refusal = (setting: string) => {
		const trace = [
			'>>> using ACL "acl_check_rcpt"',
			'>>> processing "deny" (/etc/exim.conf 7)',
			'>>> end of ACL "acl_check_rcpt": DENY',
		];
		const ran = parseSession(
			"220 x\r\n250 x\r\n250 OK\r\n550 no\r\n221 x\r\n",
			trace.join("\n"),
			session.input,
		);
		return judgePolicySession(session, ran, { textOf: () => "", settingAt: () => setting });
	};

	it("is not held against its rule where another rule refused before it", () => {
		expect(refusal("policy.deniedSenders")).toMatchObject({ ok: true, decision: { line: 7 } });
		expect(refusal("policy.nullSenderPosting").ok).toBe(false);
		expect(refusal("domains").ok).toBe(false);
	});

	it("fails where Exim could not follow its configuration, whatever it answered", () => {
		const verdict = run(
			"550 Recipient never sends mail so cannot cause bounces",
			'LOG: unknown named domain list "+nosuch"\n',
		);
		expect(verdict).toMatchObject({ ok: false, diagnosis: { code: "policy-fault" } });
	});
});
