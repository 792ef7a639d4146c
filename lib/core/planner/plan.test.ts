import { describe, expect, it } from "vitest";
import { deliveryTuning } from "../system/tuning";
import { daysToNotice, type PlanInput, planDelivery, queueGain } from "./plan";
import { PRESETS } from "./presets";
import { predictPutOff, predictQueued, queueRunsMs } from "./queued";
import { bulkTraffic, ownRemoteMaxParallel } from "./receivers";

const tuning = (smtpMaxRcpts: number) => ({
	smtpMaxRcpts,
	smtpMaxSessionsPerConnection: 30,
	acceptQueuePerConnection: 30,
});
const sink = { bigReceivers: 1, bigShare: 1, domains: 0 };
const measured = (strategy: "off" | "mailman" | "exim", rcpts: number, more: Partial<PlanInput> = {}) =>
	planDelivery({
		members: 2000,
		postsPerDay: 1,
		messageBytes: 22_000,
		receivers: sink,
		verp: { strategy, interval: 1 },
		tuning: tuning(rcpts),
		uplinkBytesPerSecond: null,
		roundTripMs: 0,
		...more,
	});
const MB = 1e6;

describe("the planner beside what was measured for 2,000 members and about 22 KB", () => {
	it.each([
		["mailman", 15, 44.9],
		["exim", 500, 0.14],
		["exim", 50, 0.94],
		["exim", 15, 3.0],
		["exim", 5, 9.0],
	] as const)("VERP %s with SMTP_MAX_RCPTS %i holds about %f MB", (strategy, rcpts, megabytes) => {
		const { spoolBytesHeld } = measured(strategy, rcpts);
		// Two digits of 0.14 and 0.94 are all that was written down.
		expect(Math.abs(spoolBytesHeld / MB / megabytes - 1)).toBeLessThan(megabytes < 1 ? 0.08 : 0.05);
	});

	it.each([
		["mailman", 15, 41.6],
		["exim", 500, 9.8],
		["exim", 50, 7.1],
		["exim", 15, 8.1],
		["exim", 5, 11.8],
		["off", 500, 1.0],
	] as const)(
		"VERP %s with SMTP_MAX_RCPTS %i takes about %f s to a sink next door",
		(strategy, rcpts, seconds) => {
			expect(Math.abs(measured(strategy, rcpts).lastMemberMs / 1000 / seconds - 1)).toBeLessThan(0.3);
		},
	);

	it("without VERP, with four deliveries at a time, it is 32 transactions on 16 connections and 0.7 MB", () => {
		const plan = measured("off", 500, { remoteMaxParallel: 4 });
		expect(plan.smtpTransactions).toBe(32);
		expect(plan.connectionsOut).toBe(16);
		expect(Math.abs(plan.outgoingBytes / MB / 0.7 - 1)).toBeLessThan(0.15);
	});

	it("with VERP the network sees one transaction a member, whoever expands", () => {
		expect(measured("exim", 15).smtpTransactions).toBe(2000);
		expect(measured("mailman", 15).smtpTransactions).toBe(2000);
	});
});

describe("the HOWTO's 20,000 members and 20 KB", () => {
	const of = (strategy: "mailman" | "exim", rcpts: number) =>
		measured(strategy, rcpts, { members: 20_000, messageBytes: 20_000 });

	it("need 400 MB when Mailman expands", () => {
		expect(Math.abs(of("mailman", 15).spoolBytesHeld / MB / 400 - 1)).toBeLessThan(0.05);
	});

	it("need at least 14 times less when Exim expands, and more with larger messages of Mailman's", () => {
		expect(of("mailman", 15).spoolBytesHeld / of("exim", 15).spoolBytesHeld).toBeGreaterThan(14);
		expect(of("mailman", 50).spoolBytesHeld / of("exim", 50).spoolBytesHeld).toBeGreaterThan(40);
		expect(queueGain(20_000, tuning(50))).toBe(50);
	});
});

