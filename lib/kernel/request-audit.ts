import "server-only";
import { headers } from "next/headers";
import { type AuditEntry, appendAudit } from "./audit";

/** The address of whose request is being answered, as lib/kernel/front-door.ts saw it; null where it is not known. */
export const clientAddress = async (): Promise<string | null> => (await headers()).get("x-listkeeper-client");

/** Adds one line to the audit about the request that is being answered: who did what to what, from where. */
export const recordAudit = async (entry: AuditEntry): Promise<void> =>
	appendAudit({ ...entry, from: await clientAddress() });
