import { VERP_LOSSES, verpLoss } from "@/lib/core/planner/verp-survives";

/** What a list of members says: how many there are, how many are at the big receivers, and whom VERP loses. */
export type Members = {
	count: number;
	/** Of a hundred members, how many are at the five domains that most of them are at. */
	bigPercent: number;
	lost: readonly { address: string; why: string }[];
};

const BIG_RECEIVERS = 5;

/** The address on a line, as `list_members` writes it with or without a name; null where there is none. */
function addressOn(line: string): string | null {
	const address = (/<([^<>]+)>\s*$/.exec(line)?.[1] ?? line).trim();
	return /^.+@[^@\s]+$/.test(address) ? address : null;
}

/** Reads members, one a line, each once. In: what was pasted. */
export function membersOf(pasted: string): Members {
	const addresses = new Map(
		pasted
			.split(/\r?\n/)
			.map(addressOn)
			.filter((address) => address !== null)
			.map((address) => [address.toLowerCase(), address]),
	);
	const perDomain = new Map<string, number>();
	for (const address of addresses.keys()) {
		const domain = address.slice(address.lastIndexOf("@") + 1);
		perDomain.set(domain, (perDomain.get(domain) ?? 0) + 1);
	}
	const big = [...perDomain.values()]
		.sort((a, b) => b - a)
		.slice(0, BIG_RECEIVERS)
		.reduce((sum, n) => sum + n, 0);
	return {
		count: addresses.size,
		bigPercent: addresses.size === 0 ? 0 : Math.round((100 * big) / addresses.size),
		lost: [...addresses.values()].flatMap((address) => {
			const loss = verpLoss(address);
			return loss ? [{ address, why: VERP_LOSSES[loss] }] : [];
		}),
	};
}

/** Lists of which no bounce names its member, whoever the member is. In: the names of a host's lists. */
export const listsThatLose = (lists: readonly string[]): string[] =>
	lists.filter((list) => verpLoss("member@example.net", `${list}-bounces@lists.example.com`) === "list-plus");
