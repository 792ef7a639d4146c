import { z } from "zod";
import type { PolicyRule } from "./rule";
import { deniedSenders } from "./rules/denied-senders";
import { dnsLists } from "./rules/dns-lists";
import { exemptions } from "./rules/exemptions";
import { headerCallout } from "./rules/header-callout";
import { headerSender } from "./rules/header-sender";
import { headerSyntax } from "./rules/header-syntax";
import { heloChecks } from "./rules/helo-checks";
import { messageSize } from "./rules/message-size";
import { nullSenderAdministrative } from "./rules/null-sender-administrative";
import { nullSenderPosting } from "./rules/null-sender-posting";
import { rateLimit } from "./rules/rate-limit";
import { recipientLimit } from "./rules/recipient-limit";
import { requiredDkim } from "./rules/required-dkim";
import { restrictedCharacters } from "./rules/restricted-characters";
import { senderCallout } from "./rules/sender-callout";
import { senderVerification } from "./rules/sender-verification";
import { spam } from "./rules/spam";
import { spf } from "./rules/spf";
import { trustLoopback } from "./rules/trust-loopback";
import { verifyLocalRecipients } from "./rules/verify-local-recipients";
import { viruses } from "./rules/viruses";

/**
 * Every rule, in the order Exim meets them: what costs nothing comes before what costs DNS, and that before what
 * costs a connection to elsewhere or a scan. The key is the rule's id and its place in PolicySettings.
 */
export const RULES = {
	exemptions,
	heloChecks,
	messageSize,
	deniedSenders,
	restrictedCharacters,
	trustLoopback,
	nullSenderPosting,
	nullSenderAdministrative,
	verifyLocalRecipients,
	recipientLimit,
	rateLimit,
	dnsLists,
	spf,
	senderVerification,
	senderCallout,
	headerSyntax,
	requiredDkim,
	headerSender,
	viruses,
	spam,
	headerCallout,
} as const;
export type RuleId = keyof typeof RULES;

/** A rule with its own settings, for code that treats all alike. */
export type AnyRule = PolicyRule<{ on: boolean }> & { id: RuleId };

/** Every rule, in ACL order. */
export const ruleList = (): readonly AnyRule[] => Object.values(RULES) as unknown as AnyRule[];

/** Something of every rule, under its id. */
const ofEach = <T>(pick: (rule: AnyRule) => T): Record<string, T> =>
	Object.fromEntries(ruleList().map((rule) => [rule.id, pick(rule)]));

/** A rule that settings were kept without, because it came later, is at its default. */
export const policySettings = z.strictObject(
	ofEach((rule) => rule.settings.default(() => ({ ...rule.defaults }))) as unknown as {
		[Id in RuleId]: (typeof RULES)[Id]["settings"];
	},
);
export type PolicySettings = z.infer<typeof policySettings>;

/** Each rule at its default. */
export const defaultPolicy = (): PolicySettings =>
	ofEach((rule) => ({ ...rule.defaults })) as unknown as PolicySettings;
