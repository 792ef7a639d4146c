import { type Plan, type PlanInput, planDelivery } from "@/lib/core/planner/plan";
import {
	MEASURED_GROUP_PERCENTS,
	MEASURED_RECEIVERS,
	REMOTE_MAX_PARALLEL,
} from "@/lib/core/planner/receivers";
import { every } from "@/lib/core/release/effects/words";
import { type DeliveryTuning, OPTIONAL_NUMBERS, type OptionalNumber } from "@/lib/core/system/tuning";
import type { VerpSettings, VerpStrategy } from "@/lib/core/system/verp";

/** What of the delivery settings decides the figures. */
export type Choice = { verp: Pick<VerpSettings, "strategy" | "interval">; tuning: DeliveryTuning };

/** The list and the line that costs are shown for: everything the planner asks but the settings themselves. */
export type Example = {
	members: number;
	postsPerDay: number;
	messageBytes: number;
	/** Of the members, how many in a hundred have their mail at one of the big receivers. */
	bigPercent: number;
	bigReceivers: number;
	/** Domains that the other members are spread over. */
	domains: number;
	/** Of a hundred members, how many are in Mailman's groups of top-level domains; the rest are in the last. */
	comPercent: number;
	netOrgPercent: number;
	eduUsCaPercent: number;
	/** Megabits a second to the outside; 0 is no limit. */
	uplinkMbit: number;
	/** Milliseconds there and back to an average receiver. */
	roundTripMs: number;
	/** Exim's own `remote_max_parallel`, which holds where the settings have none. */
	ownParallel: number;
};
/** The list and the world they were measured with (facts, section 7), and the HOWTO's message. */
export const EXAMPLE: Example = {
	members: 2_000,
	postsPerDay: 5,
	messageBytes: 20_000,
	bigPercent: MEASURED_RECEIVERS.bigShare * 100,
	bigReceivers: MEASURED_RECEIVERS.bigReceivers,
	domains: MEASURED_RECEIVERS.domains,
	comPercent: MEASURED_GROUP_PERCENTS.com,
	netOrgPercent: MEASURED_GROUP_PERCENTS.netOrg,
	eduUsCaPercent: MEASURED_GROUP_PERCENTS.eduUsCa,
	uplinkMbit: 0,
	roundTripMs: 50,
	ownParallel: REMOTE_MAX_PARALLEL,
};

const BYTES_PER_MBIT = 1e6 / 8;

/** What is taken of the world, as a sentence's part; said beside the figures. */
export const worldInWords = (example: Example): string =>
	[
		`${count(example.bigPercent)} % of the members at ${count(example.bigReceivers)} big receivers, the others at ${count(example.domains)} domains`,
		`${count(example.roundTripMs)} ms away`,
		example.uplinkMbit === 0
			? "on an uplink that is no limit"
			: `on an uplink of ${count(example.uplinkMbit)} Mbit/s`,
	].join(", ");

/** An example and a choice as the planner is asked. */
export const planInputOf = (example: Example, choice: Choice): PlanInput => {
	const { members, postsPerDay, messageBytes, roundTripMs, uplinkMbit, ownParallel } = example;
	const { comPercent, netOrgPercent, eduUsCaPercent, bigPercent, bigReceivers, domains } = example;
	const otherPercent = Math.max(0, 100 - comPercent - netOrgPercent - eduUsCaPercent);
	return {
		members,
		postsPerDay,
		messageBytes,
		roundTripMs,
		...choice,
		receivers: { bigReceivers, bigShare: bigPercent / 100, domains },
		topLevelShares: [comPercent, netOrgPercent, eduUsCaPercent, otherPercent].map((n) => n / 100),
		uplinkBytesPerSecond: uplinkMbit === 0 ? null : uplinkMbit * BYTES_PER_MBIT,
		remoteMaxParallel: ownParallel,
	};
};

export const planOf = (example: Example, choice: Choice): Plan => planDelivery(planInputOf(example, choice));

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

/** What a personalised post costs: Mailman makes a message of its own for each member, whoever does VERP. */
export const planOfPersonalised = (example: Example, choice: Choice): Plan =>
	planOf(example, { ...choice, verp: { strategy: "mailman", interval: 1 } });
