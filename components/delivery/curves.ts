import type { Plan } from "@/lib/core/planner/plan";
import { type Choice, type Example, planOf, STRATEGIES } from "./figures";

/** The lines of a plot, in the order in which they are drawn: the later over the earlier. */
export const LINES = [...STRATEGIES, "live", "here"] as const;
export type Line = (typeof LINES)[number];

/** How plans change along one quantity. `at` has a plan for each value of it, or none where the line isn't known. */
export type Curves = { along: readonly number[]; plans: Readonly<Record<Line, readonly Plan[] | null>> };

const POINTS = 24;

/** Whole numbers from near 0 to `upTo`, so that `upTo / 2` is among them where it is a whole number. */
function steps(upTo: number): number[] {
	const even = Array.from({ length: POINTS }, (_, i) => Math.round((upTo * (i + 1)) / POINTS));
	return [...new Set(even.map((n) => Math.max(1, n)))];
}

/** Each strategy with the same numbers, and what is live and what is set here, as `varied` changes the example. */
function curves(
	along: readonly number[],
	varied: (n: number) => Example,
	live: Choice | null,
	here: Choice | null,
): Curves {
	const line = (choice: Choice | null) => choice && along.map((n) => planOf(varied(n), choice));
	const by = (strategy: Choice["verp"]["strategy"]) =>
		here &&
		line({ ...here, verp: { strategy, interval: strategy === here.verp.strategy ? here.verp.interval : 1 } });
	const plans = { off: by("off"), mailman: by("mailman"), exim: by("exim") };
	return { along, plans: { ...plans, live: line(live), here: here && plans[here.verp.strategy] } };
}

/** From a small list to one of twice as many members. */
export const alongMembers = (example: Example, live: Choice | null, here: Choice | null): Curves =>
	curves(steps(example.members * 2), (members) => ({ ...example, members }), live, here);

/** From a quiet list to one with twice as many posts. */
export const alongPosts = (example: Example, live: Choice | null, here: Choice | null): Curves =>
	curves(
		steps(Math.max(4, example.postsPerDay * 2)),
		(postsPerDay) => ({ ...example, postsPerDay }),
		live,
		here,
	);
