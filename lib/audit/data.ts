import "server-only";
import { type AuditRow, type ChainReport, verifyChain } from "@/lib/kernel/audit-chain";
import { readHead } from "@/lib/kernel/audit-head";
import { db } from "@/lib/kernel/db";
import { env } from "@/lib/kernel/env";
import { type AuditQuery, actionsOf } from "./schema";

/** Rows read at once, where all of them are. */
const PORTION = 500;

/** SQLite's `LIKE` knows no case anyway. */
const anyCase: object = /^postgres/.test(env.databaseUrl) ? { mode: "insensitive" } : {};

/** Which rows: those of a host, and where `console` the ones that concern no host. */
export type AuditScope = { hostId: string; console: boolean };

function where({ hostId, console }: AuditScope, query: AuditQuery) {
	const has = { contains: query.q, ...anyCase };
	return {
		AND: [
			console ? { OR: [{ hostId }, { hostId: null }] } : { hostId },
			query.what === "" ? {} : { action: { in: actionsOf(query.what) } },
			query.q === ""
				? {}
				: {
						OR: [
							{ actor: has },
							{ action: has },
							{ subject: has },
							{ reason: has },
							{ from: has },
							{ before: has },
							{ after: has },
						],
					},
			query.since ? { at: { gte: query.since } } : {},
			query.until ? { at: { lt: new Date(query.until.getTime() + 86_400_000) } } : {},
		],
	};
}

/** Rows by descending number, and how many match. */
export async function findAudit(scope: AuditScope, query: AuditQuery, skip: number, take: number) {
	const matching = where(scope, query);
	const [rows, count] = await Promise.all([
		db.auditEvent.findMany({ where: matching, orderBy: { seq: "desc" }, skip, take }),
		db.auditEvent.count({ where: matching }),
	]);
	return { rows, count };
}

/** Every matching row by ascending number, in portions. */
export async function* eachAudit(scope: AuditScope, query: AuditQuery): AsyncGenerator<AuditRow> {
	for (let after = 0; ; ) {
		const rows = await db.auditEvent.findMany({
			where: { AND: [where(scope, query), { seq: { gt: after } }] },
			orderBy: { seq: "asc" },
			take: PORTION,
		});
		yield* rows;
		const last = rows.at(-1);
		if (!last) return;
		after = last.seq;
	}
}

async function* every(): AsyncGenerator<AuditRow> {
	// From below the first number: a row that was given such a one is to be found, too.
	let after: number | null = null;
	for (;;) {
		const rows: AuditRow[] = await db.auditEvent.findMany({
			...(after === null ? {} : { where: { seq: { gt: after } } }),
			orderBy: { seq: "asc" },
			take: PORTION,
		});
		yield* rows;
		const last = rows.at(-1);
		if (!last) return;
		after = last.seq;
	}
}

/**
 * Follows the whole chain as it stands. One that is gone with its head is missed by the owner: the account and the row
 * of how it was made came into being together.
 * The head is read first: rows that are added meanwhile lie behind it.
 */
export async function verifyAudit(): Promise<ChainReport> {
	const head = readHead();
	const report = await verifyChain(every(), head);
	const [owned, made] = [
		await db.setup.count(),
		await db.auditEvent.count({ where: { action: "owner.make" } }),
	];
	if (owned > 0 && made === 0)
		report.problems.unshift({
			seq: 1,
			kind: "missing",
			sentence:
				"The row of how the owner's account was made is missing: the audit was removed as a whole, and begun anew.",
		});
	return report;
}
