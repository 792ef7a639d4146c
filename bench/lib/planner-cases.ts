import type { Plan } from "@/lib/core/planner/plan";
import type { VerpStrategy } from "@/lib/core/system/verp";

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

/** Delivering to all members one at a time, nine times over, would take half an hour. */
export const CASES: readonly Case[] = [
	...every("off", [500, 50, 15, 5], 2_000, null),
	...every("mailman", [15], 2_000, 500),
	...every("exim", [500], 2_000, null),
	...every("exim", [50, 15, 5], 2_000, 500),
	...every("off", [500], 20_000, null),
	...every("off", [50], 20_000, 5_000),
	...every("mailman", [15], 20_000, 300),
	...every("exim", [500, 50, 15, 5], 20_000, 500),
];

/** The figures that a plan is held to. */
export const JUDGED = ["queueEntries", "spoolBytesHeld", "smtpTransactions", "outgoingBytes"] as const;

/** By what part of what was counted a plan is off. */
export const errorOf = ({ counted, planned }: Measured, figure: keyof Counted): number =>
	Math.abs(planned[figure] / counted[figure] - 1);

/** The farthest any plan is off in a figure. */
export const worst = (measured: readonly Measured[], figure: keyof Counted): number =>
	Math.max(...measured.map((one) => errorOf(one, figure)));
