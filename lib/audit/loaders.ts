import "server-only";
import type { ChainReport } from "@/lib/kernel/audit-chain";
import { type Access, requireAccess } from "@/lib/session/loaders";
import { may } from "@/lib/session/permissions";
import { type AuditScope, eachAudit, findAudit, verifyAudit } from "./data";
import { type AuditQuery, PAGE_SIZE } from "./schema";

/** An answer about the whole chain may be so old, and twenty times as old as following it took: that reads every row. */
const CHAIN_AGE_MS = 2_000;
const TIMES_ITS_COST = 20;

type Checked = { report: ChainReport; at: number };
let checked: Promise<Checked> | null = null;
let goodUntil = Number.POSITIVE_INFINITY;

/** Whether the chain is whole. Who asks while it is being followed gets that answer. */
function chain(): Promise<Checked> {
	if (checked && Date.now() < goodUntil) return checked;
	const began = Date.now();
	goodUntil = Number.POSITIVE_INFINITY;
	checked = verifyAudit().then((report) => {
		const at = Date.now();
		goodUntil = at + Math.max(CHAIN_AGE_MS, (at - began) * TIMES_ITS_COST);
		return { report, at };
	});
	checked.catch(() => {
		checked = null;
	});
	return checked;
}

/** What concerns no host, as who signed in from where, is the owners' business. */
const scopeOf = ({ hostId, role }: Access): AuditScope => ({ hostId, console: may(role, "audit.people") });

/** For the Audit page: a page of rows, and whether the chain is whole. */
export async function loadAudit(hostId: string, query: AuditQuery) {
	const access = await requireAccess(hostId, "audit.see");
	const scope = scopeOf(access);
	const [{ rows, count }, { report, at }] = await Promise.all([
		findAudit(scope, query, (query.page - 1) * PAGE_SIZE, PAGE_SIZE),
		chain(),
	]);
	return {
		rows,
		matching: count,
		pages: Math.max(1, Math.ceil(count / PAGE_SIZE)),
		people: scope.console,
		chain: report,
		chainAt: at,
	};
}

/** For the export: every row that the query matches, in the order they were written. */
export async function loadAuditExport(hostId: string, query: AuditQuery) {
	const access = await requireAccess(hostId, "audit.see");
	return eachAudit(scopeOf(access), query);
}
