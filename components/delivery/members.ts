import { countMembers, type MemberCount } from "@/lib/core/planner/members";
import { overlongSentence, VERP_LOSSES, verpLoss, verpOverlong } from "@/lib/core/planner/verp-survives";
import type { Example } from "./figures";

/** What a list of members says: how many there are and where, and whom VERP loses. */
export type Members = {
	count: MemberCount;
	lost: readonly Named[];
	/** Those that come back to Mailman, but that another mail server may refuse. */
	risky: readonly Named[];
};
export type Named = { address: string; why: string };

const BIG_RECEIVERS = 5;

/** The address on a line, as `list_members` writes it with or without a name; null where there is none. */
function addressOn(line: string): string | null {
	const address = (/<([^<>]+)>\s*$/.exec(line)?.[1] ?? line).trim();
	return /^.+@[^@\s]+$/.test(address) ? address : null;
}

/** Reads members, one a line, each once. In: what was pasted, and the list's name where it was given. */
export function membersOf(pasted: string, list = ""): Members {
	const bounces = list.trim() === "" ? undefined : `${list.trim()}-bounces@lists.example.com`;
	const addresses = new Map(
		pasted
			.split(/\r?\n/)
			.map(addressOn)
			.filter((address) => address !== null)
			.map((address) => [address.toLowerCase(), address]),
	);
	return {
		count: countMembers(addresses.keys()),
		lost: [...addresses.values()].flatMap((address) => {
			const loss = verpLoss(address, bounces);
			return loss ? [{ address, why: VERP_LOSSES[loss] }] : [];
		}),
		risky: [...addresses.values()].flatMap((address) => {
			const octets = verpOverlong(address, bounces);
			return octets === null ? [] : [{ address, why: overlongSentence(octets) }];
		}),
	};
}

/** What is counted with of a list: its size and where its members are. */
export type Counted = Pick<
	Example,
	"members" | "bigPercent" | "bigReceivers" | "domains" | "comPercent" | "netOrgPercent" | "eduUsCaPercent"
>;

/** A list's own numbers for the planner; its five largest domains are taken for the big receivers. */
export function countedOf({ members, domains, largest, groups }: MemberCount): Counted {
	const big = largest.slice(0, BIG_RECEIVERS);
	const percent = (n: number) => (members === 0 ? 0 : Math.round((1000 * n) / members) / 10);
	const [com = 0, netOrg = 0, eduUsCa = 0] = groups;
	return {
		members,
		bigPercent: percent(big.reduce((sum, { members: n }) => sum + n, 0)),
		bigReceivers: Math.max(1, big.length),
		domains: Math.max(1, domains - big.length),
		comPercent: percent(com),
		netOrgPercent: percent(netOrg),
		eduUsCaPercent: percent(eduUsCa),
	};
}

const NAMED = 3;

/** Where most of a list's members are, in words: `mail.example.com 60 %, 12 domains in all`. */
export function largestOf({ members, domains, largest }: MemberCount): string {
	if (members === 0) return "Nobody gets its posts.";
	const named = largest
		.slice(0, NAMED)
		.map(({ domain, members: n }) => `${domain} ${Math.round((100 * n) / members)} %`);
	return `${named.join(", ")}${domains > NAMED ? `; ${domains.toLocaleString("en")} domains in all` : ""}`;
}

/** Lists of which no bounce names its member, whoever the member is. In: the names of a host's lists. */
export const listsThatLose = (lists: readonly string[]): string[] =>
	lists.filter((list) => verpLoss("member@example.net", `${list}-bounces@lists.example.com`) === "list-plus");