describe("how mail without VERP leaves", () => {
	const spread = { bigReceivers: 3, bigShare: 0.6, domains: 200 };
	it.each([
		// Counted at 203 sinks, one message of 21.6 KB to 2,000 members in random order, on 4.96 and on 4.98.2.
		[sink, 500, 2, 24, 8, 595_240],
		[sink, 500, 4, 32, 16, 770_768],
		[spread, 15, 2, 1174, 1174, 25_786_470],
		[spread, 50, 2, 893, 893, 19_631_165],
		[spread, 500, 2, 560, 553, 12_336_590],
		[spread, 500, 4, 572, 567, 12_604_658],
		[{ bigReceivers: 0, bigShare: 0, domains: 200 }, 50, 2, 1779, 1779, 39_038_995],
	])(
		"to %o with %i a message and %i at a time: %i transactions",
		(receivers, rcpts, parallel, transactions, connections, bytes) => {
			const plan = measured("off", rcpts, {
				receivers,
				remoteMaxParallel: parallel,
				messageBytes: 21_614,
			});
			expect(Math.abs(plan.smtpTransactions / transactions - 1)).toBeLessThan(0.03);
			expect(Math.abs(plan.connectionsOut / connections - 1)).toBeLessThan(0.03);
			expect(Math.abs(plan.outgoingBytes / bytes - 1)).toBeLessThan(0.03);
		},
	);

	it.each([
		// Counted by `npm run bench -- verp` on 4.96: members of all four groups of top-level domains, 20,000 bytes.
		[2_000, 500, 6, 292, 6_010_163],
		[2_000, 50, 41, 715, 14_606_315],
		[2_000, 15, 136, 1_010, 20_601_042],
		[2_000, 5, 401, 1_463, 29_806_455],
		[20_000, 500, 41, 2_183, 45_145_289],
		[20_000, 50, 401, 6_787, 138_706_617],
	])(
		"from %i members in Mailman's four groups, %i a message: %i entries, %i transactions",
		(members, rcpts, entries, transactions, bytes) => {
			const plan = measured("off", rcpts, {
				members,
				receivers: spread,
				topLevelShares: [0.7, 0.068, 0.032, 0.2],
				messageBytes: 20_000,
			});
			expect(plan.queueEntries).toBe(entries);
			expect(Math.abs(plan.smtpTransactions / transactions - 1)).toBeLessThan(0.02);
			expect(Math.abs(plan.outgoingBytes / bytes - 1)).toBeLessThan(0.02);
		},
	);

	it("shares transactions among members of the same receiver only", () => {
		const far = bulkTraffic(15, 20_000, { bigReceivers: 0, bigShare: 0, domains: 10_000 });
		expect(far.transactions).toBeGreaterThan(14.9);
		expect(bulkTraffic(15, 2000, sink)).toEqual({ transactions: 1, connections: 1 });
	});

	it("is never more than one transaction a member", () => {
		for (const members of [1, 14, 15, 16, 2000])
			for (const domains of [1, 10, 10_000]) {
				const plan = measured("off", 15, {
					members,
					receivers: { bigReceivers: 3, bigShare: 0.6, domains },
				});
				expect(plan.smtpTransactions).toBeLessThanOrEqual(members);
				expect(plan.smtpTransactions).toBeGreaterThan(0);
			}
	});
});

describe("messages that wait for a queue run", () => {
	it.each([
		[35, 0, 10, 25],
		[35, 30, 10, 20],
		[35, 10, 10, 0],
		[35, 30, 30, 0],
		[35, 0, 0, 0],
		[35, 20, 15, 5],
		[40, 20, 15, 10],
		[0, 0, 10, 0],
	])("of %i with %i a connection and %i accepted are %i", (messages, sessions, accept, waiting) => {
		expect(predictQueued(messages, sessions, accept)).toBe(waiting);
	});

	it("are predicted exactly where the settings' own rule warns, once there are enough messages", () => {
		for (const sends of [0, 5, 10, 30])
			for (const accepts of [0, 5, 10, 30]) {
				const settings = {
					smtpMaxRcpts: 15,
					smtpMaxSessionsPerConnection: sends,
					acceptQueuePerConnection: accepts,
				};
				expect(predictQueued(1000, sends, accepts) > 0).toBe(!deliveryTuning.safeParse(settings).success);
			}
	});
});

describe("a dead address", () => {
	const days = (strategy: "off" | "mailman" | "exim", interval: number, postsPerDay: number) =>
		daysToNotice({ postsPerDay, verp: { strategy, interval } });
	it("is noticed after five days with a post", () => {
		expect(days("exim", 1, 3)).toBe(5);
		expect(days("mailman", 1, 1)).toBe(5);
	});
	it("takes longer where not every day has a VERPed post, and may never be noticed with one in a week", () => {
		expect(days("mailman", 20, 10)).toBe(10);
		expect(days("mailman", 20, 20)).toBe(5);
		expect(days("mailman", 20, 1)).toBe(null);
		expect(days("exim", 1, 0)).toBe(null);
	});
	it("has its name in every bounce only where every post is VERPed", () => {
		expect(measured("off", 15).bouncesNameMembers).toBe(false);
		expect(measured("exim", 15).bouncesNameMembers).toBe(true);
		expect(measured("mailman", 15, { verp: { strategy: "mailman", interval: 2 } }).bouncesNameMembers).toBe(
			false,
		);
	});
});

