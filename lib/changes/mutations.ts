import "server-only";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { readDesired } from "@/lib/hosts/data";
import { SECTIONS } from "@/lib/hosts/schema";
import { type Transaction, writing } from "@/lib/kernel/db";
import { Refused } from "@/lib/kernel/errors";
import { markOf } from "./data";

async function writeSections(tx: Transaction, hostId: string, to: MailSystem, updatedBy: string) {
	const rows = await tx.setting.findMany({ where: { hostId } });
	for (const section of SECTIONS) {
		const value = JSON.stringify(to[section]);
		const row = rows.find((one) => one.section === section);
		if (row && sameJson(row.value, value)) continue;
		await tx.setting.upsert({
			where: { hostId_section: { hostId, section } },
			create: { hostId, section, value, updatedBy },
			update: { value, updatedBy, revision: { increment: 1 } },
		});
	}
}

/** Equal whatever the order of keys. */
const sameJson = (a: string, b: string) => sorted(JSON.parse(a)) === sorted(JSON.parse(b));
const sorted = (value: unknown): string =>
	JSON.stringify(value, (_key, part) =>
		typeof part === "object" && part !== null && !Array.isArray(part)
			? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
			: part,
	);

/** Writes the installations that are to be there. Out: their rows' ids by name. */
async function writeInstallations(tx: Transaction, hostId: string, to: MailSystem, updatedBy: string) {
	const rows = await tx.installation.findMany({ where: { hostId } });
	const ids = new Map<string, string>();
	for (const { id: slug, verp, ...fields } of to.installations) {
		const data = { ...fields, verp: verp === null ? null : JSON.stringify(verp) };
		const row = rows.find((one) => one.slug === slug);
		if (!row) {
			const made = await tx.installation.create({ data: { ...data, hostId, slug, updatedBy } });
			ids.set(slug, made.id);
			continue;
		}
		ids.set(slug, row.id);
		const same =
			(Object.keys(fields) as (keyof typeof fields)[]).every((field) => row[field] === fields[field]) &&
			sameJson(row.verp ?? "null", data.verp ?? "null");
		if (!same)
			await tx.installation.update({
				where: { id: row.id },
				data: { ...data, updatedBy, revision: { increment: 1 } },
			});
	}
	return ids;
}

/** A statement names so many rows and no more: databases have a limit of values in one. */
const AT_A_TIME = 500;

async function writeDomains(
	tx: Transaction,
	hostId: string,
	to: MailSystem,
	installationIds: ReadonlyMap<string, string>,
	updatedBy: string,
) {
	const rows = new Map((await tx.domain.findMany({ where: { hostId } })).map((row) => [row.name, row]));
	const made: { hostId: string; name: string; installationId: string; updatedBy: string }[] = [];
	for (const { name, installation } of to.domains) {
		const installationId = installationIds.get(installation);
		// A parsed MailSystem names no installation that it hasn't.
		if (installationId === undefined) throw new Error(`${name} is on ${installation}, which is not there.`);
		const row = rows.get(name);
		rows.delete(name);
		if (!row) made.push({ hostId, name, installationId, updatedBy });
		else if (row.installationId !== installationId)
			await tx.domain.update({
				where: { id: row.id },
				data: { installationId, updatedBy, revision: { increment: 1 } },
			});
	}
	// In one go: a host may have ten thousand, and everybody else waits for the end.
	if (made.length > 0) await tx.domain.createMany({ data: made });
	const gone = [...rows.values()].map((row) => row.id);
	for (let at = 0; at < gone.length; at += AT_A_TIME)
		await tx.domain.deleteMany({ where: { id: { in: gone.slice(at, at + AT_A_TIME) } } });
}

/**
 * Makes a system the desired one, touching only the rows that differ, so that a form somebody has open over another
 * row stays good. Installations that are not in it go last: domains keep them from going before.
 */
export async function replaceDesired(hostId: string, to: MailSystem, by: string): Promise<void> {
	const tx = writing();
	await writeSections(tx, hostId, to, by);
	const ids = await writeInstallations(tx, hostId, to, by);
	await writeDomains(tx, hostId, to, ids, by);
	await tx.installation.deleteMany({
		where: { hostId, slug: { notIn: to.installations.map((one) => one.id) } },
	});
}

/**
 * Takes desired settings back. In: what they are to be, and the mark of those that the person saw.
 * Throws Refused where somebody has changed them since: nobody discards what they haven't seen.
 */
export async function discardTo(hostId: string, to: MailSystem, seen: string, by: string): Promise<void> {
	if (markOf(await readDesired(hostId)) !== seen)
		throw Refused.form(
			"Somebody changed the settings since you opened this page, and nothing was discarded. What you see now is what would be: look at it, then discard again.",
		);
	await replaceDesired(hostId, to, by);
}
