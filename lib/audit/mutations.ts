import "server-only";
import type { HostStatus } from "@/lib/core/host/events";
import { appendAudit } from "@/lib/kernel/audit";
import { keepHead } from "@/lib/kernel/audit-head";
import { db } from "@/lib/kernel/db";
import { actsBetween, type HostAct } from "./console-use";
import { verifyAudit } from "./data";

/**
 * Goes on from the last row there is, after a database was restored from a copy. What was wrong is written into the
 * chain itself, so that accepting hides nothing.
 */
export async function acceptAudit(reason: string, by: string): Promise<void> {
	const { problems } = await verifyAudit();
	await appendAudit({
		action: "audit.accept",
		actor: { name: by },
		hostId: null,
		subject: "the audit as it stands",
		before: problems.map(({ sentence }) => sentence),
		reason,
		from: "the console's command line",
	});
	const last = await db.auditEvent.findFirstOrThrow({
		orderBy: { seq: "desc" },
		select: { seq: true, hash: true },
	});
	keepHead(last, { again: true });
}

/** Whether a deployment that was begun here explains what happened on the host. In: when it was last looked at. */
async function isOurs(hostId: string, act: HostAct, since: Date): Promise<boolean> {
	const open = { state: { in: ["running", "unknown"] } };
	const where = {
		// The number comes with the host's last word, which may still be under way.
		"console.deploy": { releaseId: act.releaseId, OR: [{ number: act.number }, { number: null, ...open }] },
		"console.rollback": { OR: [open, { finishedAt: { gte: since } }] },
		// Confirming here notes the ending first.
		"console.confirm": { releaseId: act.releaseId, state: { not: "pending" } },
	}[act.action];
	return (await db.deployment.count({ where: { hostId, ...where } })) > 0;
}

/**
 * Writes into the audit what was done at the host's own command line since the last look.
 * In: what the host said then, and when; what it says now.
 */
export async function noteConsoleUse(
	hostId: string,
	before: { status: HostStatus; at: Date },
	after: HostStatus,
): Promise<void> {
	for (const act of actsBetween(before.status, after))
		if (!(await isOurs(hostId, act, before.at)))
			await appendAudit({
				action: act.action,
				actor: { name: act.actor ?? "somebody on the host" },
				hostId,
				subject: `release ${act.number}`,
				after: { release: act.releaseId, ...(act.broken ? { sessionsBroken: act.broken } : {}) },
				reason: act.note,
				from: "the host's command line",
			});
}