describe("time to the members", () => {
	it("is bounded by the uplink", () => {
		const thin = measured("exim", 15, { uplinkBytesPerSecond: 125_000 });
		expect(thin.lastMemberMs).toBeGreaterThan((2000 * 22_000) / 125);
	});
	it("grows with the way to the receivers", () => {
		const far = measured("exim", 15, { roundTripMs: 100 });
		expect(far.firstMemberMs).toBeGreaterThan(measured("exim", 15).firstMemberMs);
		expect(far.lastMemberMs).toBeGreaterThan(far.firstMemberMs);
	});
	it("is nothing without members", () => {
		expect(measured("exim", 15, { members: 0 })).toMatchObject({
			queueEntries: 0,
			spoolBytesHeld: 0,
			outgoingBytes: 0,
			lastMemberMs: 0,
		});
	});
});

describe("queue runs", () => {
	const HALF_HOUR = 30 * 60_000;
	it.each([
		[0, 1_000, 5, 0],
		[1, 1_000, 5, HALF_HOUR + 1_000],
		// One runner is enough for half an hour's work.
		[1_800, 1_000, 5, 2 * HALF_HOUR],
		// Half an hour by one runner, and then the rest by two.
		[3_600, 1_000, 5, 2 * HALF_HOUR + HALF_HOUR / 2],
		[3_600, 1_000, 1, HALF_HOUR + 3_600_000],
		[3_600, 1_000, 0, 2 * HALF_HOUR + HALF_HOUR / 2],
	])(
		"deliver %i messages of %i ms each, by %i runners at a time, after %i ms at worst",
		(messages, each, max, ms) => {
			expect(queueRunsMs(messages, each, max)).toBe(ms);
		},
	);
});

describe("numbers that may be left to Exim", () => {
	it("are Exim's own where they aren't set: with fewer deliveries at a time more members share a transaction", () => {
		const world = { receivers: { bigReceivers: 3, bigShare: 0.6, domains: 200 } };
		const one = { ...tuning(500), remoteMaxParallel: 1 };
		const plan = (more: Partial<PlanInput>) => measured("off", 500, { ...world, ...more });
		expect(plan({ tuning: { ...tuning(500), remoteMaxParallel: 2 } })).toEqual(plan({}));
		expect(plan({ tuning: one, remoteMaxParallel: 4 })).toEqual(plan({ tuning: one }));
		expect(plan({ tuning: one }).connectionsOut).toBeLessThanOrEqual(plan({}).connectionsOut);
		expect(plan({ tuning: one, roundTripMs: 100 }).lastMemberMs).toBeGreaterThan(
			plan({ roundTripMs: 100 }).lastMemberMs,
		);
	});

	it.each([
		["4.94.2", 2],
		["4.96", 2],
		["4.98.2", 4],
		["4.99", 4],
		[null, 2],
	])("are for Exim %s %i deliveries of a message at a time", (version, parallel) => {
		expect(ownRemoteMaxParallel(version)).toBe(parallel);
	});

	it.each([
		[[40], 15, 10, 10],
		[[40], 15, 15, 0],
		[[40], 15, 0, 0],
		[[20, 20], 15, 4, 24],
	])("of %j members, %i on a message and %i taken, %i are put off", (groups, rcpts, max, putOff) => {
		expect(predictPutOff(groups, rcpts, max)).toBe(putOff);
	});

	it("put nobody off where Mailman writes to each member alone", () => {
		const few = { ...tuning(15), recipientsMax: 10 };
		expect(measured("mailman", 15, { tuning: few }).putOffRecipients).toBe(0);
		expect(measured("exim", 15, { tuning: few }).putOffRecipients).toBeGreaterThan(0);
	});
});

describe.each(PRESETS)("the preset “$title”", (preset) => {
	it("is valid and leaves nothing waiting", () => {
		expect(deliveryTuning.safeParse(preset.tuning).success).toBe(true);
		expect(measured(preset.strategy, 15, { tuning: preset.tuning })).toMatchObject({
			waitingMessages: 0,
			putOffRecipients: 0,
		});
	});
});
