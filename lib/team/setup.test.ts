import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inChanges, PROVIDERS, useDatabase, wholeDatabase } from "@/lib/kernel/testing/database";

describe.each(PROVIDERS)("the one-time set-up link on %s", { timeout: 60_000 }, (provider) => {
	let end: () => Promise<void>;
	let loaders: typeof import("./loaders");
	let makeOwner: typeof import("./mutations").makeOwner;
	let count: () => Promise<number>;
	const token = "q".repeat(43);
	beforeAll(async () => {
		end = await useDatabase(provider);
		loaders = await import("./loaders");
		({ makeOwner } = await inChanges(import("./mutations")));
		const db = await wholeDatabase();
		const { env } = await import("@/lib/kernel/env");
		count = () => db.user.count();
		writeFileSync(env.setupTokenFile, `${token}\n`);
	}, 120_000);
	afterAll(() => end());

	it("opens with its whole token and nothing else", async () => {
		expect(await loaders.loadSetupLink(token)).toBe("open");
		for (const other of ["", token.slice(1), `${token}q`, token.toUpperCase(), "../setup-token"])
			expect(await loaders.loadSetupLink(other)).toBe("unknown");
	});

	it("makes one owner of ten people who use it at the same moment; the nine are told to sign in", async () => {
		const outcomes = await Promise.allSettled(
			Array.from({ length: 10 }, (_, i) =>
				makeOwner({ name: `P${i}`, email: `p${i}@example.com`, passwordHash: "x" }),
			),
		);
		const refused = outcomes.filter((outcome) => outcome.status === "rejected");
		expect(refused).toHaveLength(9);
		for (const { reason } of refused)
			expect(reason.fieldErrors).toEqual({
				"": "The owner's account was made already. Sign in with it instead.",
			});
		expect(await count()).toBe(1);
	});

	it("is used afterwards, whatever the token", async () => {
		expect(await loaders.loadSetupLink(token)).toBe("used");
		expect(await loaders.loadHealth()).toEqual({ ok: true, owner: true });
	});
});

describe("a console whose set-up link was never made", () => {
	it("opens to no token, not to an empty one either", async () => {
		const end = await useDatabase("sqlite");
		const { loadSetupLink } = await import("./loaders");
		expect(await loadSetupLink("")).toBe("unknown");
		await end();
	}, 60_000);
});
