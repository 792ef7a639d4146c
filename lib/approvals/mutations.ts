import "server-only";
import { writing } from "@/lib/kernel/db";
import { baseKey, type Proposal } from "./data";

/** Keeps somebody's approval; a second one of the same proposal is of this moment. */
export async function addApproval(
	{ hostId, releaseId, baseId }: Proposal,
	by: { id: string; name: string },
): Promise<void> {
	const key = { hostId, releaseId, baseId: baseKey(baseId), userId: by.id };
	await writing().approval.upsert({
		where: { hostId_releaseId_baseId_userId: key },
		create: { ...key, userName: by.name },
		update: { userName: by.name, at: new Date() },
	});
}
