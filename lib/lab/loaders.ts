import "server-only";
import { outsideAddress } from "@/lib/core/checks/derive";
import { labSession } from "@/lib/core/checks/lab";
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
import {
	fieldsOfSession,
	inOrder,
	readDescribed,
	type SavedVerdict,
	savedVerdict,
	shownAnswer,
} from "./schema";

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
	const mayNot = whyNot(access.role, "lab.play");
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

/** How many refused sessions the lab offers. */
const REJECTED = 10;

/** The sessions that were refused last, and what they would be answered with the undeployed changes. */
export async function loadRejected(hostId: string) {
	const { access, host } = await loadHost(hostId);
	const desired = await loadMailSystem(hostId);
	const example = examplePost(host, desired.data ?? null);
	try {
		const { sessions } = await askForResult(
			host.connection,
			{ verb: "rejected", limit: REJECTED },
			access.person.name,
			{ silenceMs: 20_000 },
		);
		const described = sessions.flatMap((one) => {
			const { from, helo, sender, data } = one;
			const recipients = one.recipients.length > 0 ? one.recipients : [example];
			const parsed = labSession.safeParse({ from, helo, sender, recipients, data });
			return parsed.success ? [{ at: one.at, reason: one.reason, session: parsed.data }] : [];
		});
		if (described.length === 0) return { rejected: [], silent: null };
		const { answers } = await askForResult(
			host.connection,
			{ verb: "sessions", system: desired.data ?? null, sessions: described.map(({ session }) => session) },
			access.person.name,
			{ silenceMs: SILENCE_MS },
		);
		const rejected = described.map(({ at, reason, session }, index) => {
			const proposed = answers[index]?.proposed ?? answers[index]?.live;
			return { at, reason, fields: fieldsOfSession(session), now: proposed ? shownAnswer(proposed) : null };
		});
		return { rejected, silent: null };
	} catch (error) {
		if (!(error instanceof HostFailed)) throw error;
		return { rejected: [], silent: error.diagnosis };
	}
}
export type Rejected = Awaited<ReturnType<typeof loadRejected>>["rejected"][number];

/** An address of a list that is there, to stand where a refused session had named none. */
function examplePost(host: HostRecord, desired: MailSystem | null): string {
	const { list, domain } = exampleList(host, host.status?.live?.system ?? desired);
	return `${list}@${domain}`;
}

function exampleList(host: HostRecord, system: MailSystem | null) {
	const lists = system && host.status ? listsOf(system, host.status.profile.found) : {};
	const domain = system?.domains.find((one) => (lists[one.installation] ?? []).length > 0);
	const list = domain && (lists[domain.installation] ?? []).find((name) => name !== "mailman");
	return { list: list ?? "announce", domain: domain?.name ?? "list.example.com" };
}

/** For the lab: the samples on this host's own lists, and the one to begin with. In: a sample's id or the fields of a session. */
export async function loadLab(hostId: string, chosen: string | undefined, described: string | undefined) {
	const { access, host } = await loadHost(hostId);
	const desired = await loadMailSystem(hostId);
	const system = host.status?.live?.system ?? desired.data ?? null;
	const samples = labSamples({
		...exampleList(host, system),
		outside: system
			? outsideAddress(system, host.status?.profile.target.hostname).replace(/^.*@/, "")
			: "example.net",
	});
	const own = readDescribed(described);
	const sample = own ? undefined : (samples.find((one) => one.id === chosen) ?? samples[0]);
	return {
		host,
		samples: samples.map(({ id, title }) => ({ id, title, chosen: id === sample?.id })),
		fields: own ?? (sample ? fieldsOfSession(sample.session) : null),
		mayNot: whyNot(access.role, "lab.play"),
		mayNotSave: whyNot(access.role, "lab.play"),
	};
}
