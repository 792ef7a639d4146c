import "server-only";
import { diagnosis } from "@/lib/core/host/events";
import { hostKeys, sshConnection } from "@/lib/hosts/ssh-schema";
import { db } from "@/lib/kernel/db";
import type { HostDraft } from "./schema";

const sshPlace = sshConnection.omit({ kind: true, hostKeys: true });

type Row = NonNullable<Awaited<ReturnType<typeof db.hostDraft.findUnique>>>;

const draftOf = (row: Row): HostDraft => ({
	id: row.id,
	name: row.name,
	place: sshPlace.parse(JSON.parse(row.place)),
	offered: hostKeys.parse(JSON.parse(row.offered)),
	confirmed: row.confirmed === null ? null : hostKeys.parse(JSON.parse(row.confirmed)),
	failed:
		row.failed === null || row.failedAt === null
			? null
			: { diagnosis: diagnosis.parse(JSON.parse(row.failed)), at: row.failedAt.getTime() },
	hostId: row.hostId,
	createdById: row.createdById,
});

export async function findDraft(id: string): Promise<HostDraft | null> {
	const row = await db.hostDraft.findUnique({ where: { id } });
	return row && draftOf(row);
}

/** The hosts that a person began to add, or to reach anew, the last first. */
export const draftsOf = async (personId: string): Promise<HostDraft[]> =>
	(
		await db.hostDraft.findMany({
			where: { createdById: personId },
			orderBy: { createdAt: "desc" },
			take: 20,
		})
	).map(draftOf);
