import "server-only";
import { db } from "@/lib/kernel/db";
import { type DomainQuery, matchesName, PAGE_SIZE } from "./schema";

/** A desired domain as its row says. `installation` is the installation's id in MailSystem. */
export type DomainRow = {
	name: string;
	installation: string;
	revision: number;
	updatedAt: Date;
	updatedBy: string;
};

const select = {
	name: true,
	revision: true,
	updatedAt: true,
	updatedBy: true,
	installation: { select: { slug: true } },
} as const;
type Selected = Omit<DomainRow, "installation"> & { installation: { slug: string } };
const rowOf = (row: Selected): DomainRow => ({ ...row, installation: row.installation.slug });

export async function findDomain(hostId: string, name: string): Promise<DomainRow | null> {
	const row = await db.domain.findUnique({ where: { hostId_name: { hostId, name } }, select });
	return row && rowOf(row);
}

/** Which of some domains the host has, with their installation. */
export async function presentDomains(
	hostId: string,
	names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
	const present = new Map<string, string>();
	// SQLite takes 32,766 values in one statement.
	for (let from = 0; from < names.length; from += 5_000) {
		const rows = await db.domain.findMany({
			where: { hostId, name: { in: names.slice(from, from + 5_000) } },
			select: { name: true, installation: { select: { slug: true } } },
		});
		for (const row of rows) present.set(row.name, row.installation.slug);
	}
	return present;
}

/** How many domains each installation has, by its id. */
export async function domainCounts(hostId: string): Promise<ReadonlyMap<string, number>> {
	const rows = await db.installation.findMany({
		where: { hostId },
		orderBy: { slug: "asc" },
		select: { slug: true, _count: { select: { domains: true } } },
	});
	return new Map(rows.map((row) => [row.slug, row._count.domains]));
}

/** The names of all desired domains. */
export async function domainNames(hostId: string): Promise<string[]> {
	const rows = await db.domain.findMany({ where: { hostId }, select: { name: true } });
	return rows.map((row) => row.name);
}

/** One page of a host's domains by name, and how many match. A page after the last is the last. */
export async function listDomains(hostId: string, query: DomainQuery) {
	// Letters of other scripts stand encoded in the A-label, where no database finds them.
	const plain = /^[a-z0-9.-]*$/.test(query.q);
	const encoded = plain ? null : await encodedMatches(hostId, query);
	const where = {
		hostId,
		...(query.on && { installation: { slug: query.on } }),
		...(plain && query.q && { name: { contains: query.q } }),
	};
	const matching = encoded?.length ?? (await db.domain.count({ where }));
	const pages = Math.max(1, Math.ceil(matching / PAGE_SIZE));
	const page = Math.min(query.page, pages);
	const skip = (page - 1) * PAGE_SIZE;
	const rows = await db.domain.findMany({
		where: encoded ? { hostId, name: { in: encoded.slice(skip, skip + PAGE_SIZE) } } : where,
		orderBy: { name: "asc" },
		select,
		skip: encoded ? 0 : skip,
		take: PAGE_SIZE,
	});
	return { rows: rows.map(rowOf), matching, page, pages };
}

async function encodedMatches(hostId: string, { q, on }: DomainQuery): Promise<string[]> {
	const rows = await db.domain.findMany({
		where: { hostId, name: { contains: "xn--" }, ...(on && { installation: { slug: on } }) },
		orderBy: { name: "asc" },
		select: { name: true },
	});
	return rows.map((row) => row.name).filter((name) => matchesName(name, q));
}
