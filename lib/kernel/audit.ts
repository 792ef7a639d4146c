import "server-only";
import { headers } from "next/headers";
import { db } from "./db";

/** What is kept of one act. `before` and `after` are written as JSON and must hold no secret. */
export type Audited = { subject: string; before?: unknown; after?: unknown; reason?: string };

const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));

/** Adds one line to the audit: who did what to what, from where. */
export async function recordAudit(
	event: Audited & { action: string; actor: { name: string; email: string }; hostId: string | null },
): Promise<void> {
	await db.auditEvent.create({
		data: {
			hostId: event.hostId,
			actor: `${event.actor.name} <${event.actor.email}>`,
			action: event.action,
			subject: event.subject,
			before: json(event.before),
			after: json(event.after),
			reason: event.reason ?? null,
			from: (await headers()).get("x-listkeeper-client"),
		},
	});
}
