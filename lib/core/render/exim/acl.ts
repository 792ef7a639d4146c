import { type PolicySettings, ruleList } from "../../policy/registry";
import { PHASES, type Phase } from "../../policy/rule";
import { type Block, blocksText } from "../annotations";

/** Before every rule. A VERP bounce may carry any member's address behind its `+`. */
const BEFORE: Partial<Record<Phase, Block[]>> = {
	rcpt: [
		{
			setting: null,
			why: "Characters that no list or user here has, and that were used to break in",
			lines: [
				"deny domains = +local_domains",
				"     local_parts = ! \\N^[^@%!/|]+-bounces\\+\\N : \\N^.*[@%!/|]\\N",
				"     message = restricted characters in address",
			],
		},
	],
};

/** After every rule. */
const AFTER: Partial<Record<Phase, Block[]>> = {
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
	data: [{ setting: null, why: "Whatever no rule refused", lines: ["accept"] }],
};

/** The blocks of one ACL: the rules that are on, in the registry's order, between what always holds. */
function phaseBlocks(policy: PolicySettings, phase: Phase): Block[] {
	const rules = ruleList()
		.filter((rule) => rule.phase === phase)
		.map((rule) => ({ rule, settings: policy[rule.id as keyof PolicySettings] }))
		.filter(({ settings }) => settings.on)
		.map(({ rule, settings }) => ({
			setting: `policy.${rule.id}`,
			why: `${rule.source}: ${rule.title}`,
			lines: rule.render(settings),
		}));
	const always =
		AFTER[phase] ??
		(rules.length ? [{ setting: null, why: "Whatever no rule refused", lines: ["accept"] }] : []);
	return [...(BEFORE[phase] ?? []), ...rules, ...always];
}

/** The ACLs that have something to say. Out: the main options that name them, and the ACL section's text. */
export function renderAcls(policy: PolicySettings): { options: Block; section: string } {
	const acls = PHASES.map((phase) => ({ phase, blocks: phaseBlocks(policy, phase) })).filter(
		(a) => a.blocks.length,
	);
	return {
		options: {
			setting: "policy",
			why: "What is asked at each step of an SMTP session",
			lines: acls.map(({ phase }) => `acl_smtp_${phase} = acl_check_${phase}`),
		},
		section: acls.map(({ phase, blocks }) => `acl_check_${phase}:\n${blocksText(blocks, "  ")}`).join("\n"),
	};
}
