import type { DeliveryTuning } from "../system/tuning";
import type { VerpSettings } from "../system/verp";
import {
	averageQueueEntries,
	bulkEntries,
	groupSizes,
	ONE_GROUP,
	queueEntries,
	type TopLevelShares,
} from "./queue";
import { connectionCount, predictPutOff, predictQueued, queueRunsMs } from "./queued";
import {
	bulkTraffic,
	REMOTE_MAX_PARALLEL,
	type Receivers,
	receiversByGroup,
	type Traffic,
} from "./receivers";

/** A list and a host, as far as the cost of a post depends on them. */
export type PlanInput = {
	members: number;
	/** Posts a day to the list, on average. */
	postsPerDay: number;
	/** One post as it goes over the wire, header and body. */
	messageBytes: number;
	receivers: Receivers;
	verp: Pick<VerpSettings, "strategy" | "interval">;
	tuning: DeliveryTuning;
	/** Bytes a second to the outside; null where it is no limit. */
	uplinkBytesPerSecond: number | null;
	/** Milliseconds there and back to an average receiver; 0 is a sink next door. */
	roundTripMs: number;
	/** What Exim's `remote_max_parallel` is where `tuning` sets none; absent, 2. */
	remoteMaxParallel?: number;
	/** How the members spread over Mailman's groups of top-level domains; absent, all are in one. */
	topLevelShares?: TopLevelShares;
};

/** What one post costs. Where Mailman expands every Nth post only, this is that post. */
export type Plan = {
	queueEntries: number;
	/** The same over many posts. */
	averageQueueEntries: number;
	/** Bytes in Exim's spool while nothing is delivered. */
	spoolBytesHeld: number;
	/** Bytes in Exim's spool at the worst moment while delivery runs. */
	spoolBytesRunning: number;
	/** Connections that Mailman opens to Exim. */
	connectionsIn: number;
	/** Messages that wait for a queue run because of the two limits. */
	waitingMessages: number;
	/** Recipients that Exim puts off because of `recipients_max`. */
	putOffRecipients: number;
	smtpTransactions: number;
	connectionsOut: number;
	outgoingBytes: number;
	firstMemberMs: number;
	lastMemberMs: number;
	/** Days with mail until Mailman disables a dead address; null if it may never. */
	daysToNotice: number | null;
	/** Whether every bounce names its member, or only those in a form that Mailman knows. */
	bouncesNameMembers: boolean;
};

/**
 * What Exim's spool adds to a message: its own files' beginnings, Received: and envelope. Measured with a message of
 * 20 KB held on 4.94.2, 4.96 and 4.98.2: 257 to 372 bytes, 460 with twenty headers more.
 */
const SPOOL_OVERHEAD_BYTES = 330;
/** An address with its end of line, as the spool and a RCPT command hold it; measured with 25-byte addresses. */
const ADDRESS_BYTES = 28;
// Counted at sinks without TLS, which adds a few thousand bytes to a connection.
/** What a transaction sends beside the message and its recipients: Received:, MAIL and DATA. */
const TRANSACTION_BYTES = 140;
/** What a connection sends beside its transactions: EHLO and QUIT. */
const CONNECTION_BYTES = 150;
/** RCPT for one recipient, with 25-byte addresses. */
const RECIPIENT_BYTES = 36;

// Fitted to the times of the facts page, section 7 (2 cores, sink next door): within 12 % of each, where the
// measurement itself is ± 30 %.
/** Mailman hands over a message and Exim starts a process for it. */
const HANDOVER_MS = 18;
/** One transaction's work. */
const TRANSACTION_MS = 2.6;
/** Routing one recipient. */
const ROUTING_MS = 0.4;
/** With one recipient a transaction, a message's own process starts one delivery after the other. */
const SERIAL_MS = 19;
/** TCP, banner, EHLO, STARTTLS, TLS, MAIL to DATA in one go, the message: round trips of one transaction. */
const ROUND_TRIPS = 7;
/** Messages on the queue at once though the sink is fast: 20 to 27 were counted. */
const FEWEST_IN_FLIGHT = 27;

/** Defaults of Mailman 2.1: `DEFAULT_BOUNCE_SCORE_THRESHOLD`, one point a day, and `DEFAULT_BOUNCE_INFO_STALE_AFTER`. */
const BOUNCE_SCORE_THRESHOLD = 5;
const BOUNCE_STALE_DAYS = 7;

/** Exim's own `queue_run_max`, asked of Debian's 4.94.2, 4.96 and 4.98.2. */
const QUEUE_RUN_MAX = 5;

/** Deliveries of one message at a time. */
const parallelOf = ({ tuning, remoteMaxParallel }: PlanInput): number =>
	tuning.remoteMaxParallel ?? remoteMaxParallel ?? REMOTE_MAX_PARALLEL;

const recipientsOf = (input: PlanInput): number =>
	input.verp.strategy === "mailman" ? 1 : Math.min(input.members, input.tuning.smtpMaxRcpts);

/**
 * Bytes in the spool with delivery held: each entry has the whole message, each recipient its address.
 * Source: HOWTO, "VERP expansion by exim": 400 MB for 20,000 members and 20 KB; measured, section 7.
 */
export const spoolBytesHeld = (entries: number, members: number, messageBytes: number): number =>
	entries * (messageBytes + SPOOL_OVERHEAD_BYTES) + members * ADDRESS_BYTES;

