import "server-only";
import { headers } from "next/headers";
import { type AuditEntry, appendAudit, audited } from "./audit";

/** The address of whose request is being answered, as lib/kernel/front-door.ts saw it; null where it is not known. */
export const clientAddress = async (): Promise<string | null> => (await headers()).get("x-listkeeper-client");

/** Adds one line to the audit about the request that is being answered: who did what to what, from where. */
export const recordAudit = async (entry: AuditEntry): Promise<void> =>
	appendAudit({ ...entry, from: await clientAddress() });

/**
 * Changes the database for the request that is being answered, in one transaction with its rows of the audit.
 * In: the change, which gives its own result and the rows.
 */
export async function changing<T>(
	change: () => Promise<{ result: T; rows: readonly AuditEntry[] }>,
): Promise<T> {
	const from = await clientAddress();
	return audited(async () => {
		const { result, rows } = await change();
		return { result, rows: rows.map((row) => ({ ...row, from })) };
	});
}
