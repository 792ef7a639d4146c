import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPostgresql, type TestPostgresql } from "@/lib/kernel/testing/postgresql";
import { CHECKOUT } from "./lib/paths.mjs";

let directory: string;
let postgresql: TestPostgresql;
beforeAll(async () => {
	directory = mkdtempSync(path.join(tmpdir(), "listkeeper-migrate-"));
	postgresql = await startPostgresql();
}, 60_000);
afterAll(async () => {
	await postgresql.stop();
	rmSync(directory, { recursive: true });
});

let files = 0;
const empty = {
	sqlite: async () => `file:${path.join(directory, `${++files}.db`)}`,
	postgresql: () => postgresql.empty(),
};

/** Runs the migrations' program. In: its words, where the database is, and whose checkout. */
const migrate = (words: string[], url: string, checkout = CHECKOUT) => {
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[path.join(checkout, "bin/migrate.mjs"), ...words],
		{ encoding: "utf8", env: { ...process.env, DATABASE_URL: url } },
	);
	return { status, said: `${stdout}${stderr}`.trim() };
};

/** A checkout of its own, with one more column in a model. */
const withColumn = (name: string) => {
	const checkout = path.join(directory, name);
	for (const part of ["prisma", "bin/migrate.mjs"])
		cpSync(path.join(CHECKOUT, part), path.join(checkout, part), { recursive: true, verbatimSymlinks: true });
	symlinkSync(path.join(CHECKOUT, "node_modules"), path.join(checkout, "node_modules"));
	const model = path.join(checkout, "prisma/models/host.prisma");
	writeFileSync(
		model,
		readFileSync(model, "utf8").replace("model Host {", "model Host {\n  inventedForThisTest String?"),
	);
	return checkout;
};

describe.each(["sqlite", "postgresql"] as const)("the migrations on %s", { timeout: 120_000 }, (provider) => {
	it("are applied once: a second run changes nothing", async () => {
		const url = await empty[provider]();
		expect(migrate(["deploy"], url)).toEqual({
			status: 0,
			said: expect.stringMatching(/^[1-9]\d* migrations? applied$/),
		});
		expect(migrate(["deploy"], url)).toEqual({ status: 0, said: "0 migrations applied" });
	});

	it("make what the models say", async () => {
		expect(migrate(["check"], await empty[provider]())).toEqual({
			status: 0,
			said: "The migrations make what the models say.",
		});
	});

	it("that lack a column of a model are found, named, and written on request", async () => {
		const checkout = withColumn(provider);
		const found = migrate(["check"], await empty[provider](), checkout);
		expect(found.status).toBe(1);
		expect(found.said).toContain("inventedForThisTest");
		expect(migrate(["new", "column"], await empty[provider](), checkout).status).toBe(0);
		expect(migrate(["check"], await empty[provider](), checkout).status).toBe(0);
	});
});
