import "server-only";
import { EXPECTED, labSession } from "@/lib/core/checks/lab";
import { db } from "@/lib/kernel/db";
import type { SavedSession } from "./schema";

/** A host's saved sessions, oldest first; one that no longer parses is left out. */
export async function listSavedSessions(hostId: string): Promise<SavedSession[]> {
	const rows = await db.savedSession.findMany({ where: { hostId }, orderBy: { createdAt: "asc" } });
	return rows.flatMap(({ id, title, session, expect, createdAt, createdBy }) => {
		const parsed = labSession.safeParse(JSON.parse(session));
		const expected = EXPECTED.find((one) => one === expect);
		if (!parsed.success || !expected) return [];
		return [{ id, title, session: parsed.data, expect: expected, by: createdBy, at: createdAt.getTime() }];
	});
}
