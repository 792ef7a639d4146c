import { type Plan, planDelivery } from "@/lib/core/planner/plan";
import { MEASURED_RECEIVERS } from "@/lib/core/planner/receivers";
import type { VerpStrategy } from "@/lib/core/system/verp";
import { topLevelShares } from "./mailman";

/** The HOWTO's message: "each 20KB message sent to the list". */
export const MESSAGE_BYTES = 20_000;
/** How much mail a connection carries makes no difference while delivery is held. */
const PER_CONNECTION = { smtpMaxSessionsPerConnection: 30, acceptQueuePerConnection: 30 };

/** What one post costs, as it was counted. */
export type Counted = Pick<
	Plan,
	"queueEntries" | "spoolBytesHeld" | "smtpTransactions" | "connectionsOut" | "outgoingBytes"
>;

export type Case = {
	members: number;
	strategy: VerpStrategy;
	rcpts: number;
	/**
	 * About so many members' messages are delivered and counted, evenly out of the queue, and the rest taken to be like
	 * them; null delivers to all. Entries and spool are counted for all either way.
	 */
	sample: number | null;
};

export type Measured = Case & { counted: Counted; planned: Plan };

const every = (strategy: VerpStrategy, sizes: readonly number[], members: number, sample: number | null) =>
	sizes.map((rcpts): Case => ({ members, strategy, rcpts, sample }));

/**
 * Each strategy for 2,000 and for 20,000 members. Without VERP all are delivered to, since messages differ in what they
 * cost. With it one is, which shows that it is one transaction a member; all nine would take half an hour.
 */
export const CASES: readonly Case[] = [
	...every("off", [500, 50, 15, 5], 2_000, null),
	...every("mailman", [15], 2_000, 300),
	...every("exim", [15], 2_000, null),
	...every("exim", [500, 50, 5], 2_000, 300),
	...every("off", [500, 50], 20_000, null),
	...every("mailman", [15], 20_000, 300),
	...every("exim", [500, 50, 15, 5], 20_000, 300),
];

/** The settings of a case. */
export const choiceOf = ({ strategy, rcpts }: Case) => ({
	verp: { strategy, interval: 1 },
	tuning: { smtpMaxRcpts: rcpts, ...PER_CONNECTION },
});

/** What a case is planned to cost. In: its members, and Exim's own `remote_max_parallel`. */
export const planOf = (one: Case, members: readonly string[], remoteMaxParallel: number): Plan =>
	planDelivery({
		members: one.members,
		postsPerDay: 1,
		messageBytes: MESSAGE_BYTES,
		receivers: MEASURED_RECEIVERS,
		topLevelShares: topLevelShares(members),
		...choiceOf(one),
		uplinkBytesPerSecond: null,
		roundTripMs: 0,
		remoteMaxParallel,
	});

/** The figures that a plan is held to. */
export const JUDGED = ["queueEntries", "spoolBytesHeld", "smtpTransactions", "outgoingBytes"] as const;

/** By what part of what was counted a plan is off. */
export const errorOf = ({ counted, planned }: Measured, figure: keyof Counted): number =>
	Math.abs(planned[figure] / counted[figure] - 1);

/** The farthest any plan is off in a figure. */
export const worst = (measured: readonly Measured[], figure: keyof Counted): number =>
	Math.max(...measured.map((one) => errorOf(one, figure)));
