import "server-only";
import { db } from "@/lib/kernel/db";
import { may, ROLES } from "@/lib/session/permissions";

/** Exactly one release over exactly one that is live; null before the first. */
export type Proposal = { hostId: string; releaseId: string; baseId: string | null };

/** As the table keeps it: a key can't be null. */
export const baseKey = (baseId: string | null): string => baseId ?? "";

/** Whether the host wants somebody else's approval before a deployment. */
export async function wantsFourEyes(hostId: string): Promise<boolean> {
	const host = await db.host.findUnique({ where: { id: hostId }, select: { fourEyes: true } });
	return host?.fourEyes ?? false;
}

/**
 * When something last went live on the host, or may have, from here: what was approved before that was for another
 * moment, though its ids may come again, as when a release is deployed a second time after it was rolled back.
 */
async function lastWentLive(hostId: string): Promise<Date | null> {
	const last = await db.deployment.findFirst({
		where: { hostId, state: { notIn: ["refused", "failed"] } },
		orderBy: { startedAt: "desc" },
		select: { startedAt: true },
	});
	return last?.startedAt ?? null;
}

/** Who approved a proposal since anything last went live, and still may, the first one first. */
export async function approvalsOf({ hostId, releaseId, baseId }: Proposal) {
	const since = await lastWentLive(hostId);
	const rows = await db.approval.findMany({
		where: { hostId, releaseId, baseId: baseKey(baseId), ...(since ? { at: { gt: since } } : {}) },
		orderBy: { at: "asc" },
		select: {
			userId: true,
			userName: true,
			at: true,
			user: { select: { memberships: { where: { hostId }, select: { role: true } } } },
		},
	});
	return rows.flatMap(({ user, userId, userName, at }) => {
		const role = ROLES.find((known) => known === user.memberships[0]?.role);
		return role && may(role, "deployments.approve") ? [{ userId, name: userName, at: at.getTime() }] : [];
	});
}

/**
 * The release that the live one was deployed over, where that was the last thing that happened here; null where a roll
 * back or the host's command line came after. In: the id that is live.
 */
export async function releaseBefore(hostId: string, liveId: string): Promise<string | null> {
	const last = await db.deployment.findFirst({
		where: { hostId, state: { in: ["live", "pending"] } },
		orderBy: { startedAt: "desc" },
		select: { kind: true, releaseId: true, baseId: true },
	});
	return last?.kind === "deploy" && last.releaseId === liveId ? last.baseId : null;
}
