import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { vi } from "vitest";
import { startPostgresql } from "./postgresql";

export const PROVIDERS = ["sqlite", "postgresql"] as const;

/**
 * Lets the modules that are imported after it speak to an empty, migrated database of their own.
 * Out: what ends it. The environment is read once at import, so modules imported before are forgotten.
 */
export async function useDatabase(provider: (typeof PROVIDERS)[number]): Promise<() => Promise<void>> {
	const directory = mkdtempSync(path.join(tmpdir(), "listkeeper-database-"));
	const postgresql = provider === "postgresql" ? await startPostgresql() : null;
	const url = postgresql ? await postgresql.empty() : `file:${path.join(directory, "listkeeper.db")}`;
	execFileSync(process.execPath, ["bin/migrate.mjs", "deploy"], {
		env: { ...process.env, DATABASE_URL: url },
		stdio: "pipe",
	});
	const held = globalThis as typeof globalThis & { listkeeperDatabase?: unknown };
	const forget = () => {
		delete held.listkeeperDatabase;
		vi.resetModules();
	};
	vi.stubEnv("DATABASE_URL", url);
	vi.stubEnv("LISTKEEPER_STATE", directory);
	vi.stubEnv("LOG_LEVEL", "silent");
	forget();
	return async () => {
		await (await wholeDatabase()).$disconnect();
		forget();
		vi.unstubAllEnvs();
		await postgresql?.stop();
		rmSync(directory, { recursive: true, force: true });
	};
}

/** The database without its guard, for what a test lays out and looks at. */
export const wholeDatabase = async () => (await import("../db")).everything;

type Functions = Record<string, unknown>;

/** A module of mutations, each call of which is a change with a row of its own, as an action makes it. */
export async function inChanges<M extends Functions>(module: Promise<M>): Promise<M> {
	const [loaded, { audited }] = await Promise.all([module, import("../audit")]);
	const row = { action: "test", actor: { name: "A test" }, hostId: null, subject: "test", from: null };
	return Object.fromEntries(
		Object.entries(loaded).map(([name, value]) => [
			name,
			typeof value === "function"
				? (...args: unknown[]) => audited(async () => ({ result: await value(...args), rows: [row] }))
				: value,
		]),
	) as M;
}
