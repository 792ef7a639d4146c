import "server-only";
import { addressTest } from "@/lib/core/host/protocol";
import { db } from "@/lib/kernel/db";
import type { SavedTest } from "./schema";

/** A host's saved tests, oldest first; one that no longer parses is left out. */
export async function listSavedTests(hostId: string): Promise<SavedTest[]> {
	const rows = await db.savedTest.findMany({ where: { hostId }, orderBy: { createdAt: "asc" } });
	return rows.flatMap(({ id, test, createdAt, createdBy }) => {
		const parsed = addressTest.safeParse(JSON.parse(test));
		return parsed.success ? [{ id, test: parsed.data, by: createdBy, at: createdAt.getTime() }] : [];
	});
}

export const countSavedTests = (hostId: string): Promise<number> => db.savedTest.count({ where: { hostId } });
