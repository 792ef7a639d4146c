import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlacedEntry } from "./audit";
import { PROVIDERS, useDatabase, wholeDatabase } from "./testing/database";

const row = (subject: string): PlacedEntry => ({
	action: "host.add",
	actor: { name: "Robin" },
	hostId: null,
	subject,
	from: null,
});

describe.each(PROVIDERS)("a change on %s", { timeout: 60_000 }, (provider) => {
	let end: () => Promise<void>;
	let audited: typeof import("./audit").audited;
	let kernel: typeof import("./db");
	let whole: typeof kernel.everything;
	let url: string;
	beforeAll(async () => {
		end = await useDatabase(provider);
		({ audited } = await import("./audit"));
		kernel = await import("./db");
		whole = await wholeDatabase();
		url = (await import("./env")).env.databaseUrl;
	}, 120_000);
	afterAll(() => end());

	const add = async (name: string) => {
		await kernel.writing().host.create({ data: { id: name, name, connection: "{}" } });
		return name;
	};
	const kept = async () => [await whole.host.count(), await whole.auditEvent.count()];

	it("is kept together with its rows, and is seen by what reads within it", async () => {
		const before = await kept();
		const seen = await audited(async () => {
			const id = await add("one");
			return { result: await kernel.db.host.findUnique({ where: { id } }), rows: [row("one"), row("two")] };
		});
		expect(seen?.name).toBe("one");
		expect(await kept()).toEqual([(before[0] ?? 0) + 1, (before[1] ?? 0) + 2]);
	});

	it("is taken back where its row can't be written, and where it throws after writing", async () => {
		const before = await kept();
		const late = audited(async () => {
			await add("late");
			throw new Error("no more");
		});
		await expect(late).rejects.toThrow("no more");
		// A row whose subject can't be written down fails as a full disk would.
		const unwritten = { ...row("x"), after: { n: 1n } };
		await expect(audited(async () => ({ result: await add("x"), rows: [unwritten] }))).rejects.toThrow();
		expect(await kept()).toEqual(before);
	});

	it("is refused without a row, and outside of a transaction that writes one", async () => {
		const before = await kept();
		await expect(audited(async () => ({ result: await add("silent"), rows: [] }))).rejects.toThrow(
			"without a row",
		);
		expect(() => kernel.writing()).toThrow("no change with a row of the audit is under way");
		expect(await kept()).toEqual(before);
	});

	it("within another becomes part of it: the outer one's end takes it back, and the head knows nothing of it", async () => {
		const { readHead } = await import("./audit-head");
		const before = [await kept(), readHead()];
		const outer = audited(async () => {
			await audited(async () => ({ result: await add("inner"), rows: [row("inner")] }));
			throw new Error("the outer one ends");
		});
		await expect(outer).rejects.toThrow("the outer one ends");
		expect([await kept(), readHead()]).toEqual(before);
	});

	it("waits for another process that is writing, instead of failing", async () => {
		const hold =
			provider === "sqlite"
				? `import { createClient } from "@libsql/client";
				   const tx = await createClient({ url }).transaction("write");
				   console.log("holds");
				   setTimeout(() => tx.commit(), 700);`
				: `import pg from "pg";
				   const client = new pg.Client({ connectionString: url });
				   await client.connect();
				   await client.query("BEGIN; SELECT pg_advisory_xact_lock(7405926)");
				   console.log("holds");
				   setTimeout(async () => { await client.query("COMMIT"); await client.end(); }, 700);`;
		const script = `const url = ${JSON.stringify(url)};\n${hold}`;
		const other = promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
		await new Promise((begun) => other.child.stdout?.once("data", begun));
		const began = Date.now();
		await Promise.all(
			["a", "b"].map((name) => audited(async () => ({ result: await add(name), rows: [row(name)] }))),
		);
		expect(Date.now() - began).toBeGreaterThan(300);
		expect(await whole.host.count({ where: { id: { in: ["a", "b"] } } })).toBe(2);
		await other;
	});

	it("of an account by better-auth needs a row, too, and goes with it", async () => {
		const { accountsDatabase, withRow } = await import("./audited-accounts");
		const create = (id: string) =>
			accountsDatabase.user.create({ data: { id, name: id, email: `${id}@example.net` } });
		await expect(create("silent")).rejects.toThrow("no row tells of it");
		const carried = { table: "user", verb: "create", entry: row("kim") } as const;
		await withRow(carried, () => create("kim"));
		expect(await whole.auditEvent.count({ where: { subject: "kim" } })).toBe(1);
		const refused = withRow({ ...carried, also: () => Promise.reject(new Error("not so")) }, () =>
			create("eve"),
		);
		await expect(refused).rejects.toThrow("not so");
		expect(await whole.user.findMany({ select: { id: true } })).toEqual([{ id: "kim" }]);
		await expect(withRow(carried, async () => "nothing")).rejects.toThrow("ended without");
	});
});

/** Every source of the product, by its path. */
const sources = ["app", "bin", "components", "lib"]
	.flatMap((room) =>
		readdirSync(room, { recursive: true, encoding: "utf8" }).map((name) => path.join(room, name)),
	)
	.filter((file) => /\.tsx?$/.test(file) && !/\.test\.ts$|\/(generated|testing)\//.test(file))
	.map((file) => [file, readFileSync(file, "utf8")] as const);
const filesWith = (pattern: RegExp) =>
	sources.flatMap(([file, text]) => (pattern.test(text) ? [file] : [])).sort();

describe("whoever writes a later mutation", () => {
	it("has no way to the database's writes but through a change with a row", () => {
		const ways =
			/\beverything\b.*from "(@\/lib\/kernel|\.)\/db"|\$transaction|\$(execute|query)Raw|new PrismaClient/s;
		expect(filesWith(ways)).toEqual(["lib/kernel/audited-accounts.ts", "lib/kernel/db.ts"]);
		expect(filesWith(/\binTransaction\b/)).toEqual(["lib/kernel/audit.ts", "lib/kernel/db.ts"]);
		expect(filesWith(/kernel\/generated|\.\/generated/)).toEqual(["lib/kernel/db.ts"]);
	});

	it("has to be listed here to write without one", () => {
		expect(filesWith(/\bunaudited\(/)).toEqual([
			"lib/deployments/mutations.ts",
			"lib/drafts/mutations.ts",
			"lib/hosts/mutations.ts",
			"lib/looks/mutations.ts",
			"lib/session/mutations.ts",
			"lib/setup/mutations.ts",
		]);
	});

	it("finds no writing verb on what reads", async () => {
		const reads = async (db: typeof import("./db").db) => {
			// @ts-expect-error What `db` is typed as only reads.
			await db.host.create({ data: { name: "x", connection: "{}" } });
			// @ts-expect-error
			await db.setting.updateMany({ data: { value: "{}" } });
			// @ts-expect-error
			await db.$transaction([]);
		};
		expect(reads).toBeTypeOf("function");
	});
});
