import "server-only";
import { notFound } from "next/navigation";
import type { HostStatus } from "@/lib/core/host/events";
import { readableDomain } from "@/lib/core/system/readable";
import { readSection } from "@/lib/hosts/data";
import { loadHost } from "@/lib/hosts/loaders";
import { findInstallations } from "@/lib/installations/data";
import { whyNot, whyNotDomain } from "@/lib/session/permissions";
import { type DomainRow, domainCounts, domainNames, findDomain, listDomains } from "./data";
import {
	domainQuery,
	type LiveDomains,
	liveDomains,
	mailHostSentence,
	type Standing,
	standingOf,
} from "./schema";

/** A desired domain as a table shows it. */
export type ShownDomain = DomainRow & {
	/** As people read it; the same as `name` unless it is internationalised. */
	readable: string;
	/** Lists of its installation, each of which answers in this domain; null where the host hasn't said. */
	lists: readonly string[] | null;
	standing: Standing;
};

function shown(row: DomainRow, prefix: string | undefined, status: HostStatus | null, live: LiveDomains) {
	const found = status?.profile.found.find((installation) => installation.prefix === prefix);
	return {
		...row,
		readable: readableDomain(row.name),
		lists: found?.lists ?? null,
		standing: standingOf(row, live),
	};
}

/** For the page of all domains: one page of the table, and what the form above it offers. */
export async function loadDomains(hostId: string, search: Record<string, unknown>) {
	const { access, host } = await loadHost(hostId);
	const query = domainQuery.parse(search);
	const [page, installations, counts, names, administrator] = await Promise.all([
		listDomains(hostId, query),
		findInstallations(hostId),
		domainCounts(hostId),
		domainNames(hostId),
		readSection(hostId, "administrator"),
	]);
	const live = host.status && liveDomains(host.status.live);
	const prefixes = new Map(installations.map((installation) => [installation.id, installation.prefix]));
	const desired = new Set(names);
	return {
		query: { ...query, page: page.page },
		pages: page.pages,
		matching: page.matching,
		total: names.length,
		rows: page.rows.map((row): ShownDomain => shown(row, prefixes.get(row.installation), host.status, live)),
		installations: [...counts].map(([id, domains]) => ({ id, domains })),
		/** Still live, but no longer desired. */
		leaving: [...(live?.keys() ?? [])].filter((name) => !desired.has(name)),
		administrator: { administrator: String(administrator.value), revision: administrator.revision },
		mayNot: whyNot(access.role, "settings.change"),
		mayNotAdd: whyNot(access.role, "domains.change"),
	};
}

/** For one domain's page. 404 where the host has no such domain. */
export async function loadDomain(hostId: string, name: string) {
	const { access, host } = await loadHost(hostId);
	const [row, installations] = await Promise.all([findDomain(hostId, name), findInstallations(hostId)]);
	if (!row) notFound();
	const home = installations.find((installation) => installation.id === row.installation);
	return {
		domain: shown(row, home?.prefix, host.status, host.status && liveDomains(host.status.live)),
		/** Why it can't go from its installation; null where it can. */
		mayNotGo:
			whyNotDomain(access, "domains.change", name) ??
			(home?.mailHost === name ? mailHostSentence(home.id) : null),
		installations: installations.map((installation) => installation.id),
	};
}
