import "server-only";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "./env";
import { PrismaClient as PostgresqlClient } from "./generated/postgresql/client";
import { PrismaClient } from "./generated/sqlite/client";

/** Both clients come from the same models, so the SQLite one's types serve for both. */
function connect(): PrismaClient {
	if (/^postgres(ql)?:/.test(env.databaseUrl))
		return new PostgresqlClient({
			adapter: new PrismaPg({ connectionString: env.databaseUrl }),
		}) as unknown as PrismaClient;
	return new PrismaClient({ adapter: new PrismaLibSql({ url: env.databaseUrl, intMode: "bigint" }) });
}

const held = globalThis as typeof globalThis & { listkeeperDatabase?: PrismaClient };

// The development server evaluates this file again at each change; one connection is enough.
held.listkeeperDatabase ??= connect();
/** The database. Only `data`, `mutations` and the kernel may use it. */
export const db = held.listkeeperDatabase;

/** What a transaction gives to work with. */
export type Transaction = Parameters<Parameters<typeof db.$transaction>[0]>[0];

/** Whether an error is the database refusing a second row with the same key. */
export const isTaken = (error: unknown): boolean =>
	typeof error === "object" && error !== null && "code" in error && error.code === "P2002";
