import "server-only";
import type { MailmanInstallation } from "@/lib/core/system/installation";
import { verpSettings } from "@/lib/core/system/verp";
import { db } from "@/lib/kernel/db";

/** A desired installation as its row says, with who changed it last. */
export type InstallationRow = MailmanInstallation & { revision: number; updatedAt: Date; updatedBy: string };

type Row = NonNullable<Awaited<ReturnType<typeof db.installation.findUnique>>>;

const rowOf = (row: Row): InstallationRow => ({
	id: row.slug,
	prefix: row.prefix,
	user: row.user,
	group: row.group,
	python: row.python,
	webHost: row.webHost,
	mailHost: row.mailHost,
	verp: row.verp === null ? null : verpSettings.parse(JSON.parse(row.verp)),
	revision: row.revision,
	updatedAt: row.updatedAt,
	updatedBy: row.updatedBy,
});

/** A host's desired installations by name. */
export async function findInstallations(hostId: string): Promise<InstallationRow[]> {
	return (await db.installation.findMany({ where: { hostId }, orderBy: { slug: "asc" } })).map(rowOf);
}

export async function findInstallation(hostId: string, id: string): Promise<InstallationRow | null> {
	const row = await db.installation.findUnique({ where: { hostId_slug: { hostId, slug: id } } });
	return row && rowOf(row);
}

/** The first domains of an installation by name, and how many there are. */
export async function domainsOn(hostId: string, id: string, atMost: number) {
	const where = { hostId, installation: { slug: id } };
	const [rows, total] = await Promise.all([
		db.domain.findMany({ where, orderBy: { name: "asc" }, take: atMost, select: { name: true } }),
		db.domain.count({ where }),
	]);
	return { names: rows.map((row) => row.name), total };
}
