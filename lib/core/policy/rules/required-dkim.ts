import { z } from "zod";
import { domainName } from "../../system/domain";
import { NOT_TO_BOUNCES } from "../bounces";
import { message, posted } from "../header-cases";
import { entries } from "../parameters";
import type { PolicyRule } from "../rule";

const settings = z
	.strictObject({ on: z.boolean(), domains: entries(domainName, "domain") })
	.refine((s) => !s.on || s.domains.length > 0, {
		path: ["on"],
		error: "Name a domain that always signs first, and save that.",
	});
type Settings = z.infer<typeof settings>;

/** The domain that the reader sees. */
const AUTHOR = "${lc:${domain:${address:$h_from:}}}";

/**
 * A failed signature alone refuses nothing: RFC 6376, 6.1, has it treated as none. What counts is a good one by the
 * author's own domain where that is known to sign always.
 */
export const requiredDkim: PolicyRule<Settings> = {
	id: "requiredDkim",
	title: "Require the DKIM signature of named domains",
	does: "Refuses mail whose From is of a domain named here, unless that domain has signed it; spares bounces. While the key can't be had from DNS, such mail is put off.",
	wanted: "For domains that are often forged and always sign, one's own organisation's first of all.",
	cost: "One DNS question for each signature, which Exim asks anyway; about 10 seconds while DNS doesn't answer.",
	falsePositives: "Posts that came through another list, which changed them on the way.",
	source: "RFC 6376; Exim specification, ch. 58",
	phase: "data",
	settings,
	defaults: { on: false, domains: [] },
	example: { on: true, domains: ["signs.example"] },
	parameters: [
		{
			name: "domains",
			label: "Domains that always sign",
			help: "As they stand in From, one a line.",
			kind: "lines",
		},
	],
	requires: [
		{ kind: "feature", name: "DKIM", reason: "Exim itself checks the signature." },
		{ kind: "service", name: "dns", reason: "The key is in DNS." },
	],
	excludes: [],
	render: (s, spare) => {
		const whose = (verb: string) => [
			`${verb} condition = \${if match_domain{${AUTHOR}}{${s.domains.join(":")}}}`,
			`     !condition = \${if inlist{${AUTHOR}}{$acl_m_dkim_good}}`,
			"     !senders = :",
			NOT_TO_BOUNCES,
			...spare.all,
		];
		return {
			dkim: [
				"warn dkim_status = pass",
				"     set acl_m_dkim_good = $acl_m_dkim_good:$dkim_cur_signer",
				"warn dkim_status = invalid",
				"     condition = ${if eq{$dkim_verify_reason}{pubkey_unavailable}}",
				"     set acl_m_dkim_unknown = yes",
			],
			data: [
				...whose("defer"),
				"     condition = ${if bool{$acl_m_dkim_unknown}}",
				"     message = The DKIM key can't be looked up now; try again later",
				...whose("deny"),
				"     message = The domain in From always signs, and this has no good DKIM signature of it",
			],
		};
	},
	cases: (s) => [
		...s.domains.slice(0, 1).map((domain) =>
			posted("a From of such a domain without a signature is refused", message({ from: `x@${domain}` }), 5, {
				needsService: true,
			}),
		),
		posted("a From of another domain needs no signature", message({}), 2, { needsService: true }),
	],
};
