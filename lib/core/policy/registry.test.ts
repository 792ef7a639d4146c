import { describe, expect, it } from "vitest";
import { defaultPolicy, policySettings, RULES, type RuleId, ruleList } from "./registry";
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
		expect(order.indexOf("trustLoopback")).toBe(0);
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
		expect(rule.cases.length).toBeGreaterThan(0);
		expect(rule.cases.filter((c) => PHASES.indexOf(c.expect.phase) < PHASES.indexOf(rule.phase))).toEqual([]);
	});

	it("renders statements that begin with a verb and have no quotes around their message", () => {
		const lines = rule.render({ ...defaultPolicy()[rule.id as RuleId], on: true });
		expect(lines[0]).toMatch(/^(accept|deny|defer|drop|require|warn) /);
		expect(lines.filter((line) => /^\s*message\s*=\s*"/.test(line))).toEqual([]);
		expect(lines.filter((line) => line.endsWith("\\") || line.includes("\n"))).toEqual([]);
	});
});
