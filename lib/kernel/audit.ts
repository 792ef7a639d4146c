import "server-only";
import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { type AuditRow, GENESIS, type Head, hashRow } from "./audit-chain";
import { keepHead } from "./audit-head";
import { db, isTaken } from "./db";
import { log } from "./log";

/** What is kept of one act. `before` and `after` are written as JSON and must hold no secret. */
export type Audited = { subject: string; before?: unknown; after?: unknown; reason?: string };

/** Whose act it was; a name alone where it was nobody with an account here. */
type Actor = { name: string; email?: string };
export type AuditEntry = Audited & { action: string; actor: Actor; hostId: string | null };

/** Fields that a careless caller might hand on. `passwordReminders` is a setting and no secret. */
const SECRET = /(password|secret|token|tokenHash|codes?|cookie)$/i;
const withoutSecret = (key: string, value: unknown) => (SECRET.test(key) ? "(not kept)" : value);
const json = (value: unknown) => (value === undefined ? null : clean(JSON.stringify(value, withoutSecret)));

/** PostgreSQL keeps no NUL and no half of a surrogate pair; what is hashed must be what is kept. */
const clean = (text: string) => Buffer.from(text, "utf8").toString("utf8").replaceAll("\0", "\u2400");

const held = globalThis as typeof globalThis & { listkeeperAudit?: Promise<unknown> };

/** For so long another process may be first with the same number before we give up. */
const PATIENCE_MS = 10_000;
/** Two processes that were at it together are set apart by a random pause of up to this. */
const APART_MS = 25;
const busy = (error: unknown) =>
	error instanceof Error && /SQLITE_BUSY|database is locked/i.test(error.message);

async function append(content: Omit<AuditRow, "seq" | "at" | "previous" | "hash">): Promise<Head> {
	const deadline = Date.now() + PATIENCE_MS;
	for (;;) {
		const last = await db.auditEvent.findFirst({
			orderBy: { seq: "desc" },
			select: { seq: true, hash: true },
		});
		const row = {
			...content,
			seq: (last?.seq ?? 0) + 1,
			at: new Date(),
			previous: last?.hash ?? GENESIS,
		};
		try {
			// The number is the primary key: of two that follow the same row the database takes one.
			const written = { ...row, hash: hashRow(row) };
			await db.auditEvent.create({ data: written });
			return written;
		} catch (error) {
			if (Date.now() > deadline || !(isTaken(error) || busy(error))) throw error;
			await pause(randomInt(APART_MS));
		}
	}
}

/**
 * Adds one line to the audit. In: also where it came from, as far as that is known. Lines of this process wait for
 * each other; against another process the line's number decides, and the loser follows the winner's line.
 */
export async function appendAudit({ actor, ...entry }: AuditEntry & { from: string | null }): Promise<void> {
	const write = async () => {
		const { seq, hash } = await append({
			hostId: entry.hostId,
			actor: clean(actor.email === undefined ? actor.name : `${actor.name} <${actor.email}>`),
			action: entry.action,
			subject: clean(entry.subject),
			before: json(entry.before),
			after: json(entry.after),
			reason: entry.reason ? clean(entry.reason) : null,
			from: entry.from && clean(entry.from),
		});
		keepHead({ seq, hash });
		// A third witness, where the log is collected elsewhere.
		log.info({ audit: seq, hash }, entry.action);
	};
	const turn = (held.listkeeperAudit ?? Promise.resolve()).then(write);
	held.listkeeperAudit = turn.catch(() => {});
	await turn;
}
