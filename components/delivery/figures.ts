import { type Plan, type PlanInput, planDelivery } from "@/lib/core/planner/plan";
import { every } from "@/lib/core/release/effects/words";
import { type DeliveryTuning, OPTIONAL_NUMBERS, type OptionalNumber } from "@/lib/core/system/tuning";
import type { VerpSettings, VerpStrategy } from "@/lib/core/system/verp";

/** What of the delivery settings decides the figures. */
export type Choice = { verp: Pick<VerpSettings, "strategy" | "interval">; tuning: DeliveryTuning };

/** The list that costs are shown for. */
export type Example = {
	members: number;
	postsPerDay: number;
	messageBytes: number;
	/** Of the members, how many in a hundred have their mail at one of the big receivers. */
	bigPercent: number;
};
/** The list they were measured with (facts, section 7) and the HOWTO's message. */
export const EXAMPLE: Example = { members: 2_000, postsPerDay: 5, messageBytes: 20_000, bigPercent: 60 };

/** What is taken of the world; said beside the figures. */
const WORLD = { uplinkBytesPerSecond: null, roundTripMs: 50 } satisfies Partial<PlanInput>;
export const worldInWords = ({ bigPercent }: Example): string =>
	`${bigPercent} % of the members at five big receivers, the others at 200 domains, 50 ms away, on an uplink that is no limit`;

export const planOf = ({ bigPercent, ...list }: Example, choice: Choice): Plan =>
	planDelivery({
		...list,
		...WORLD,
		...choice,
		receivers: { bigReceivers: 5, bigShare: bigPercent / 100, domains: 200 },
	});

const whole = (typed: string | undefined): number | null =>
	typed !== undefined && /^\s*\d{1,6}\s*$/.test(typed) ? Number(typed) : null;

export const STRATEGIES: readonly VerpStrategy[] = ["off", "mailman", "exim"];

/**
 * What is typed so far; null while a number makes no sense.
 * In: the form's fields, as text.
 */
export function choiceOf(fields: Readonly<Record<string, string>>): Choice | null {
	const strategy = STRATEGIES.find((one) => one === fields.strategy);
	const smtpMaxRcpts = whole(fields.smtpMaxRcpts);
	const smtpMaxSessionsPerConnection = whole(fields.smtpMaxSessionsPerConnection);
	const acceptQueuePerConnection = whole(fields.acceptQueuePerConnection);
	// Where Mailman doesn't expand, nobody sees the interval.
	const interval = strategy === "mailman" ? whole(fields.interval) : 1;
	if (!strategy || !smtpMaxRcpts || !interval) return null;
	if (smtpMaxSessionsPerConnection === null || acceptQueuePerConnection === null) return null;
	const typedOnes = OPTIONAL_NUMBERS.filter((name) => (fields[name] ?? "").trim() !== "");
	const optional = Object.fromEntries(typedOnes.map((name) => [name, whole(fields[name])]));
	if (Object.values(optional).includes(null) || optional.remoteMaxParallel === 0) return null;
	return {
		verp: { strategy, interval },
		tuning: {
			smtpMaxRcpts,
			smtpMaxSessionsPerConnection,
			acceptQueuePerConnection,
			...(optional as Partial<Record<OptionalNumber, number>>),
		},
	};
}

const count = (n: number) => n.toLocaleString("en", { maximumFractionDigits: n < 10 ? 1 : 0 });

/** `2.7 MB`; decimal, as the HOWTO counts. */
export function bytes(n: number): string {
	if (n >= 999.5e6) return `${count(n / 1e9)} GB`;
	if (n >= 999.5e3) return `${count(n / 1e6)} MB`;
	return `${count(n / 1e3)} kB`;
}

/** `0.4 s`, `12 s`, `3.5 min`. */
export function duration(ms: number): string {
	if (ms < 90_000) return `${count(ms / 1000)} s`;
	return ms < 5_400_000 ? `${count(ms / 60_000)} min` : `${count(ms / 3_600_000)} h`;
}

/** A figure of a plan: what it is called, and how it is written. */
export type Measure = { label: string; help: string; of: (plan: Plan) => number; say: (n: number) => string };

const rounded = (n: number) => count(Math.round(n));

/** What is shown as bars, live beside what is set, each pair on one scale. */
export const MEASURES: readonly Measure[] = [
	{
		label: "Queue entries",
		help: "on Exim's queue",
		of: (plan) => plan.queueEntries,
		say: rounded,
	},
	{
		label: "Spool",
		help: "while delivery is held",
		of: (plan) => plan.spoolBytesHeld,
		say: bytes,
	},
	{
		label: "Spool in passing",
		help: "at most, while delivery runs",
		of: (plan) => plan.spoolBytesRunning,
		say: bytes,
	},
	{
		label: "SMTP transactions",
		help: "with members' hosts",
		of: (plan) => plan.smtpTransactions,
		say: rounded,
	},
	{ label: "Sent", help: "over the uplink", of: (plan) => plan.outgoingBytes, say: bytes },
	{
		label: "First member reached",
		help: "after Mailman begins",
		of: (plan) => plan.firstMemberMs,
		say: duration,
	},
	{
		label: "Last member reached",
		help: "after Mailman begins",
		of: (plan) => plan.lastMemberMs,
		say: duration,
	},
];

/** How soon a dead address is noticed, in a sentence. */
export function noticing({ strategy, interval }: Choice["verp"], plan: Plan): string {
	if (strategy === "off")
		return "Only if Mailman can read in a bounce's text whom it is about. Many bounces don't say.";
	const rare =
		strategy === "mailman" && interval > 1 ? ` Only ${every(interval)} carries the member's address.` : "";
	if (plan.daysToNotice === null)
		return `Perhaps never: bounces come so seldom that Mailman forgets them in between.${rare}`;
	const days = Math.ceil(plan.daysToNotice);
	return `After ${days} days, when Mailman has counted five bounces.${rare}`;
}
