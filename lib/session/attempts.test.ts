import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { PROVIDERS, useDatabase } from "@/lib/kernel/testing/database";
import { heldBackMs, networkOf, ONE_ACCOUNT, ONE_NETWORK, waitAfter, waitInWords } from "./slow-down";

describe("how tries are slowed", () => {
	it("lets the first five go at once, then doubles the wait from two seconds to a quarter of an hour", () => {
		const seconds = [0, 4, 5, 6, 7, 12, 15, 400].map((tries) => waitAfter(tries, ONE_ACCOUNT) / 1000);
		expect(seconds).toEqual([0, 0, 2, 4, 8, 256, 900, 900]);
	});

	it("holds an answer back after many tries from anywhere, by three seconds at most", () => {
		expect([0, 20, 21, 30, 10_000].map(heldBackMs)).toEqual([0, 0, 100, 1_000, 3_000]);
	});

	it.each([
		["192.0.2.7", "192.0.2.7"],
		["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
		["2001:0DB8:1:2::9", "2001:db8:1:2::/64"],
		["fe80::1%eth0", "fe80:0:0:0::/64"],
		["::1", "0:0:0:0::/64"],
		[null, "unknown"],
		["nonsense", "nonsense"],
	])("takes %s for the network %s", (address, network) => {
		expect(networkOf(address)).toBe(network);
	});

	it("says waits as people do", () => {
		expect([1, 1_001, 89_000, 90_001, 900_000].map(waitInWords)).toEqual([
			"1 second",
			"2 seconds",
			"89 seconds",
			"2 minutes",
			"15 minutes",
		]);
	});
});

describe.each(PROVIDERS)("tries counted on %s", { timeout: 60_000 }, (provider) => {
	let end: () => Promise<void>;
	let session: typeof import("./mutations");
	beforeAll(async () => {
		end = await useDatabase(provider);
		session = await import("./mutations");
	}, 120_000);
	afterAll(() => end());
	afterEach(() => {
		vi.useRealTimers();
	});

	it("let through no more of fifty at the same moment than of fifty in a row", async () => {
		const outcomes = await Promise.all(
			Array.from({ length: 50 }, () => session.takeAttempt("at once", ONE_ACCOUNT)),
		);
		expect(outcomes.filter((wait) => wait === null)).toHaveLength(5);
		for (const wait of outcomes) if (wait !== null) expect(wait).toBeLessThanOrEqual(2_000);
	});

	it("must wait longer each time, are free again after an hour of quiet, and a success forgets them", async () => {
		let now = Date.now();
		vi.useFakeTimers({ toFake: ["Date"], now });
		const later = (ms: number) => {
			now += ms;
			vi.setSystemTime(now);
			return session.takeAttempt("in a row", ONE_ACCOUNT);
		};
		for (let i = 0; i < 5; i++) expect(await later(0)).toBeNull();
		expect(await later(0)).toBe(2_000);
		expect(await later(1_500)).toBe(500);
		expect(await later(500)).toBeNull();
		expect(await later(0)).toBe(4_000);
		expect(await later(3_700_000)).toBeNull();
		for (let i = 0; i < 4; i++) expect(await later(0)).toBeNull();
		expect(await later(0)).toBe(2_000);
		await session.forgetAttempts("in a row");
		expect(await later(0)).toBeNull();
	});

	it("from one network don't count for another, and good ones are given back to their network", async () => {
		for (let i = 0; i < 5; i++) await session.takeAttempt("sign-in:192.0.2.1:a@example.net", ONE_ACCOUNT);
		expect(await session.takeAttempt("sign-in:192.0.2.1:a@example.net", ONE_ACCOUNT)).toBeGreaterThan(0);
		expect(await session.takeAttempt("sign-in:192.0.2.2:a@example.net", ONE_ACCOUNT)).toBeNull();
		for (let i = 0; i < 60; i++) {
			expect(await session.takeAttempt("sign-in-from:192.0.2.2", ONE_NETWORK)).toBeNull();
			await session.giveAttemptBack("sign-in-from:192.0.2.2");
		}
	});
});
