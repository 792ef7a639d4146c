import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inChanges, PROVIDERS, useDatabase, wholeDatabase } from "@/lib/kernel/testing/database";

describe.each(PROVIDERS)("the team on %s", { timeout: 60_000 }, (provider) => {
	let end: () => Promise<void>;
	let team: typeof import("./mutations");
	let data: typeof import("./data");
	let db: typeof import("@/lib/kernel/db").everything;
	beforeAll(async () => {
		end = await useDatabase(provider);
		team = await inChanges(import("./mutations"));
		data = await import("./data");
		db = await wholeDatabase();
		for (const id of ["h", "other"]) await db.host.create({ data: { id, name: id, connection: "{}" } });
	}, 120_000);
	afterAll(() => end());

	const invite = (email: string, role: "owner" | "domain editor", domains: string[] | null = null) =>
		team.addInvitation("h", { email, role, domains, invitedBy: "Robin" });
	const found = async (token: string) => {
		const invitation = await data.findInvitation(token);
		if (!invitation) throw new Error("The invitation is gone.");
		return invitation;
	};

	it("keeps an invitation's token as its hash alone", async () => {
		const token = await invite("a@example.net", "owner");
		expect(token).toMatch(/^[\w-]{43}$/);
		expect(JSON.stringify(await db.invitation.findMany())).not.toContain(token);
		for (const other of ["", token.slice(1), `${token}x`, token.toUpperCase()])
			expect(await data.findInvitation(other)).toBeNull();
		expect((await found(token)).email).toBe("a@example.net");
	});

	it("lets one of ten join who use an invitation at the same moment; the nine are told so", async () => {
		const invitation = await found(await invite("b@example.net", "domain editor", ["list.example.com"]));
		const outcomes = await Promise.allSettled(
			Array.from({ length: 10 }, (_, i) => team.joinAsNew(invitation, { name: `B${i}`, passwordHash: "x" })),
		);
		expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
		expect(await db.user.count({ where: { email: "b@example.net" } })).toBe(1);
		const [member] = (await data.membersOf("h")).filter(({ email }) => email === "b@example.net");
		expect(member).toMatchObject({ role: "domain editor", domains: ["list.example.com"] });
	});

	it("takes no invitation that was used, taken back or is too old", async () => {
		const used = await found(await invite("c@example.net", "owner"));
		await team.joinAsNew(used, { name: "C", passwordHash: "x" });
		await expect(
			team.joinAsNew({ ...used, email: "c2@example.net" }, { name: "C", passwordHash: "x" }),
		).rejects.toThrow(/was used/);
		const token = await invite("d@example.net", "owner");
		const withdrawn = await found(token);
		expect(await team.removeInvitation("other", withdrawn.id)).toBeNull();
		expect(await team.removeInvitation("h", withdrawn.id)).toBe("d@example.net");
		expect(await data.findInvitation(token)).toBeNull();
		await expect(team.joinAsNew(withdrawn, { name: "D", passwordHash: "x" })).rejects.toThrow(/taken back/);
		const late = await invite("e@example.net", "owner");
		const expired = await found(late);
		await db.invitation.update({ where: { id: expired.id }, data: { expiresAt: new Date(0) } });
		expect(await data.findInvitation(late)).toBeNull();
		await expect(team.joinAsNew(expired, { name: "E", passwordHash: "x" })).rejects.toThrow(/too old/);
		expect(
			await db.user.count({ where: { email: { in: ["c2@example.net", "d@example.net", "e@example.net"] } } }),
		).toBe(0);
	});

	it("adds a role to an account that is there, and takes none from an owner", async () => {
		const kim = await db.user.create({ data: { id: "kim", name: "Kim", email: "kim@example.net" } });
		await team.joinAs(await found(await invite(kim.email, "owner")), kim.id);
		expect((await data.memberOf("h", kim.id))?.role).toBe("owner");
		await team.joinAs(await found(await invite(kim.email, "domain editor", ["x.example"])), kim.id);
		expect(await data.memberOf("h", kim.id)).toMatchObject({ role: "owner", domains: null });
		const again = await found(await invite(kim.email, "owner"));
		await expect(team.joinAsNew(again, { name: "K", passwordHash: "x" })).rejects.toThrow(/Sign in with it/);
		expect(await data.memberOf("other", kim.id)).toBeNull();
	});

	it("keeps an owner, also where two take each other's role at the same moment", async () => {
		await db.membership.deleteMany({ where: { hostId: "h" } });
		for (const id of ["one", "two"]) {
			await db.user.create({ data: { id, name: id, email: `${id}@example.net` } });
			await db.membership.create({ data: { userId: id, hostId: "h", role: "owner" } });
		}
		const owners = () => db.membership.count({ where: { hostId: "h", role: "owner" } });
		await Promise.allSettled([
			team.removeMember("h", "one"),
			team.setRole("h", "two", { role: "viewer", domains: null }),
		]);
		expect(await owners()).toBeGreaterThanOrEqual(1);
		const [last] = await db.membership.findMany({ where: { hostId: "h", role: "owner" } });
		for (const other of await db.membership.findMany({
			where: { hostId: "h", userId: { not: last?.userId ?? "" } },
		}))
			await team.removeMember("h", other.userId);
		await expect(team.removeMember("h", last?.userId ?? "")).rejects.toThrow(/needs an owner/);
		expect(await owners()).toBe(1);
	});

	it("resets a password once, by the newest link, and ends every session", async () => {
		await db.account.create({
			data: { id: "acc", accountId: "kim", providerId: "credential", userId: "kim", password: "old" },
		});
		await db.session.create({
			data: { id: "s", token: "s", expiresAt: new Date(Date.now() + 1e6), userId: "kim" },
		});
		const awaitsCode = { id: "v", identifier: "2fa-x", value: "kim", expiresAt: new Date(Date.now() + 1e6) };
		await db.verification.create({ data: awaitsCode });
		expect(await team.beginReset("nobody@example.net", false)).toBeNull();
		const first = (await team.beginReset("kim@example.net", false)) ?? "";
		const second = (await team.beginReset("kim@example.net", true)) ?? "";
		expect(await data.findReset(first)).toBeNull();
		const reset = await data.findReset(second);
		if (!reset) throw new Error("The link is gone.");
		const outcomes = await Promise.allSettled([1, 2, 3].map((i) => team.finishReset(reset, `new ${i}`)));
		expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
		expect((await db.account.findUniqueOrThrow({ where: { id: "acc" } })).password).toMatch(/^new \d$/);
		expect(await db.session.count({ where: { userId: "kim" } })).toBe(0);
		expect(await data.findReset(second)).toBeNull();
		expect(await db.verification.count({ where: { value: "kim" } })).toBe(0);
	});

	it("keeps the links that were mailed before when another is asked for, and none once one was used; the second factor stays", async () => {
		await db.twoFactor.create({ data: { id: "f", userId: "kim", secret: "s", backupCodes: "" } });
		await db.user.update({ where: { id: "kim" }, data: { twoFactorEnabled: true } });
		const mailed = [await team.addMailedReset("kim"), await team.addMailedReset("kim")];
		expect(JSON.stringify(await db.passwordReset.findMany())).not.toContain(mailed[0]);
		for (const token of mailed) expect((await data.findReset(token))?.user.email).toBe("kim@example.net");
		const third = await team.addMailedReset("kim");
		await team.removeReset(third);
		expect(await data.findReset(third)).toBeNull();
		const reset = await data.findReset(mailed[0] ?? "");
		if (!reset) throw new Error("The link is gone.");
		await team.finishReset(reset, "newest");
		for (const token of mailed) expect(await data.findReset(token)).toBeNull();
		expect(await db.user.count({ where: { id: "kim", twoFactorEnabled: true } })).toBe(1);
		expect(await db.twoFactor.count({ where: { userId: "kim" } })).toBe(1);
	});
});
