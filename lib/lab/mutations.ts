import "server-only";
import type { KeptSession } from "@/lib/core/checks/lab";
import { db, writing } from "@/lib/kernel/db";
import { Refused } from "@/lib/kernel/errors";

/** As many as a host plays at once. */
const MAX_SAVED = 100;

/** Keeps a session. Throws Refused where its name is taken, or too many are kept. */
export async function saveSession(
	hostId: string,
	{ title, session, expect }: KeptSession,
	by: string,
): Promise<void> {
	const rows = await db.savedSession.findMany({ where: { hostId }, select: { title: true } });
	if (rows.length >= MAX_SAVED)
		throw Refused.form(`A host keeps at most ${MAX_SAVED} sessions. Remove one first.`);
	if (rows.some((row) => row.title === title))
		throw new Refused({ title: "A session of this name is kept already. Give it another." });
	await writing().savedSession.create({
		data: { hostId, title, session: JSON.stringify(session), expect, createdBy: by },
	});
}

/** Removes a session. Out: its name; null where it was gone already. */
export async function removeSession(hostId: string, id: string): Promise<string | null> {
	const row = await db.savedSession.findFirst({ where: { id, hostId } });
	if (!row) return null;
	await writing().savedSession.deleteMany({ where: { id, hostId } });
	return row.title;
}