/** Transactions and connections to the world for one post. With VERP, by whomever, each member has its own. */
function trafficOf(input: PlanInput): Traffic {
	const { members, tuning, verp, topLevelShares = ONE_GROUP } = input;
	const remoteMaxParallel = parallelOf(input);
	if (verp.strategy !== "off") return { transactions: members, connections: members };
	const receivers = receiversByGroup(input.receivers, topLevelShares);
	const total = { transactions: 0, connections: 0 };
	for (const [group, size] of groupSizes(members, topLevelShares).entries()) {
		const there = receivers[group] ?? input.receivers;
		const whole = Math.floor(size / tuning.smtpMaxRcpts);
		const full = bulkTraffic(Math.min(tuning.smtpMaxRcpts, size), size, there, remoteMaxParallel);
		const rest = bulkTraffic(size % tuning.smtpMaxRcpts, size, there, remoteMaxParallel);
		total.transactions += Math.min(size, whole * full.transactions + rest.transactions);
		total.connections += Math.min(size, whole * full.connections + rest.connections);
	}
	return total;
}

/** How long one entry's recipients take, from its first transaction to its last. */
function entryMs(input: PlanInput, transactions: number): number {
	const wire = (transactions * input.roundTripMs * ROUND_TRIPS) / parallelOf(input);
	const starts = input.verp.strategy === "off" ? 0 : transactions * SERIAL_MS;
	return Math.max(input.roundTripMs * ROUND_TRIPS, wire, starts);
}

/**
 * Days with mail until a dead address is disabled: Mailman counts at most one bounce a day and needs five, and
 * forgets them when none came for a week. With VERP on every Nth post only those bounces name their member for sure
 * (HOWTO, "VERP within Mailman").
 */
export function daysToNotice(input: Pick<PlanInput, "postsPerDay" | "verp">): number | null {
	if (input.postsPerDay <= 0) return null;
	const { strategy, interval } = input.verp;
	const gap = Math.max(1, (strategy === "mailman" ? interval : 1) / input.postsPerDay);
	return gap > BOUNCE_STALE_DAYS ? null : BOUNCE_SCORE_THRESHOLD * gap;
}

/**
 * What one post to a list costs. Counts and bytes are meant to be within 5 % of what is counted on a real Exim,
 * times within the ± 30 % of their measurement.
 */
export function planDelivery(input: PlanInput): Plan {
	const { members, messageBytes, verp, tuning, uplinkBytesPerSecond } = input;
	const entries = queueEntries(members, verp, tuning, input.topLevelShares);
	const traffic = trafficOf(input);
	const recipients = recipientsOf(input);
	const perEntry = entries === 0 ? 0 : traffic.transactions / entries;
	const outgoingBytes =
		traffic.transactions * (messageBytes + TRANSACTION_BYTES) +
		traffic.connections * CONNECTION_BYTES +
		members * RECIPIENT_BYTES;
	const handoverMs = HANDOVER_MS + recipients * ROUTING_MS;
	const workMs = entries * HANDOVER_MS + traffic.transactions * TRANSACTION_MS + members * ROUTING_MS;
	const uplinkMsFor = (bytes: number) =>
		uplinkBytesPerSecond === null ? 0 : (bytes / uplinkBytesPerSecond) * 1000;
	const uplinkMs = uplinkMsFor(outgoingBytes);
	// The first transactions share the line.
	const oneMs =
		entryMs(input, Math.min(1, perEntry)) +
		uplinkMsFor(Math.max(1, Math.min(parallelOf(input), perEntry)) * (messageBytes + TRANSACTION_BYTES));
	const waitingMessages = predictQueued(
		entries,
		tuning.smtpMaxSessionsPerConnection,
		tuning.acceptQueuePerConnection,
	);
	const atOnceMs = Math.max(workMs, uplinkMs, (entries - 1) * handoverMs + entryMs(input, perEntry));
	const oneUplinkMs = entries === 0 ? 0 : uplinkMs / entries;
	const queueRuns = queueRunsMs(
		waitingMessages,
		entryMs(input, perEntry) + oneUplinkMs,
		tuning.queueRunMax ?? QUEUE_RUN_MAX,
	);
	const inFlight = Math.min(
		entries,
		Math.max(FEWEST_IN_FLIGHT, Math.ceil((entryMs(input, perEntry) + uplinkMs) / handoverMs)),
	);
	return {
		queueEntries: entries,
		averageQueueEntries: averageQueueEntries(members, verp, tuning, input.topLevelShares),
		spoolBytesHeld: spoolBytesHeld(entries, members, messageBytes),
		spoolBytesRunning: spoolBytesHeld(inFlight, inFlight * recipients, messageBytes),
		connectionsIn: connectionCount(entries, tuning.smtpMaxSessionsPerConnection),
		waitingMessages,
		putOffRecipients:
			verp.strategy === "mailman"
				? 0
				: predictPutOff(
						groupSizes(members, input.topLevelShares ?? ONE_GROUP),
						tuning.smtpMaxRcpts,
						tuning.recipientsMax ?? 0,
					),
		smtpTransactions: Math.round(traffic.transactions),
		connectionsOut: Math.round(traffic.connections),
		outgoingBytes: Math.round(outgoingBytes),
		firstMemberMs: members === 0 ? 0 : handoverMs + oneMs,
		lastMemberMs: members === 0 ? 0 : Math.max(atOnceMs, queueRuns),
		daysToNotice: daysToNotice(input),
		bouncesNameMembers: verp.strategy === "exim" || (verp.strategy === "mailman" && verp.interval === 1),
	};
}

/** How much smaller the queue gets when Exim expands instead of Mailman. Out: a factor, 1 without members. */
export const queueGain = (members: number, tuning: DeliveryTuning): number =>
	members === 0 ? 1 : members / bulkEntries(members, tuning);
