import { z } from "zod";
import type { PolicyRule } from "./rule";
import { nullSenderAdministrative } from "./rules/null-sender-administrative";
import { nullSenderPosting } from "./rules/null-sender-posting";
import { senderCallout } from "./rules/sender-callout";
import { trustLoopback } from "./rules/trust-loopback";
import { verifyLocalRecipients } from "./rules/verify-local-recipients";

/**
 * Every rule, in the order Exim meets them: what costs nothing comes before what costs a connection to elsewhere.
 * The key is the rule's id and its place in PolicySettings.
 */
export const RULES = {
	trustLoopback,
	nullSenderPosting,
	nullSenderAdministrative,
	verifyLocalRecipients,
	senderCallout,
} as const;
export type RuleId = keyof typeof RULES;

/** A rule with its own settings, for code that treats all alike. */
export type AnyRule = PolicyRule<{ on: boolean }> & { id: RuleId };

/** Every rule, in ACL order. */
export const ruleList = (): readonly AnyRule[] => Object.values(RULES) as unknown as AnyRule[];

/** Something of every rule, under its id. */
const ofEach = <T>(pick: (rule: AnyRule) => T): Record<string, T> =>
	Object.fromEntries(ruleList().map((rule) => [rule.id, pick(rule)]));

export const policySettings = z.strictObject(
	ofEach((rule) => rule.settings) as unknown as { [Id in RuleId]: (typeof RULES)[Id]["settings"] },
);
export type PolicySettings = z.infer<typeof policySettings>;

/** Each rule at its default. */
export const defaultPolicy = (): PolicySettings =>
	ofEach((rule) => ({ ...rule.defaults })) as unknown as PolicySettings;
