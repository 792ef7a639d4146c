import "server-only";
import type { MailSystemInput } from "@/lib/core/system/mail-system";
import { db } from "@/lib/kernel/db";
import { sha256 } from "@/lib/kernel/sha256";
import type { Attribution } from "./schema";

/** By what desired settings are known again: whoever discards them names the ones that were on the page. */
export const markOf = (written: MailSystemInput): string => sha256(JSON.stringify(written));

/** The later of two; null counts as never. */
const later = (a: Attribution | null, b: Attribution | null): Attribution | null =>
	a && b ? (a.at >= b.at ? a : b) : (a ?? b);

/** `Jane Doe` of the audit's `Jane Doe <jane@example.com>`. */
const nameOf = (actor: string) => actor.replace(/ <[^<>]*>$/, "");

/** The last act on a noun in the audit: what removed a row is written nowhere else. */
async function lastAct(hostId: string, noun: string): Promise<Attribution | null> {
	const act = await db.auditEvent.findFirst({
		where: { hostId, action: { startsWith: noun } },
		orderBy: { seq: "desc" },
		select: { actor: true, at: true },
	});
	return act && { by: nameOf(act.actor), at: act.at.getTime() };
}

/** Who last changed each part of a host's desired settings: by section, `domains`, and `installations.NAME`. */
export async function readAttributions(hostId: string): Promise<ReadonlyMap<string, Attribution>> {
	const [sections, installations, domain, domainAct, installationAct] = await Promise.all([
		db.setting.findMany({ where: { hostId }, select: { section: true, updatedAt: true, updatedBy: true } }),
		db.installation.findMany({
			where: { hostId },
			select: { slug: true, updatedAt: true, updatedBy: true },
		}),
		db.domain.findFirst({
			where: { hostId },
			orderBy: { updatedAt: "desc" },
			select: { updatedAt: true, updatedBy: true },
		}),
		lastAct(hostId, "domain"),
		lastAct(hostId, "installation"),
	]);
	const of = (row: { updatedAt: Date; updatedBy: string } | null): Attribution | null =>
		row && { by: row.updatedBy, at: row.updatedAt.getTime() };
	const entries: [string, Attribution | null][] = [
		...sections.map((row): [string, Attribution | null] => [row.section, of(row)]),
		...installations.map((row): [string, Attribution | null] => [`installations.${row.slug}`, of(row)]),
		["domains", later(of(domain), domainAct)],
		["installations", installationAct],
	];
	return new Map(entries.filter((entry): entry is [string, Attribution] => entry[1] !== null));
}
