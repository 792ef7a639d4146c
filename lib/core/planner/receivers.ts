/**
 * Where members have their mail: `bigReceivers` hosts share `bigShare` of them evenly (0 to 1), the rest are spread
 * evenly over `domains` others. All in one place is `{ bigReceivers: 1, bigShare: 1, domains: 0 }`.
 */
export type Receivers = { bigReceivers: number; bigShare: number; domains: number };

/** The world that `npm run bench -- verp` counts in, and that is taken where nobody says more. */
export const MEASURED_RECEIVERS: Receivers = { bigReceivers: 3, bigShare: 0.6, domains: 200 };
/** How that world's members spread over Mailman's groups of top-level domains, in hundredths; the rest are in the last. */
export const MEASURED_GROUP_PERCENTS = { com: 70, netOrg: 6.8, eduUsCa: 3.2 } as const;

export type Traffic = { transactions: number; connections: number };

/** `max_rcpt` of Exim's smtp transport where none is set: recipients of one transaction. */
const MAX_RCPT = 100;

/**
 * `remote_max_parallel` where none is set: deliveries of one message at a time. Asked of Debian's builds: 2 in 4.94.2
 * and 4.96, 4 in 4.98.2.
 */
export const REMOTE_MAX_PARALLEL = 2;

/** Exim's own `remote_max_parallel`. In: its version as it says it, `4.96`; null where nobody knows it. */
export const ownRemoteMaxParallel = (version: string | null): number =>
	Number(/^4\.(\d+)/.exec(version ?? "")?.[1] ?? 0) >= 98 ? 4 : REMOTE_MAX_PARALLEL;

/** Abramowitz and Stegun 26.2.17: the normal distribution's integral, to 1e-7. */
function normalBelow(x: number): number {
	const t = 1 / (1 + 0.2316419 * Math.abs(x));
	const series =
		t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
	const tail = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * series;
	return x >= 0 ? 1 - tail : tail;
}

/**
 * The chance that none of a message's recipients is at one destination: drawn without putting back, counted over the
 * fewer of the message's recipients and of the members there.
 */
function chanceOfNone(recipients: number, members: number, there: number): number {
	if (recipients > there) return Math.max(0, 1 - recipients / members) ** there;
	let none = 1;
	for (let drawn = 0; drawn < recipients; drawn++)
		none *= Math.max(0, members - there - drawn) / (members - drawn);
	return none;
}

/**
 * The chance that more than `limit` of a message's recipients are at one destination.
 * In: the message's recipients, all of the list's members, and how many of those are there.
 */
function chanceAbove(limit: number, recipients: number, members: number, there: number): number {
	if (limit === 0 && there < members) return 1 - chanceOfNone(recipients, members, there);
	const share = there / members;
	const average = recipients * share;
	const spread = Math.sqrt(
		(average * (1 - share) * Math.max(0, members - recipients)) / Math.max(1, members - 1),
	);
	if (spread < 1e-9) return average > limit ? 1 : 0;
	return normalBelow((average - limit - 0.5) / spread);
}

/** What one message costs at a destination with `there` of the members, on average. */
function toOne(recipients: number, members: number, there: number, perConnection: number): Traffic {
	let transactions = 0;
	let connections = 0;
	// A further recipient opens a connection after every full one, and a transaction after every 100 on it.
	const reachable = Math.min(recipients, there);
	for (let start = 0; start < reachable; start += perConnection) {
		connections += chanceAbove(start, recipients, members, there);
		for (let at = start; at < Math.min(start + perConnection, reachable); at += MAX_RCPT)
			transactions += chanceAbove(at, recipients, members, there);
	}
	return { transactions, connections };
}

/**
 * How one message leaves Exim without VERP: recipients with the same hosts share a transaction, up to 100, and a
 * connection, up to 100 or the message's recipients over `remote_max_parallel` (`max_rcpt`; Exim specification,
 * ch. 30). In: the message's recipients out of the list's members, in no order.
 * Counted at sinks, 2,000 members: one host, 500 a message, 6 transactions each on 4.96, 8 on 4.98; 60 % of them at
 * three hosts and the rest in 200 domains, 15, 50 and 500 a message, within 2 %.
 */
export function bulkTraffic(
	recipients: number,
	members: number,
	receivers: Receivers,
	remoteMaxParallel = REMOTE_MAX_PARALLEL,
): Traffic {
	if (recipients <= 0) return { transactions: 0, connections: 0 };
	const { bigReceivers, domains } = receivers;
	const perConnection = Math.max(MAX_RCPT, Math.floor(recipients / remoteMaxParallel));
	const big = bigReceivers > 0 ? members * receivers.bigShare : 0;
	const cost = (count: number, all: number): Traffic => {
		if (count <= 0 || all <= 0) return { transactions: 0, connections: 0 };
		// More domains than members: those that have one at all.
		const used = Math.min(count, Math.max(1, all));
		const one = toOne(recipients, members, all / used, perConnection);
		return { transactions: one.transactions * used, connections: one.connections * used };
	};
	const [atBig, atOthers] = [cost(bigReceivers, big), cost(domains, members - big)];
	return {
		transactions: atBig.transactions + atOthers.transactions,
		connections: atBig.connections + atOthers.connections,
	};
}

/**
 * Where the members of each of Mailman's groups of top-level domains have their mail. The big receivers are taken to
 * be in the first group, com; the other domains spread over the groups like the members that are left. Where com is too
 * small for that, every group is like the whole. In: shares that add up to 1. Out: one a group.
 */
export function receiversByGroup(receivers: Receivers, shares: readonly number[]): Receivers[] {
	const { bigReceivers, bigShare, domains } = receivers;
	const atBig = bigReceivers > 0 ? bigShare : 0;
	const others = 1 - atBig;
	if (shares.length < 2 || (shares[0] ?? 0) < atBig) return shares.map(() => receivers);
	return shares.map((share, group) => {
		const big = group === 0 ? atBig : 0;
		return {
			bigReceivers: big > 0 ? bigReceivers : 0,
			bigShare: share > 0 ? big / share : 0,
			domains: others > 0 ? (domains * (share - big)) / others : 0,
		};
	});
}
