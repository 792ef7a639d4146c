import "server-only";
import { notFound } from "next/navigation";
import type { Diagnosis } from "@/lib/core/checks/types";
import type { CountedList } from "@/lib/core/host/events";
import { PRESETS } from "@/lib/core/planner/presets";
import { ownRemoteMaxParallel } from "@/lib/core/planner/receivers";
import { askForResult } from "@/lib/hosts/connection";
import { loadHost } from "@/lib/hosts/loaders";
import { findInstallation, findInstallations } from "@/lib/installations/data";
import { HostFailed } from "@/lib/kernel/errors";
import { whyNot } from "@/lib/session/permissions";
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

/** The host may run one program a list, for a minute altogether. */
const COUNTING_SILENCE_MS = 150_000;

/** What the host counts of its own lists, those with most members first, or why it doesn't. */
export async function loadCountedLists(
	hostId: string,
): Promise<{ lists: CountedList[]; silent: Diagnosis | null }> {
	const { access, host } = await loadHost(hostId);
	try {
		const { lists } = await askForResult(host.connection, { verb: "members" }, access.person.name, {
			silenceMs: COUNTING_SILENCE_MS,
		});
		const size = ({ count }: CountedList) => count?.members ?? -1;
		return { lists: lists.toSorted((a, b) => size(b) - size(a)), silent: null };
	} catch (error) {
		if (!(error instanceof HostFailed)) throw error;
		return { lists: [], silent: error.diagnosis };
	}
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
