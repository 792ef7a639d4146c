import "server-only";
import type { Diagnosis } from "@/lib/core/checks/types";
import type { SshPlace } from "@/lib/hosts/ssh-schema";
import { unaudited, writing } from "@/lib/kernel/db";

/** Notes a host to be added, or reached anew. In: the keys it showed, and those that hold so far. Out: its id. */
export async function beginDraft(draft: {
	name: string;
	place: SshPlace;
	offered: readonly string[];
	confirmed: readonly string[] | null;
	hostId: string | null;
	createdById: string;
}): Promise<string> {
	const { id } = await writing().hostDraft.create({
		data: {
			...draft,
			place: JSON.stringify(draft.place),
			offered: JSON.stringify(draft.offered),
			offeredAt: new Date(),
			confirmed: draft.confirmed && JSON.stringify(draft.confirmed),
		},
		select: { id: true },
	});
	return id;
}

/** Notes where it is now, and the keys it showed there. What was confirmed of that place stays, to be compared. */
export async function changeDraft(
	id: string,
	now: { name: string; place: SshPlace; offered: readonly string[]; confirmed: readonly string[] | null },
): Promise<void> {
	await writing().hostDraft.update({
		where: { id },
		data: {
			name: now.name,
			place: JSON.stringify(now.place),
			offered: JSON.stringify(now.offered),
			offeredAt: new Date(),
			confirmed: now.confirmed && JSON.stringify(now.confirmed),
			failed: null,
			failedAt: null,
		},
	});
}

export async function confirmKeys(id: string, keys: readonly string[]): Promise<void> {
	await writing().hostDraft.update({
		where: { id },
		data: { confirmed: JSON.stringify(keys), failed: null, failedAt: null },
	});
}

/** Keeps why a try to connect failed, for the page that is looked at next. */
export async function keepFailure(id: string, failed: Diagnosis): Promise<void> {
	await unaudited("what a host said of itself").hostDraft.updateMany({
		where: { id },
		data: { failed: JSON.stringify(failed), failedAt: new Date() },
	});
}

export async function endDraft(id: string): Promise<void> {
	await writing().hostDraft.deleteMany({ where: { id } });
}
