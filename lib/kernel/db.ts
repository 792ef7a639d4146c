import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "./env";
import { PrismaClient as PostgresqlClient } from "./generated/postgresql/client";
import { PrismaClient } from "./generated/sqlite/client";

const POSTGRESQL = /^postgres(ql)?:/.test(env.databaseUrl);

/** For so long SQLite waits for another process, as the command line, to finish writing. */
const BUSY_MS = 10_000;

/**
 * SQLite with transactions that take the right to write when they begin. One that only takes it with its first write
 * is refused at once, without waiting, where another process has written since it first read.
 */
class Sqlite extends PrismaLibSql {
	override createClient(config: Parameters<PrismaLibSql["createClient"]>[0]) {
		const client = super.createClient(config);
		const begin = client.transaction.bind(client);
		client.transaction = () => begin("write");
		return client;
	}
}

/** Both clients come from the same models, so the SQLite one's types serve for both. */
function connect(): PrismaClient {
	if (POSTGRESQL)
		return new PostgresqlClient({
			adapter: new PrismaPg({ connectionString: env.databaseUrl }),
		}) as unknown as PrismaClient;
	return new PrismaClient({
		adapter: new Sqlite({ url: env.databaseUrl, intMode: "bigint", timeout: BUSY_MS }),
	});
}

/** What a transaction gives to work with. */
export type Transaction = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];

/** A transaction that is under way: whether anything asked to write in it, and what waits for its end. */
type Change = { tx: Transaction; open: boolean; writes: boolean; kept: (() => void)[] };

const held = globalThis as typeof globalThis & {
	listkeeperDatabase?: PrismaClient;
	listkeeperChange?: AsyncLocalStorage<Change>;
};

// The development server evaluates this file again at each change; one connection is enough.
held.listkeeperDatabase ??= connect();
// Actions and routes may be bundled apart, each with this file; what is under way is the process's.
held.listkeeperChange ??= new AsyncLocalStorage();
const root = held.listkeeperDatabase;
const underWay = held.listkeeperChange;

const change = (): Change | null => {
	const found = underWay.getStore();
	return found?.open ? found : null;
};

type Reads =
	| "findUnique"
	| "findUniqueOrThrow"
	| "findFirst"
	| "findFirstOrThrow"
	| "findMany"
	| "count"
	| "aggregate";
type Models = {
	[K in keyof PrismaClient]: PrismaClient[K] extends { findMany: unknown } ? K : never;
}[keyof PrismaClient];
type Reading = { readonly [K in Models]: Pick<PrismaClient[K], Reads & keyof PrismaClient[K]> };

/**
 * The database for reading; within a change, as the change has left it. Only `data`, `mutations` and the kernel may
 * use it. Who wants to write asks for `writing()`.
 */
export const db = new Proxy({} as Reading, { get: (_, name) => Reflect.get(change()?.tx ?? root, name) });

/**
 * The database for writing, in the transaction that also writes the change's row of the audit. Throws outside of one:
 * no change goes without its row (lib/kernel/audit.ts, `audited`).
 */
export function writing(): Transaction {
	const now = change();
	if (!now) throw new Error("This changes the database, and no change with a row of the audit is under way.");
	now.writes = true;
	return now.tx;
}

/** What is written without a row of the audit: nobody's act, or the witness of one that has its row. */
export type Unaudited =
	| "a try at a credential is counted"
	| "what a host said of itself"
	| "how far a deployment has come";

/** The database for writing what is no act of anybody's. In: which of the few kinds it is. */
export const unaudited = (_what: Unaudited): Transaction => change()?.tx ?? root;

/** The whole database, for better-auth's adapter: lib/kernel/audited-accounts.ts. */
export const everything = root;

/** For so long one change waits for another, and may take itself. */
const PATIENCE_MS = 20_000;

/** Any number will do, as long as nothing else in the database takes it. */
const ONE_AT_A_TIME = 7_405_926;

/**
 * Does something in one transaction, of which there is one at a time. Within another it becomes part of that one.
 * In: the work, which is told how to ask whether anything was written, and how to have something done once all of it
 * is kept. Out: what the work gave. All of it is taken back when the work throws.
 */
export async function inTransaction<T>(
	work: (now: { wrote: () => boolean; onceKept: (then: () => void) => void }) => Promise<T>,
): Promise<T> {
	const told = (now: Change) =>
		work({ wrote: () => now.writes, onceKept: (then) => void now.kept.push(then) });
	const outer = change();
	if (outer) return told(outer);
	const kept: Change["kept"] = [];
	const result = await root.$transaction(
		async (tx) => {
			if (POSTGRESQL) await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ONE_AT_A_TIME})`;
			const now: Change = { tx, open: true, writes: false, kept };
			try {
				return await underWay.run(now, () => told(now));
			} finally {
				now.open = false;
			}
		},
		{ maxWait: PATIENCE_MS, timeout: PATIENCE_MS },
	);
	for (const then of kept) then();
	return result;
}

/** Whether an error is the database refusing a second row with the same key. */
export const isTaken = (error: unknown): boolean =>
	typeof error === "object" && error !== null && "code" in error && error.code === "P2002";
