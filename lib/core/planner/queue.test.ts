import { describe, expect, it } from "vitest";
import { averageQueueEntries, groupSizes, queueEntries } from "./queue";

describe("queue entries for one post to 2,000 members", () => {
	it.each([
		["mailman", 15, 2000],
		["exim", 500, 4],
		["exim", 50, 40],
		["exim", 15, 134],
		["exim", 5, 400],
		["off", 15, 134],
	] as const)("VERP %s with SMTP_MAX_RCPTS %i makes the measured %i", (strategy, smtpMaxRcpts, entries) => {
		expect(queueEntries(2000, { strategy, interval: 1 }, { smtpMaxRcpts })).toBe(entries);
	});

	it("on average an interval of 20 costs a twentieth of the expansion and the rest in bulk", () => {
		const verp = { strategy: "mailman", interval: 20 } as const;
		expect(averageQueueEntries(2000, verp, { smtpMaxRcpts: 50 })).toBeCloseTo(100 + 38);
	});

	it.each([
		[2000, [0.7, 0.068, 0.032, 0.2], 500, 6],
		[2000, [0.25, 0.25, 0.25, 0.25], 500, 4],
		[2000, [0.7, 0.068, 0.032, 0.2], 15, 136],
		[3, [0.25, 0.25, 0.25, 0.25], 500, 3],
		[0, [0.25, 0.25, 0.25, 0.25], 500, 0],
	])("%i members in groups %o share no message across them", (members, shares, smtpMaxRcpts, entries) => {
		expect(queueEntries(members, { strategy: "exim", interval: 1 }, { smtpMaxRcpts }, shares)).toBe(entries);
		expect(groupSizes(members, shares).reduce((sum, size) => sum + size, 0)).toBe(members);
	});

	it("a list without members makes no entry", () => {
		expect(queueEntries(0, { strategy: "exim", interval: 1 }, { smtpMaxRcpts: 15 })).toBe(0);
	});
});
