import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inChanges, PROVIDERS, useDatabase, wholeDatabase } from "@/lib/kernel/testing/database";

const RELEASE = "a".repeat(64);
const BASE = "b".repeat(64);

describe.each(PROVIDERS)("an approval on %s", { timeout: 60_000 }, (provider) => {
	let end: () => Promise<void>;
	let hostId: string;
	let approve: (baseId?: string) => Promise<void>;
	let approvedBy: (baseId?: string) => Promise<string[]>;
	let went: (state: string) => Promise<void>;
	beforeAll(async () => {
		end = await useDatabase(provider);
		const db = await wholeDatabase();
		const { addApproval } = await inChanges(import("./mutations"));
		const { approvalsOf } = await import("./data");
		hostId = (await db.host.create({ data: { name: "h", connection: "{}" } })).id;
		const member = { hostId, role: "deployer" };
		await db.user.create({
			data: { id: "dee", name: "Dee", email: "dee@example.com", memberships: { create: member } },
		});
		approve = (baseId = BASE) =>
			addApproval({ hostId, releaseId: RELEASE, baseId }, { id: "dee", name: "Dee" });
		approvedBy = async (baseId = BASE) =>
			(await approvalsOf({ hostId, releaseId: RELEASE, baseId })).map(({ name }) => name);
		went = async (state) => {
			const row = { hostId, kind: "deploy", releaseId: RELEASE, baseId: BASE, system: "{}", note: "" };
			await db.deployment.create({ data: { ...row, state, actorName: "Robin", startedAt: new Date() } });
		};
	}, 120_000);
	beforeEach(async () => {
		const db = await wholeDatabase();
		await db.approval.deleteMany();
		await db.deployment.deleteMany();
		await db.membership.updateMany({ data: { role: "deployer" } });
	});
	afterAll(() => end());

	it("is of one release over one that is live", async () => {
		await approve();
		expect(await approvedBy()).toEqual(["Dee"]);
		expect(await approvedBy("c".repeat(64))).toEqual([]);
	});

	it("counts as long as whoever gave it may deploy", async () => {
		await approve();
		await (await wholeDatabase()).membership.updateMany({ data: { role: "editor" } });
		expect(await approvedBy()).toEqual([]);
	});

	it.each(["running", "live", "pending", "reverted", "attention", "unknown"])(
		"is used up by a deployment that is %s, and the same release needs another one afterwards",
		async (state) => {
			await approve();
			await went(state);
			expect(await approvedBy()).toEqual([]);
			// Whoever approves once more does so in the situation as it is now.
			await expect
				.poll(async () => {
					await approve();
					return approvedBy();
				})
				.toEqual(["Dee"]);
		},
	);

	it.each(["refused", "failed"])("outlasts a deployment that %s, and changed nothing", async (state) => {
		await approve();
		await went(state);
		expect(await approvedBy()).toEqual(["Dee"]);
	});
});
