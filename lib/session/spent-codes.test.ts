import { beforeAll, describe, expect, it } from "vitest";
import { inChanges, PROVIDERS, useDatabase, wholeDatabase } from "@/lib/kernel/testing/database";

describe.each(PROVIDERS)("a code of an app on %s", { timeout: 60_000 }, (provider) => {
	let claimStep: typeof import("./mutations").claimStep;
	let codes: typeof import("./spent-codes");
	beforeAll(async () => {
		const end = await useDatabase(provider);
		({ claimStep } = await inChanges(import("./mutations")));
		codes = await import("./spent-codes");
		const db = await wholeDatabase();
		await db.user.create({ data: { id: "kim", name: "Kim", email: "kim@example.net" } });
		await db.twoFactor.create({ data: { id: "t", userId: "kim", secret: "s", backupCodes: "" } });
		return end;
	}, 120_000);

	it("is what RFC 6238 says it is", () => {
		const at = (seconds: number) => codes.codeAt("12345678901234567890", Math.floor(seconds / 30));
		expect([59, 1_111_111_109, 1_234_567_890, 20_000_000_000].map(at)).toEqual([
			"287082",
			"081804",
			"005924",
			"353130",
		]);
	});

	it("is of this half minute or of one beside it, and of no other", () => {
		const now = 90_000;
		const steps = [1, 2, 3, 4, 5].map((step) => codes.stepOf("a key", codes.codeAt("a key", step), now));
		expect(steps).toEqual([null, 2, 3, 4, null]);
	});

	it("is taken once of ten at the same moment, and none that is older after it", async () => {
		const taken = await Promise.all(Array.from({ length: 10 }, () => claimStep("kim", 100)));
		expect(taken.filter(Boolean)).toHaveLength(1);
		expect(await claimStep("kim", 99)).toBe(false);
		expect(await claimStep("kim", 101)).toBe(true);
		expect(await claimStep("nobody", 101)).toBe(false);
	});
});
