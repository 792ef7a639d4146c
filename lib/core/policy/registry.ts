import { z } from "zod";
import type { PolicyRule } from "./rule";
import { nullSenderAdministrative } from "./rules/null-sender-administrative";
import { nullSenderPosting } from "./rules/null-sender-posting";
import { senderCallout } from "./rules/sender-callout";
import { trustLoopback } from "./rules/trust-loopback";
import { verifyLocalRecipients } from "./rules/verify-local-recipients";

/** Every rule, in the order Exim meets them. The key is the rule's id and its place in PolicySettings. */
export const RULES = {
	trustLoopback,
	nullSenderPosting,
	nullSenderAdministrative,
	senderCallout,
	verifyLocalRecipients,
} as const;
export type RuleId = keyof typeof RULES;

export const policySettings = z.strictObject({
	trustLoopback: trustLoopback.settings,
	nullSenderPosting: nullSenderPosting.settings,
	nullSenderAdministrative: nullSenderAdministrative.settings,
	senderCallout: senderCallout.settings,
	verifyLocalRecipients: verifyLocalRecipients.settings,
});
export type PolicySettings = z.infer<typeof policySettings>;

/** Each rule at its default. */
export const defaultPolicy = (): PolicySettings => ({
	trustLoopback: { ...trustLoopback.defaults },
	nullSenderPosting: { ...nullSenderPosting.defaults },
	nullSenderAdministrative: { ...nullSenderAdministrative.defaults },
	senderCallout: { ...senderCallout.defaults },
	verifyLocalRecipients: { ...verifyLocalRecipients.defaults },
});

/** A rule with its own settings, for code that treats all alike. */
export type AnyRule = PolicyRule<{ on: boolean }>;

/** Every rule with its id, in ACL order. */
export const ruleList = (): readonly AnyRule[] => Object.values(RULES) as unknown as AnyRule[];
