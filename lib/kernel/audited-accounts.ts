import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { audited, type PlacedEntry } from "./audit";
import { everything, writing } from "./db";

/** The write of better-auth's that an act comes down to, and the row of the audit that goes with it. */
export type Carried = {
	/** The first write to this table of this kind carries the row. */
	table: "user" | "account" | "session" | "twoFactor";
	verb: "create" | "update" | "delete";
	/** The row; made from the person's id where only the write tells whose it is. */
	entry: PlacedEntry | ((userId: string) => Promise<PlacedEntry>);
	/** What else belongs to the same transaction; it takes all back by throwing. In: the person's id. */
	also?: (userId: string) => Promise<void>;
};

type Carrying = Carried & { done: boolean };

const held = globalThis as typeof globalThis & { listkeeperCarried?: AsyncLocalStorage<Carrying> };
held.listkeeperCarried ??= new AsyncLocalStorage();
const carrying = held.listkeeperCarried;

/** Writes that are somebody's act. A session's end by age and the counts of wrong codes are nobody's. */
const isAct = (table: string, verb: string) =>
	["user", "account", "twoFactor"].includes(table)
		? /^(create|update|upsert|delete)/.test(verb)
		: table === "session" && /^create/.test(verb);

type Verb = (args: { data?: { userId?: unknown }; where?: { id?: unknown } }) => Promise<unknown>;
const verbOf = (database: object, table: string, verb: string): Verb => {
	const delegate: object = Reflect.get(database, table);
	return Reflect.get(delegate, verb).bind(delegate);
};

function guarded(table: string, verb: string): Verb {
	return async (args) => {
		const now = carrying.getStore();
		if (now && !now.done && now.table === table && verb.startsWith(now.verb)) {
			now.done = true;
			return audited(async () => {
				const userId = String(args.data?.userId ?? args.where?.id ?? "");
				await now.also?.(userId);
				const row = typeof now.entry === "function" ? await now.entry(userId) : now.entry;
				return { result: await verbOf(writing(), table, verb)(args), rows: [row] };
			});
		}
		if (!now && isAct(table, verb))
			throw new Error(`${table}.${verb} changes an account, and no row tells of it.`);
		return verbOf(everything, table, verb)(args);
	};
}

/**
 * The database as better-auth has it: a write that is somebody's act needs a row of the audit (`withRow`), and is kept
 * in one transaction with it. Slow work, as hashing a password, stays outside of the transaction that way.
 */
export const accountsDatabase = new Proxy(everything, {
	get(target, table) {
		const delegate: unknown = Reflect.get(target, table);
		if (typeof table !== "string" || !["user", "account", "session", "twoFactor"].includes(table))
			return delegate;
		return new Proxy(delegate as object, {
			get: (model, verb) =>
				typeof verb === "string" && /^(create|update|upsert|delete)/.test(verb)
					? guarded(table, verb)
					: Reflect.get(model, verb),
		});
	},
});

/**
 * Lets better-auth do something that is to be in the audit. Throws what better-auth throws, and where it came to an end
 * without the write that was to carry the row.
 */
export async function withRow<T>(carried: Carried, work: () => Promise<T>): Promise<T> {
	const now: Carrying = { ...carried, done: false };
	const result = await carrying.run(now, work);
	if (!now.done)
		throw new Error(`An act ended without the ${carried.table}.${carried.verb} that carries its row.`);
	return result;
}
