import { z } from "zod";
import { domainName } from "../../system/domain";
import { BOUNCES } from "../bounces";
import { entries } from "../parameters";
import type { PolicyRule } from "../rule";

const settings = z
	.strictObject({
		on: z.boolean(),
		refuse: entries(domainName, "list"),
		mark: entries(domainName, "list"),
	})
	.refine((s) => !s.on || s.refuse.length + s.mark.length > 0, {
		path: ["on"],
		error: "Name a DNS list first, and save that.",
	})
	.refine((s) => !s.mark.some((zone) => s.refuse.includes(zone)), {
		path: ["mark"],
		error: "A list that refuses needs no mark. Name it once.",
	});
type Settings = z.infer<typeof settings>;

/** The header line of the marked; what came with it from outside is taken off, so that nobody forges it. */
export const DNS_LIST_HEADER = "X-DNS-List";

/**
 * Only listings count: a list answers its own errors with 127.255.255.x (wrong resolver, over quota). A mask, because
 * a range can't be written: none of the addresses may have all bits of 0.255.255.0 set.
 */
const asked = (zones: readonly string[]): string =>
	["+exclude_unknown", ...zones.map((zone) => `${zone}!&0.255.255.0`)].join(" : ");

export const dnsLists: PolicyRule<Settings> = {
	id: "dnsLists",
	title: "Ask DNS lists about the client",
	does: "Looks the client's address up in DNS lists, and refuses or marks mail from those listed; spares every -bounces address. A list's own error codes are not listings, and a list that doesn't answer stops no mail.",
	wanted: "Nearly always on a host that takes mail from the world: it stops much at little cost.",
	cost: "One DNS question a list for each client; up to about 6 seconds for each while DNS doesn't answer.",
	falsePositives:
		"Listed are also hosts of large providers that one of their users misused. Ask only lists whose rules you have read, through a resolver of your own.",
	source: "Exim specification, ch. 43: dnslists; RFC 5782",
	phase: "rcpt",
	settings,
	defaults: { on: false, refuse: [], mark: [] },
	example: { on: true, refuse: ["refuse.dnsl.example", "broken.dnsl.example"], mark: ["mark.dnsl.example"] },
	parameters: [
		{ name: "refuse", label: "Lists that refuse", help: "Names of DNS lists, one a line.", kind: "lines" },
		{
			name: "mark",
			label: "Lists that mark",
			help: `Mail gets a header line ${DNS_LIST_HEADER}, by which Mailman can hold it (header_filter_rules).`,
			kind: "lines",
		},
	],
	requires: [{ kind: "service", name: "dns", reason: "A list is asked by DNS." }],
	excludes: [],
	render: (s, spare) => {
		const whom = ["     !hosts = +§loopback", `     !local_parts = ${BOUNCES}`, ...spare.all];
		return {
			rcpt: [
				...(s.refuse.length > 0
					? [
							"deny domains = +local_domains",
							...whom,
							`     dnslists = ${asked(s.refuse)}`,
							"     message = $sender_host_address is listed at $dnslist_domain${if def:dnslist_text{: $dnslist_text}}",
						]
					: []),
				...(s.mark.length > 0
					? [
							"warn domains = +local_domains",
							"     !hosts = +§loopback",
							`     remove_header = ${DNS_LIST_HEADER}`,
							"warn domains = +local_domains",
							...whom,
							`     dnslists = ${asked(s.mark)}`,
							`     add_header = ${DNS_LIST_HEADER}: $dnslist_domain`,
						]
					: []),
			],
		};
	},
	cases: () => {
		const from = (name: string, client: string, sender: string, local: string, code: 2 | 5) => ({
			name,
			from: client,
			sender,
			recipients: [`${local}@{domain}`],
			needsService: true as const,
			expect: { phase: "rcpt", code } as const,
		});
		return [
			from("a listed client is refused", "192.0.2.66", "someone@{outside}", "{list}", 5),
			from("a client that isn't listed is taken", "192.0.2.10", "someone@{outside}", "{list}", 2),
			from("a list's error code is no listing", "192.0.2.67", "someone@{outside}", "{list}", 2),
			from("a client of a list that marks is taken", "192.0.2.68", "someone@{outside}", "{list}", 2),
			from(
				"a listed client's bounce reaches the bounce handler",
				"192.0.2.66",
				"",
				"{list}-bounces+user=example.com",
				2,
			),
		];
	},
};
