import "server-only";
import { type AuditRow, GENESIS, type Head, hashRow } from "./audit-chain";
import { keepHead } from "./audit-head";
import { db, inTransaction, writing } from "./db";
import { log } from "./log";

/** What is kept of one act. `before` and `after` are written as JSON and must hold no secret. */
export type Audited = { subject: string; before?: unknown; after?: unknown; reason?: string };

/** Whose act it was; a name alone where it was nobody with an account here. */
type Actor = { name: string; email?: string };
export type AuditEntry = Audited & { action: string; actor: Actor; hostId: string | null };
/** An entry with the address it came from, null where that is not known. */
export type PlacedEntry = AuditEntry & { from: string | null };

/** Fields that a careless caller might hand on. `passwordReminders` is a setting and no secret. */
const SECRET = /(password|secret|token|tokenHash|codes?|cookie)$/i;
const withoutSecret = (key: string, value: unknown) => (SECRET.test(key) ? "(not kept)" : value);
const json = (value: unknown) => (value === undefined ? null : clean(JSON.stringify(value, withoutSecret)));

/** PostgreSQL keeps no NUL and no half of a surrogate pair; what is hashed must be what is kept. */
const clean = (text: string) => Buffer.from(text, "utf8").toString("utf8").replaceAll("\0", "\u2400");

/** Writes a row behind the last one. The transaction is the only one that writes, so the last one stays the last. */
async function append({ actor, ...entry }: PlacedEntry): Promise<Head & { action: string }> {
	const last = await db.auditEvent.findFirst({ orderBy: { seq: "desc" }, select: { seq: true, hash: true } });
	const row: Omit<AuditRow, "hash"> = {
		seq: (last?.seq ?? 0) + 1,
		at: new Date(),
		hostId: entry.hostId,
		actor: clean(actor.email === undefined ? actor.name : `${actor.name} <${actor.email}>`),
		action: entry.action,
		subject: clean(entry.subject),
		before: json(entry.before),
		after: json(entry.after),
		reason: entry.reason ? clean(entry.reason) : null,
		from: entry.from && clean(entry.from),
		previous: last?.hash ?? GENESIS,
	};
	const hash = hashRow(row);
	await writing().auditEvent.create({ data: { ...row, hash } });
	return { seq: row.seq, hash, action: entry.action };
}

/**
 * Changes the database and writes the rows that tell of it, in one transaction: afterwards both are there or neither,
 * whatever crashes in between. In: the change, which gives its own result and the rows.
 * Out: the result. Throws what the change throws, and where something was written that no row tells of.
 */
export const audited = <T>(change: () => Promise<{ result: T; rows: readonly PlacedEntry[] }>): Promise<T> =>
	inTransaction(async ({ wrote, onceKept }) => {
		const { result, rows } = await change();
		if (wrote() && rows.length === 0) throw new Error("A change was to be kept without a row of the audit.");
		for (const row of rows) {
			const { seq, hash, action } = await append(row);
			onceKept(() => {
				keepHead({ seq, hash });
				// A third witness, where the log is collected elsewhere.
				log.info({ audit: seq, hash }, action);
			});
		}
		return result;
	});

/** Adds one line to the audit about what is not in the database: a refusal, what a host is asked or said. */
export const appendAudit = (entry: PlacedEntry): Promise<void> =>
	audited(async () => ({ result: undefined, rows: [entry] }));
