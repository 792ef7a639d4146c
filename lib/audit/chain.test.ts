import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { PROVIDERS, useDatabase, wholeDatabase } from "@/lib/kernel/testing/database";

describe.each(PROVIDERS)("the audit on %s", { timeout: 60_000 }, (provider) => {
	let end: () => Promise<void>;
	let audit: typeof import("@/lib/kernel/audit");
	let data: typeof import("./data");
	let mutations: typeof import("./mutations");
	let chain: typeof import("@/lib/kernel/audit-chain");
	let db: typeof import("@/lib/kernel/db").everything;
	let head: string;
	beforeAll(async () => {
		end = await useDatabase(provider);
		audit = await import("@/lib/kernel/audit");
		data = await import("./data");
		mutations = await import("./mutations");
		chain = await import("@/lib/kernel/audit-chain");
		db = await wholeDatabase();
		head = path.join((await import("@/lib/kernel/env")).env.stateDirectory, "audit-head");
	}, 120_000);
	afterAll(() => end());

	/** What the database itself refuses: done as somebody would who owns it. */
	const tamper = async (sql: string) => {
		if (provider === "sqlite") {
			await db.$executeRawUnsafe('DROP TRIGGER IF EXISTS "AuditEvent_no_update"');
			await db.$executeRawUnsafe('DROP TRIGGER IF EXISTS "AuditEvent_no_delete"');
		} else await db.$executeRawUnsafe('ALTER TABLE "AuditEvent" DISABLE TRIGGER USER');
		await db.$executeRawUnsafe(sql);
	};
	const write = (subject: string, more: object = {}) =>
		audit.appendAudit({
			action: "policy.change",
			actor: { name: "Robin", email: "robin@example.net" },
			hostId: "host",
			subject,
			from: "192.0.2.7",
			...more,
		});
	const problems = async () => (await data.verifyAudit()).problems.map(({ seq, kind }) => `${kind} ${seq}`);
	const row = (seq: number) => db.auditEvent.findUniqueOrThrow({ where: { seq } });

	beforeEach(async () => {
		await tamper('DELETE FROM "AuditEvent"');
		rmSync(head, { force: true });
		for (let i = 1; i <= 6; i++) await write(`rule ${i}`);
		expect(await data.verifyAudit()).toMatchObject({ rows: 6, problems: [] });
	});

	it("finds a row whose content was changed, in any of its columns, and names it", async () => {
		const changes = {
			actor: "'Kim <kim@example.net>'",
			action: "'policy.other'",
			subject: "'rule 9'",
			reason: "'because'",
			before: "'{}'",
			after: "NULL",
			from: "'192.0.2.8'",
			hostId: "NULL",
			at: "'2001-01-01T00:00:00.000Z'",
		};
		await write("rule 7", { before: { on: true }, after: { on: false }, reason: "spam" });
		for (const [column, value] of Object.entries(changes)) {
			await tamper('CREATE TABLE "Copy" AS SELECT * FROM "AuditEvent" WHERE "seq" = 7');
			await tamper(`UPDATE "AuditEvent" SET "${column}" = ${value} WHERE "seq" = 7`);
			expect(await problems(), column).toEqual(["changed 7"]);
			await tamper('DELETE FROM "AuditEvent" WHERE "seq" = 7');
			await tamper('INSERT INTO "AuditEvent" SELECT * FROM "Copy"');
			await tamper('DROP TABLE "Copy"');
			expect(await problems()).toEqual([]);
		}
	});

	it("finds a row that was changed and given a fitting hash, by the row after it", async () => {
		const forged = { ...(await row(3)), subject: "nothing much" };
		await tamper(
			`UPDATE "AuditEvent" SET "subject" = 'nothing much', "hash" = '${chain.hashRow(forged)}' WHERE "seq" = 3`,
		);
		expect(await problems()).toEqual(["replaced 3"]);
	});

	it("finds a chain that was written anew from a row on, by the head outside the database", async () => {
		let previous = (await row(3)).hash;
		for (let seq = 4; seq <= 6; seq++) {
			const forged = { ...(await row(seq)), subject: "nothing much", previous };
			previous = chain.hashRow(forged);
			await tamper(
				`UPDATE "AuditEvent" SET "subject" = 'nothing much', "previous" = '${forged.previous}', "hash" = '${previous}' WHERE "seq" = ${seq}`,
			);
		}
		expect(await problems()).toEqual(["replaced 6"]);
	});

	it("finds each row that was removed, the first and the last as well", async () => {
		await tamper('DELETE FROM "AuditEvent" WHERE "seq" IN (1, 3, 4, 6)');
		expect((await data.verifyAudit()).problems).toMatchObject([
			{ seq: 1, kind: "missing", sentence: "Row 1 is missing." },
			{ seq: 3, kind: "missing", sentence: "Rows 3 to 4 are missing." },
			{ seq: 6, kind: "cut-off" },
		]);
	});

	it("finds all rows removed, and a head outside the database that was removed with them", async () => {
		const kept = readFileSync(head, "utf8");
		await tamper('DELETE FROM "AuditEvent"');
		expect(await problems()).toEqual(["cut-off 1"]);
		await write("after it");
		expect(readFileSync(head, "utf8"), "the head never goes back by itself").toBe(kept);
		expect(await problems()).toEqual(["cut-off 2"]);
		rmSync(head);
		expect(await problems()).toEqual(["unwitnessed 1"]);
		writeFileSync(head, "nonsense\n");
		expect(await problems()).toEqual(["unwitnessed 1"]);
		await write("more");
		expect(await problems(), "nor does it come back by itself").toEqual(["unwitnessed 2"]);
	});

	it("finds the whole chain gone together with its head, though rows are written again", async () => {
		await write("the owner", { action: "owner.make" });
		await db.setup.create({ data: { id: "owner", ownerId: "robin" } });
		expect(await problems()).toEqual([]);
		await tamper('DELETE FROM "AuditEvent"');
		rmSync(head);
		expect(await problems()).toEqual(["missing 1"]);
		await write("as if nothing had been");
		expect(await problems()).toEqual(["missing 1"]);
		await db.setup.deleteMany();
	});

	it("finds two rows that changed places", async () => {
		await tamper('UPDATE "AuditEvent" SET "seq" = 99 WHERE "seq" = 2');
		await tamper('UPDATE "AuditEvent" SET "seq" = 2 WHERE "seq" = 3');
		await tamper('UPDATE "AuditEvent" SET "seq" = 3 WHERE "seq" = 99');
		expect(await problems()).toEqual(["changed 2", "changed 3"]);
	});

	it("is refused a change and a removal by the database itself", async () => {
		const fresh = await useDatabase(provider);
		const { appendAudit } = await import("@/lib/kernel/audit");
		const db = await wholeDatabase();
		await appendAudit({ action: "host.add", actor: { name: "R" }, hostId: null, subject: "x", from: null });
		await expect(db.auditEvent.updateMany({ data: { subject: "y" } })).rejects.toThrow();
		await expect(db.auditEvent.deleteMany()).rejects.toThrow();
		expect(await db.auditEvent.findMany()).toMatchObject([{ seq: 1, subject: "x" }]);
		await fresh();
	}, 120_000);

	it("gives fifty lines written at the same moment one chain", async () => {
		await Promise.all(Array.from({ length: 50 }, (_, i) => write(`at once ${i}`)));
		expect(await data.verifyAudit()).toMatchObject({ rows: 56, problems: [] });
		expect(readFileSync(head, "utf8")).toBe(`56 ${(await row(56)).hash}\n`);
	});

	it("keeps no secret that is handed to it, and keeps text that a database would refuse", async () => {
		await write("\0 \ud800", {
			before: { password: "list mail must flow", deeper: [{ setupToken: "t0ken" }], passwordReminders: "on" },
			after: { backupCodes: ["aaaaa-bbbbb"], secret: "JBSWY3DP", totpCode: "123456" },
		});
		const kept = await row(7);
		expect(JSON.stringify(kept)).not.toMatch(/must flow|t0ken|aaaaa|JBSWY|123456/);
		expect(JSON.parse(kept.before ?? "")).toEqual({
			password: "(not kept)",
			deeper: [{ setupToken: "(not kept)" }],
			passwordReminders: "on",
		});
		expect(await problems()).toEqual([]);
	});

	it("goes on after a restored backup that somebody answers for, and says in the chain what was wrong", async () => {
		await tamper('DELETE FROM "AuditEvent" WHERE "seq" > 4');
		expect(await problems()).toEqual(["cut-off 5"]);
		await mutations.acceptAudit("restored last night's copy", "robin");
		expect(await problems()).toEqual([]);
		const noted = await row(5);
		expect(noted.reason).toBe("restored last night's copy");
		expect(noted.before).toContain("Rows 5 to 6 are missing at the end");
	});
});
