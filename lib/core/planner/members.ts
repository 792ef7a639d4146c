import { TOP_LEVEL_GROUPS, topLevelGroup } from "./queue";

/** Domains of which the members are told one by one; the others only as a number. */
const NAMED_DOMAINS = 10;

/** What a list's members are for the planner: how many, and where they have their mail. No address is in it. */
export type MemberCount = {
	members: number;
	/** Domains that at least one of them is at. */
	domains: number;
	/** The domains that most members are at, the largest first, at most ten. */
	largest: { domain: string; members: number }[];
	/** How many are in each of Mailman's groups of top-level domains: com; net, org; edu, us, ca; others. */
	groups: number[];
};

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1);

/** Counts members, each once. In: their addresses, in any case. */
export function countMembers(addresses: Iterable<string>): MemberCount {
	const once = new Set([...addresses].map((address) => address.toLowerCase()));
	const perDomain = new Map<string, number>();
	const groups = Array.from({ length: TOP_LEVEL_GROUPS }, () => 0);
	for (const domain of [...once].map(domainOf)) {
		perDomain.set(domain, (perDomain.get(domain) ?? 0) + 1);
		const group = topLevelGroup(domain);
		groups[group] = (groups[group] ?? 0) + 1;
	}
	const largest = [...perDomain]
		.map(([domain, members]) => ({ domain, members }))
		.sort((a, b) => b.members - a.members || (a.domain < b.domain ? -1 : 1))
		.slice(0, NAMED_DOMAINS);
	return { members: once.size, domains: perDomain.size, largest, groups };
}
