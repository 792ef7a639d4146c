import { describe, expect, it } from "vitest";
import { defaultPolicy, policySettings, RULES, ruleList } from "./registry";
import { PHASES } from "./rule";

describe("the policy registry", () => {
	it("keeps each rule under its own id", () => {
		expect(Object.values(RULES).map((rule) => rule.id)).toEqual(Object.keys(RULES));
	});

	it("takes every default, and nothing that no rule knows", () => {
		expect(policySettings.parse(defaultPolicy())).toEqual(defaultPolicy());
		expect(policySettings.safeParse({ ...defaultPolicy(), greylisting: { on: true } }).success).toBe(false);
	});

	it("gives every caller defaults of its own to change", () => {
		const mine = defaultPolicy();
		mine.trustLoopback.on = false;
		expect(defaultPolicy().trustLoopback.on).toBe(true);
	});

	it("orders rules by the step of the session that they belong to", () => {
		const phases = ruleList().map((rule) => PHASES.indexOf(rule.phase));
		expect(phases).toEqual([...phases].sort((a, b) => a - b));
	});

	it("asks what costs a connection to another host last", () => {
		const order = Object.keys(RULES);
		expect(order.indexOf("senderCallout")).toBeGreaterThan(order.indexOf("verifyLocalRecipients"));
		const rcpt = ruleList().filter((rule) => rule.phase === "rcpt");
		expect(rcpt.map((rule) => rule.id).slice(0, 2)).toEqual(["restrictedCharacters", "trustLoopback"]);
		for (const id of ["viruses", "spam"])
			expect(order.indexOf(id)).toBeGreaterThan(order.indexOf("headerSender"));
	});
});

describe.each(ruleList())("the rule “$title”", (rule) => {
	it("requires and excludes only rules that there are", () => {
		const named = [...rule.excludes, ...rule.requires.flatMap((r) => (r.kind === "rule" ? [r.id] : []))];
		expect(named.filter((id) => !(id in RULES))).toEqual([]);
	});

	it("shows a parameter for each of its settings, with a default the schema takes", () => {
		expect(rule.parameters.map((parameter) => parameter.name).sort()).toEqual(
			Object.keys(rule.defaults)
				.filter((name) => name !== "on")
				.sort(),
		);
		expect(rule.settings.safeParse(rule.defaults).success).toBe(true);
	});

	it("has a session that it decides or spares, at its own step", () => {
		const cases = rule.cases(rule.example);
		expect(cases.length).toBeGreaterThan(0);
		expect(cases.filter((c) => PHASES.indexOf(c.expect.phase) < PHASES.indexOf(rule.phase))).toEqual([]);
	});

	it("can be proved: its example is on, and valid", () => {
		expect(rule.example.on).toBe(true);
		expect(rule.settings.safeParse(rule.example).error).toBeUndefined();
	});

	it("renders statements that begin with a verb and have no quotes around their message", () => {
		const { main = [], ...acls } = rule.render(rule.example, {
			hosts: ["     !hosts = +exempt_hosts"],
			all: ["     !hosts = +exempt_hosts", "     !senders = +exempt_senders"],
		});
		const lines = Object.values(acls).flat();
		expect([...main, ...lines].length).toBeGreaterThan(0);
		for (const acl of Object.values(acls))
			if (acl.length > 0) expect(acl[0]).toMatch(/^(accept|deny|defer|drop|require|warn) /);
		expect(main.filter((line) => !/^[a-z_]+ §?[a-z_]*( ?= ?).+$/.test(line))).toEqual([]);
		expect(lines.filter((line) => /^\s*message\s*=\s*"/.test(line))).toEqual([]);
		expect([...main, ...lines].filter((line) => line.endsWith("\\") || line.includes("\n"))).toEqual([]);
	});
});

describe("settings that were kept before a rule was there", () => {
	const { trustLoopback, nullSenderPosting, nullSenderAdministrative, verifyLocalRecipients, senderCallout } =
		defaultPolicy();
	const first = {
		trustLoopback,
		nullSenderPosting,
		nullSenderAdministrative,
		verifyLocalRecipients,
		senderCallout,
	};

	it("load with the rule at its default", () => {
		expect(policySettings.parse(first)).toEqual(defaultPolicy());
	});

	it("mean what they meant: of the rules that came later only the one is on that was always asked", () => {
		const later = ruleList().filter((rule) => !(rule.id in first) && rule.defaults.on);
		expect(later.map((rule) => rule.id)).toEqual(["restrictedCharacters"]);
	});
});
