import { ACL_STEPS, type AclStep } from "../../host/profile";
import { type PolicySettings, ruleList } from "../../policy/registry";
import type { Place, RuleLines } from "../../policy/rule";
import { spareOf } from "../../policy/spare";
import { type Block, blocksText } from "../annotations";

const WHATEVER: Block = { setting: null, why: "Whatever no rule refused", lines: ["accept"] };

/** Around every rule of these; at RCPT Mailman's way is a rule of its own, since recipients may be verified there. */
const PAST_THE_RULES: Block = {
	setting: null,
	why: 'HOWTO, "List policy management": what programs here send, Mailman first of all, meets none of what follows',
	lines: ["accept hosts = : +§loopback"],
};
const SIGNED_IN: Block = {
	setting: null,
	why: "Nor does the mail of who has signed in",
	lines: ["accept authenticated = *"],
};

const BEFORE: Record<AclStep, readonly Block[]> = {
	connect: [PAST_THE_RULES],
	helo: [PAST_THE_RULES],
	mail: [PAST_THE_RULES, SIGNED_IN],
	rcpt: [],
	dkim: [PAST_THE_RULES],
	data: [PAST_THE_RULES, SIGNED_IN],
};

/** After every rule. */
const AFTER: Partial<Record<AclStep, readonly Block[]>> = {
	rcpt: [
		{
			setting: null,
			why: "Relays for programs on this host and for who has signed in",
			lines: ["accept hosts = : +§loopback", "accept authenticated = *"],
		},
		{
			setting: null,
			why: "What the rules above have spared is taken for this host's own domains, and for no other",
			lines: ["accept domains = +local_domains", "deny message = relay not permitted"],
		},
	],
	data: [WHATEVER],
};

/** What a dead DNS server costs a client: about six seconds a question instead of half a minute. */
const DNS_PATIENCE: Block = {
	setting: null,
	why: "Rules that ask DNS give up after two tries, so that a dead server holds clients up for about 6 s a question",
	lines: ["dns_retrans = 2s", "dns_retry = 2"],
};

type Rendered = { setting: string; why: string; lines: RuleLines; asksDns: boolean };

/** The rules that are on, in the registry's order. */
function rendered(policy: PolicySettings): Rendered[] {
	const spare = spareOf(policy);
	return ruleList()
		.filter((rule) => policy[rule.id].on)
		.map((rule) => ({
			setting: `policy.${rule.id}`,
			why: `${rule.source}: ${rule.title}`,
			lines: rule.render(policy[rule.id], spare),
			asksDns: rule.requires.some((need) => need.kind === "service" && need.name === "dns"),
		}));
}

const blocksAt = (rules: readonly Rendered[], place: Place): Block[] =>
	rules.flatMap(({ setting, why, lines }) => {
		const own = lines[place] ?? [];
		return own.length > 0 ? [{ setting, why, lines: own }] : [];
	});

/** The blocks of one ACL: the rules that are on between what always holds; none where nothing is asked. */
function aclBlocks(rules: readonly Rendered[], acl: AclStep, after: readonly Block[]): readonly Block[] {
	const own = blocksAt(rules, acl);
	if (own.length === 0) return after;
	return [...BEFORE[acl], ...own, ...(after.length > 0 ? after : [WHATEVER])];
}

/** What asks an ACL that stands in an administrator's own, and goes on there with whatever it didn't refuse. */
const ASKED: Block = {
	setting: "policy",
	why: "Asks Listkeeper's rules; what they don't refuse goes on to what follows here",
	lines: [],
};

/**
 * The ACLs that have something to say.
 * In: the policy, and the steps at which an administrator's own ACL is asked, from which ours is then called.
 * Out: the main options of the rules, the ACL section's text, and for each of those steps the lines that call ours.
 */
export function renderAcls(
	policy: PolicySettings,
	theirs: readonly AclStep[] = [],
): { options: Block[]; section: string; calls: Record<string, Block> } {
	const rules = rendered(policy);
	const acls = ACL_STEPS.map((acl) => ({
		acl,
		blocks: aclBlocks(rules, acl, theirs.includes(acl) ? [] : (AFTER[acl] ?? [])),
	})).filter((a) => a.blocks.length);
	const own = acls.filter(({ acl }) => !theirs.includes(acl));
	return {
		options: [
			...(rules.some((rule) => rule.asksDns) ? [DNS_PATIENCE] : []),
			...blocksAt(rules, "main"),
			...(own.length === 0
				? []
				: [
						{
							setting: "policy",
							why: "What is asked at each step of an SMTP session",
							lines: own.map(({ acl }) => `acl_smtp_${acl} = §acl_check_${acl}`),
						},
					]),
		],
		section: acls.map(({ acl, blocks }) => `§acl_check_${acl}:\n${blocksText(blocks, "  ")}`).join("\n"),
		calls: Object.fromEntries(
			theirs.map((acl) => [
				acl,
				acls.some((one) => one.acl === acl)
					? { ...ASKED, lines: [`require acl = §acl_check_${acl}`] }
					: ASKED,
			]),
		),
	};
}
