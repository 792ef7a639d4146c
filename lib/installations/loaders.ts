import "server-only";
import { notFound } from "next/navigation";
import type { HostStatus } from "@/lib/core/host/events";
import { loadHost } from "@/lib/hosts/loaders";
import { whyNot } from "@/lib/session/permissions";
import { domainsOn, findInstallation, findInstallations, type InstallationRow } from "./data";
import { installationFields, installationStanding, nameFor, unmanaged } from "./schema";

/** Domains of an installation that a card names; of more it says how many. */
const NAMED_DOMAINS = 3;

/** An installation with what the host says of it; null where it hasn't said. */
async function shown(hostId: string, row: InstallationRow, status: HostStatus | null) {
	return {
		...row,
		domains: await domainsOn(hostId, row.id, NAMED_DOMAINS),
		found: status?.profile.found.find((found) => found.prefix === row.prefix) ?? null,
		daemon: status?.mailman.find((daemon) => daemon.prefix === row.prefix) ?? null,
		standing: installationStanding(row, status && (status.live?.system.installations ?? [])),
	};
}
export type ShownInstallation = Awaited<ReturnType<typeof shown>>;

/** For the page of all installations. */
export async function loadInstallations(hostId: string) {
	const { access, host } = await loadHost(hostId);
	const rows = await findInstallations(hostId);
	return {
		installations: await Promise.all(rows.map((row) => shown(hostId, row, host.status))),
		unmanaged: unmanaged(host.status?.profile.found ?? [], rows),
		/** Whether the host has said what is on it. */
		looked: host.status !== null,
		mayNot: whyNot(access.role, "settings.change"),
	};
}

/** For the form of a new one, filled in with what was found at `prefix`, where something was. */
export async function loadNewInstallation(hostId: string, prefix: string | null) {
	const { access, host } = await loadHost(hostId);
	const rows = await findInstallations(hostId);
	const found = unmanaged(host.status?.profile.found ?? [], rows).find((one) => one.prefix === prefix);
	return {
		fields: found
			? installationFields({
					...found,
					id: nameFor(found.prefix, new Set(rows.map((row) => row.id))),
					webHost: host.status?.profile.target.hostname ?? "",
					mailHost: null,
				})
			: null,
		simulated: found?.simulated ?? false,
		mayNot: whyNot(access.role, "settings.change"),
	};
}

/** Domains that the choice of the mail host offers; beyond these one types the name. */
const OFFERED_DOMAINS = 1_000;

/** For one installation's page. 404 where the host has no such installation. */
export async function loadInstallation(hostId: string, id: string) {
	const { access, host } = await loadHost(hostId);
	const row = await findInstallation(hostId, id);
	if (!row) notFound();
	return {
		installation: await shown(hostId, row, host.status),
		fields: installationFields(row),
		domains: await domainsOn(hostId, id, OFFERED_DOMAINS),
		mayNot: whyNot(access.role, "settings.change"),
	};
}
