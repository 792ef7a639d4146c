import { type PolicySettings, ruleList } from "../../policy/registry";
import type { Place, RuleLines } from "../../policy/rule";
import { spareOf } from "../../policy/spare";
import { type Block, blocksText } from "../annotations";

type Acl = Exclude<Place, "main">;
const ACLS: readonly Acl[] = ["connect", "helo", "mail", "rcpt", "dkim", "data"];

const WHATEVER: Block = { setting: null, why: "Whatever no rule refused", lines: ["accept"] };

/** Around every rule of these; at RCPT Mailman's way is a rule of its own, since recipients may be verified there. */
const PAST_THE_RULES: Block = {
	setting: null,
	why: 'HOWTO, "List policy management": what programs here send, Mailman first of all, meets none of what follows',
	lines: ["accept hosts = : +loopback"],
};
const SIGNED_IN: Block = {
	setting: null,
	why: "Nor does the mail of who has signed in",
	lines: ["accept authenticated = *"],
};

const BEFORE: Record<Acl, readonly Block[]> = {
	connect: [PAST_THE_RULES],
	helo: [PAST_THE_RULES],
	mail: [PAST_THE_RULES, SIGNED_IN],
	rcpt: [],
	dkim: [PAST_THE_RULES],
	data: [PAST_THE_RULES, SIGNED_IN],
};

/** After every rule. */
const AFTER: Partial<Record<Acl, readonly Block[]>> = {
	rcpt: [
		{
			setting: null,
			why: "Relays for programs on this host and for who has signed in",
			lines: ["accept hosts = : +loopback", "accept authenticated = *"],
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
function aclBlocks(rules: readonly Rendered[], acl: Acl): readonly Block[] {
	const own = blocksAt(rules, acl);
	if (own.length === 0) return AFTER[acl] ?? [];
	return [...BEFORE[acl], ...own, ...(AFTER[acl] ?? [WHATEVER])];
}

/** The ACLs that have something to say. Out: the main options of the rules, and the ACL section's text. */
export function renderAcls(policy: PolicySettings): { options: Block[]; section: string } {
	const rules = rendered(policy);
	const acls = ACLS.map((acl) => ({ acl, blocks: aclBlocks(rules, acl) })).filter((a) => a.blocks.length);
	return {
		options: [
			...(rules.some((rule) => rule.asksDns) ? [DNS_PATIENCE] : []),
			...blocksAt(rules, "main"),
			{
				setting: "policy",
				why: "What is asked at each step of an SMTP session",
				lines: acls.map(({ acl }) => `acl_smtp_${acl} = acl_check_${acl}`),
			},
		],
		section: acls.map(({ acl, blocks }) => `acl_check_${acl}:\n${blocksText(blocks, "  ")}`).join("\n"),
	};
}
