import { z } from "zod";
import type { HostProfile } from "@/lib/core/host/profile";
import { type AnyRule, type PolicySettings, RULES, type RuleId, ruleList } from "@/lib/core/policy/registry";
import type { Requirement, RuleParameter } from "@/lib/core/policy/rule";

/** A rule's settings, whichever rule it is. */
export type RuleSettings = { on: boolean } & Readonly<Record<string, unknown>>;

export const ruleById = (id: RuleId): AnyRule => RULES[id] as unknown as AnyRule;
export const settingsOf = (policy: PolicySettings, id: RuleId): RuleSettings => policy[id];

const common = z.looseObject({
	rule: z.enum(Object.keys(RULES) as [RuleId, ...RuleId[]], {
		error: "This rule is not known here. Load the page again.",
	}),
	/** The revision of the policy that the form was made from. */
	revision: z.coerce.number().int(),
	/** The rule's settings as the form was made from them: an edit of another rule is no conflict. */
	seen: z.string(),
});

/** The form of a rule: its switch alone (`on` is `true` or `false`), or its parameters. */
export const ruleForm = common.transform(({ rule, revision, seen, ...fields }) => ({
	rule,
	revision,
	seen,
	change:
		fields.on === undefined
			? parametersFrom(ruleById(rule).parameters, fields)
			: { on: fields.on === "true" },
}));

function valueFrom(kind: RuleParameter["kind"], typed: string): unknown {
	if (kind === "number") return /^\s*-?\d+([.,]\d+)?\s*$/.test(typed) ? Number(typed) : Number.NaN;
	if (kind === "boolean") return typed === "on";
	if (kind === "lines")
		return typed
			.split(/\r\n|\r|\n/)
			.map((line) => line.trim())
			.filter((line) => line !== "");
	return typed.trim();
}

const parametersFrom = (parameters: readonly RuleParameter[], fields: Readonly<Record<string, unknown>>) =>
	Object.fromEntries(parameters.map(({ name, kind }) => [name, valueFrom(kind, String(fields[name] ?? ""))]));

function fieldFrom(value: unknown): string {
	if (Array.isArray(value)) return value.join("\n");
	if (typeof value === "boolean") return value ? "on" : "";
	return String(value);
}

/** A rule's settings as its form's fields hold them; its switch says `true` or `false`. */
export const fieldsOf = ({ on, ...parameters }: RuleSettings): Record<string, string> => ({
	on: String(on),
	...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, fieldFrom(value)])),
});

/** Something a rule needs, in words, and whether it is there: null where the host hasn't said. */
export type Need = { sentence: string; met: boolean | null };

const SERVICES = {
	clamd: "Needs the virus scanner clamd.",
	spamd: "Needs the spam scanner spamd.",
	dns: "Needs DNS.",
};

function needOf(requirement: Requirement, policy: PolicySettings, exim: HostProfile["exim"]): Need {
	switch (requirement.kind) {
		case "feature":
			return {
				sentence: `Needs an Exim built with ${requirement.name}. ${requirement.reason}`,
				met: exim ? exim.features.includes(requirement.name) : null,
			};
		// No host says yet which services answer: the deployment's checks find out.
		case "service":
			return { sentence: `${SERVICES[requirement.name]} ${requirement.reason}`, met: null };
		case "rule": {
			const other = ruleById(requirement.id as RuleId);
			return {
				sentence: `Needs “${other.title}”. ${requirement.reason}`,
				met: settingsOf(policy, other.id).on,
			};
		}
	}
}

/**
 * What a rule needs of the host and of the other rules, and what must not be on beside it.
 * In: Exim as the host described it, null where it hasn't.
 */
export function needsOf(rule: AnyRule, policy: PolicySettings, exim: HostProfile["exim"]): Need[] {
	const excluded = rule.excludes.map((id) => ruleById(id as RuleId));
	return [
		...rule.requires.map((requirement) => needOf(requirement, policy, exim)),
		...excluded.map((other) => ({
			sentence: `Can't be on together with “${other.title}”.`,
			met: !settingsOf(policy, other.id).on,
		})),
	];
}

/** Why a rule can't be switched on, or where it is on why it can't be switched off; null where it can. */
export function whyNotSwitch(
	rule: AnyRule,
	policy: PolicySettings,
	exim: HostProfile["exim"],
): string | null {
	if (!settingsOf(policy, rule.id).on)
		return needsOf(rule, policy, exim).find((need) => need.met === false)?.sentence ?? null;
	const dependant = ruleList().find(
		(other) =>
			settingsOf(policy, other.id).on &&
			other.requires.some((requirement) => requirement.kind === "rule" && requirement.id === rule.id),
	);
	return dependant ? `“${dependant.title}” needs it. Switch that off first.` : null;
}
