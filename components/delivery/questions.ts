import type { Example } from "./figures";

/** What of the example is asked for; Exim's own number is the host's. */
export type Asked = Exclude<keyof Example, "ownParallel">;
/** A number of the example: how it is called with its unit, what it changes, and from what to what it may be. */
export type Question = {
	key: Asked;
	label: string;
	help: string | null;
	/** What is counted in this many of the planner's units. */
	per: number;
	min: number;
	max: number;
};

export const LIST_QUESTIONS: readonly Question[] = [
	{ key: "members", label: "Members", help: null, per: 1, min: 1, max: 1_000_000 },
	{ key: "postsPerDay", label: "Posts a day", help: null, per: 1, min: 1, max: 10_000 },
	{ key: "messageBytes", label: "kB a post", help: null, per: 1_000, min: 1, max: 100_000 },
	{ key: "bigPercent", label: "% at big receivers", help: null, per: 1, min: 0, max: 100 },
];

export const LINE_QUESTIONS: readonly Question[] = [
	{
		key: "uplinkMbit",
		label: "Uplink, Mbit/s",
		help: "A thinner line reaches the members later. 0 is no limit.",
		per: 1,
		min: 0,
		max: 100_000,
	},
	{
		key: "roundTripMs",
		label: "Round trip, ms",
		help: "To a member's host and back; each delivery waits for several.",
		per: 1,
		min: 0,
		max: 10_000,
	},
	{
		key: "bigReceivers",
		label: "Big receivers",
		help: "With VERP off, members at one share transactions.",
		per: 1,
		min: 1,
		max: 100,
	},
	{
		key: "domains",
		label: "Other domains",
		help: "More of them share less.",
		per: 1,
		min: 1,
		max: 1_000_000,
	},
	{
		key: "comPercent",
		label: "% in .com",
		help: "Groups never share a message: four small ones make more queue entries than one.",
		per: 1,
		min: 0,
		max: 100,
	},
	{
		key: "netOrgPercent",
		label: "% in .net and .org",
		help: "A group of Mailman's, too.",
		per: 1,
		min: 0,
		max: 100,
	},
	{
		key: "eduUsCaPercent",
		label: "% in .edu, .us and .ca",
		help: "A group too; whoever is left is in the last.",
		per: 1,
		min: 0,
		max: 100,
	},
];

const GROUPS: readonly Asked[] = ["comPercent", "netOrgPercent", "eduUsCaPercent"];

/** The most that a question's answer may be: groups together are at most all of the members. */
export function mostOf({ key, max }: Question, example: Example): number {
	if (!GROUPS.includes(key)) return max;
	const others = GROUPS.filter((group) => group !== key).reduce((sum, group) => sum + example[group], 0);
	return Math.max(0, Math.round((max - others) * 10) / 10);
}

/** What was typed as a number from `min` to `max`; null where it is none. */
export const numberOf = (typed: string, min: number, max: number): number | null => {
	const value = Number(typed);
	return typed.trim() !== "" && value >= min && value <= max ? value : null;
};
