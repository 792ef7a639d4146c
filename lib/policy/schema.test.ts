import { describe, expect, it } from "vitest";
import { type AnyRule, defaultPolicy, ruleList } from "@/lib/core/policy/registry";
import { fieldsOf, needsOf, ruleById, ruleForm, settingsOf, whyNotSwitch } from "./schema";

const sent = (fields: Record<string, string>) => ({ revision: "1", seen: "{}", ...fields });
const policy = defaultPolicy();
const exim = { path: "/usr/sbin/exim4", version: "4.96", features: ["Content_Scanning"] };

describe("a rule's form", () => {
	it("with the switch alone changes nothing else", () => {
		const form = sent({ rule: "senderCallout", on: "true", timeoutSeconds: "nonsense" });
		expect(ruleForm.parse(form).change).toEqual({ on: true });
	});

	it("with its parameters leaves the switch as it is", () => {
		const form = sent({ rule: "senderCallout", timeoutSeconds: " 45 " });
		expect(ruleForm.parse(form).change).toEqual({ timeoutSeconds: 45 });
	});

	it("takes no rule that isn't there", () => {
		expect(ruleForm.safeParse(sent({ rule: "toString", on: "true" })).success).toBe(false);
	});

	it.each(ruleList().map((rule) => rule.id))("of %s gives back the parameters it was filled with", (id) => {
		const { on, ...parameters } = settingsOf(policy, id);
		const { on: _, ...fields } = fieldsOf({ on, ...parameters });
		expect(ruleForm.parse(sent({ rule: id, ...fields })).change).toEqual(parameters);
	});
});

describe("what a rule needs", () => {
	const scanning: AnyRule = {
		...ruleById("senderCallout"),
		requires: [
			{ kind: "feature", name: "Content_Scanning", reason: "Exim asks the scanner." },
			{ kind: "rule", id: "trustLoopback", reason: "List mail must not be scanned." },
		],
		excludes: ["nullSenderPosting"],
	};
	const untrusted = { ...policy, trustLoopback: { on: false } };
	const met = (needs: { met: boolean | null }[]) => needs.map((need) => need.met);

	it("is a feature of this host's Exim, another rule that is on, and a rule that must be off", () => {
		expect(met(needsOf(scanning, policy, exim))).toEqual([true, true, false]);
		expect(met(needsOf(scanning, untrusted, { ...exim, features: [] }))).toEqual([false, false, false]);
	});

	it("is not claimed where the host hasn't said what its Exim is", () => {
		expect(met(needsOf(scanning, policy, null))[0]).toBeNull();
	});

	it("stands against switching it on, by its sentence", () => {
		expect(whyNotSwitch({ ...scanning, excludes: [] }, untrusted, exim)).toContain(
			"Trust mail from this host",
		);
		expect(whyNotSwitch({ ...scanning, excludes: [] }, policy, exim)).toBeNull();
	});

	it("never stands against switching it off", () => {
		const on = { ...untrusted, senderCallout: { on: true, timeoutSeconds: 30 } };
		expect(whyNotSwitch(scanning, on, null)).toBeNull();
	});
});
