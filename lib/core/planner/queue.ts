import type { DeliveryTuning } from "../system/tuning";
import type { VerpSettings } from "../system/verp";

type Verp = Pick<VerpSettings, "strategy" | "interval">;
type Tuning = Pick<DeliveryTuning, "smtpMaxRcpts">;

/** Share of a list's members in each of Mailman's groups of top-level domains: com; net and org; edu, us and ca; others. */
export type TopLevelShares = readonly number[];

/** All members in one group, as where they all are at one company. */
export const ONE_GROUP: TopLevelShares = [1];

/** Mailman's groups of top-level domains, but for the last, which has all others (`chunkify` in SMTPDirect.py, 2.1). */
const TOP_LEVELS: readonly (readonly string[])[] = [["com"], ["net", "org"], ["edu", "us", "ca"]];
/** How many groups there are. */
export const TOP_LEVEL_GROUPS = TOP_LEVELS.length + 1;

/** Which of the groups an address or a domain is in, from 0. */
export function topLevelGroup(address: string): number {
	const top = address.slice(address.lastIndexOf(".") + 1).toLowerCase();
	const group = TOP_LEVELS.findIndex((tops) => tops.includes(top));
	return group < 0 ? TOP_LEVELS.length : group;
}

/** How many of the members are in each group. Out: whole numbers that add up to `members`. */
export function groupSizes(members: number, shares: TopLevelShares): number[] {
	const all = shares.reduce((sum, share) => sum + share, 0);
	let [share, before] = [0, 0];
	return shares.map((one) => {
		share += one;
		const upTo = Math.round((members * share) / all);
		const size = upTo - before;
		before = upTo;
		return size;
	});
}

/**
 * Messages that Mailman makes of a post when it does not expand it itself: as many as SMTP_MAX_RCPTS asks for in each
 * of its four groups of top-level domains, which never share a message (`chunkify` in Mailman 2.1's SMTPDirect.py).
 * In: members that get posts, at least 0, and their shares in the groups; without those, the least number there can be.
 */
export const bulkEntries = (members: number, tuning: Tuning, shares: TopLevelShares = ONE_GROUP): number =>
	groupSizes(members, shares).reduce((sum, size) => sum + Math.ceil(size / tuning.smtpMaxRcpts), 0);

/**
 * Messages on Exim's queue for one post to one list, while delivery is held: one a member where Mailman expands
 * (every post, or every Nth, which is the one that counts here), else one for SMTP_MAX_RCPTS members.
 * Source: HOWTO, "VERP expansion by exim rather than Mailman"; measured for 2,000 members: 2,000 by Mailman,
 * and by Exim 4 with SMTP_MAX_RCPTS 500, 40 with 50, 134 with 15, 400 with 5.
 */
export const queueEntries = (
	members: number,
	verp: Verp,
	tuning: Tuning,
	shares: TopLevelShares = ONE_GROUP,
): number => (verp.strategy === "mailman" ? members : bulkEntries(members, tuning, shares));

/** The same over many posts: with Mailman's VERP on every Nth, one post of N is expanded. Out: messages a post. */
export function averageQueueEntries(
	members: number,
	verp: Verp,
	tuning: Tuning,
	shares: TopLevelShares = ONE_GROUP,
): number {
	const bulk = bulkEntries(members, tuning, shares);
	return verp.strategy === "mailman" ? members / verp.interval + bulk * (1 - 1 / verp.interval) : bulk;
}
