import "server-only";
import { notFound } from "next/navigation";
import { PRESETS } from "@/lib/core/planner/presets";
import { ownRemoteMaxParallel } from "@/lib/core/planner/receivers";
import { loadHost } from "@/lib/hosts/loaders";
import { findInstallation, findInstallations } from "@/lib/installations/data";
import { whyNot } from "@/lib/session/permissions";
import { countedLists } from "./counted-lists";
import { readDelivery } from "./data";
import { asFields, deliveryFields, overrideFields } from "./schema";

/**
 * For the delivery page: the desired settings as fields, what is live, and who has settings of their own.
 * In: the preset that the address names, whose values then fill the form instead.
 */
export async function loadDelivery(hostId: string, presetId?: unknown) {
	const { access, host } = await loadHost(hostId);
	const [desired, installations] = await Promise.all([readDelivery(hostId), findInstallations(hostId)]);
	const live = host.status?.live?.system ?? null;
	const preset = PRESETS.find((one) => one.id === presetId) ?? null;
	return {
		fields: deliveryFields({
			...desired.verp,
			...(preset ? { strategy: preset.strategy, ...preset.tuning } : desired.tuning),
		}),
		preset,
		/** Names of the lists the host has; null where it hasn't been heard. */
		lists: host.status && [...new Set(host.status.profile.found.flatMap(({ lists }) => lists))].sort(),
		/** Exim's own `remote_max_parallel` there, which holds where none is set. */
		ownParallel: ownRemoteMaxParallel(host.status?.profile.exim?.version ?? null),
		revision: desired.revision,
		unreadable: desired.unreadable,
		live: live && { verp: live.verp, tuning: live.tuning },
		installations: installations.map(({ id, verp }) => ({ id, verp })),
		mayNot: whyNot(access.role, "settings.change"),
	};
}

/** For the page: what the host counts of its own lists; see `countedLists`. */
export async function loadCountedLists(hostId: string) {
	const { access, host } = await loadHost(hostId);
	return countedLists(hostId, host.connection, access.person.name);
}

/** For the page of one installation's VERP. 404 where the host has no such installation. */
export async function loadOverride(hostId: string, id: string) {
	const { access } = await loadHost(hostId);
	const [host, installation] = await Promise.all([readDelivery(hostId), findInstallation(hostId, id)]);
	if (!installation) notFound();
	return {
		id,
		/** Where it follows the host its own fields begin as the host's. */
		fields: {
			...asFields(host.verp),
			...overrideFields(installation.verp),
		},
		revision: installation.revision,
		host: { verp: host.verp, tuning: host.tuning },
		mayNot: whyNot(access.role, "settings.change"),
	};
}
