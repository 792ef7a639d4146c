import "server-only";
import { outsideAddress } from "@/lib/core/checks/derive";
import { labSamples } from "@/lib/core/policy/lab-samples";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { askForResult } from "@/lib/hosts/connection";
import { loadMailSystem } from "@/lib/hosts/data";
import { loadHost } from "@/lib/hosts/loaders";
import type { HostRecord } from "@/lib/hosts/schema";
import { HostFailed } from "@/lib/kernel/errors";
import { whyNot } from "@/lib/session/permissions";
import { listsOf } from "@/lib/tests/schema";
import { listSavedSessions } from "./data";
import { fieldsOfSession, inOrder, type SavedVerdict, savedVerdict } from "./schema";

/** For callouts and scanners that answer late; the host gives up by itself before. */
const SILENCE_MS = 150_000;

/**
 * What every saved session comes to, on what is live and on a system that may go live; those that change first.
 * In: the system, null for what is live alone. Throws HostFailed.
 */
export async function playSaved(
	hostId: string,
	connection: HostRecord["connection"],
	system: MailSystem | null,
	actor: string,
): Promise<SavedVerdict[]> {
	const saved = await listSavedSessions(hostId);
	if (saved.length === 0) return [];
	const ask = { verb: "sessions", system, sessions: saved.map(({ session }) => session) } as const;
	const { answers } = await askForResult(connection, ask, actor, { silenceMs: SILENCE_MS });
	return inOrder(saved.map((one, at) => savedVerdict(one, answers[at])));
}

/** The saved sessions of a page, or why they couldn't be played. */
export async function loadSavedVerdicts(hostId: string) {
	const { access, host } = await loadHost(hostId);
	const desired = await loadMailSystem(hostId);
	const live = host.status?.live?.system ?? null;
	const waits = desired.success && JSON.stringify(desired.data) !== JSON.stringify(live);
	const mayNot = whyNot(access.role, "tests.save");
	try {
		const system = waits ? desired.data : null;
		const verdicts =
			live || system ? await playSaved(hostId, host.connection, system, access.person.name) : [];
		return { verdicts, silent: null, mayNot };
	} catch (error) {
		if (!(error instanceof HostFailed)) throw error;
		return { verdicts: [], silent: error.diagnosis, mayNot };
	}
}

/** For the lab: the samples on this host's own lists, and the one to begin with. In: a sample's id, or none. */
export async function loadLab(hostId: string, chosen: string | undefined) {
	const { access, host } = await loadHost(hostId);
	const desired = await loadMailSystem(hostId);
	const system = host.status?.live?.system ?? desired.data ?? null;
	const lists = system && host.status ? listsOf(system, host.status.profile.found) : {};
	const domain = system?.domains.find((one) => (lists[one.installation] ?? []).length > 0);
	const list = domain && (lists[domain.installation] ?? []).find((name) => name !== "mailman");
	const samples = labSamples({
		list: list ?? "announce",
		domain: domain?.name ?? "list.example.com",
		outside: system ? outsideAddress(system).replace(/^.*@/, "") : "example.net",
	});
	const sample = samples.find((one) => one.id === chosen) ?? samples[0];
	return {
		host,
		samples: samples.map(({ id, title }) => ({ id, title, chosen: id === sample?.id })),
		fields: sample ? fieldsOfSession(sample.session) : null,
		mayNot: whyNot(access.role, "tests.run"),
		mayNotSave: whyNot(access.role, "tests.save"),
	};
}
