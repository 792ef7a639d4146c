import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import { notFound } from "next/navigation";
import { cache } from "react";
import { noteConsoleUse } from "@/lib/audit/mutations";
import { sudoersLine } from "@/lib/core/host/program";
import { env } from "@/lib/kernel/env";
import { HostFailed } from "@/lib/kernel/errors";
import { type Access, mayAddHosts, requireAccess, requirePerson } from "@/lib/session/loaders";
import { askForResult } from "./connection";
import { consoleAccount, machineName } from "./connection-account";
import { findHost, hostsOf, localHost } from "./data";
import { keepStatus } from "./mutations";
import { type HostRecord, takenBy } from "./schema";

/** How old a status may be before a page asks again. */
const FRESH_MS = 10_000;

const refreshes = new Map<string, Promise<void>>();

/**
 * Asks the host of itself and keeps the answer. Questions at the same time share one, except `anew`: an answer that
 * was on its way may be from before what one wants to know of.
 */
async function refresh(host: HostRecord, actor: string, anew: boolean): Promise<void> {
	const running = refreshes.get(host.id);
	if (running && !anew) return running;
	const asking = (async () => {
		await running?.catch(() => {});
		try {
			const { status } = await askForResult(host.connection, { verb: "status" }, actor, {
				silenceMs: 20_000,
			});
			const before = await findHost(host.id);
			if (before?.status && before.statusAt)
				await noteConsoleUse(host.id, { status: before.status, at: before.statusAt }, status);
			await keepStatus(host.id, { status });
		} catch (error) {
			if (!(error instanceof HostFailed)) throw error;
			await keepStatus(host.id, { error: error.diagnosis });
		}
	})().finally(() => {
		if (refreshes.get(host.id) === asking) refreshes.delete(host.id);
	});
	refreshes.set(host.id, asking);
	return asking;
}

/** The host of an access, with a status not older than `maxAgeMs` if the host answers; 0 asks from now on. */
export async function hostWithStatus(access: Access, maxAgeMs = FRESH_MS): Promise<HostRecord> {
	const host = (await findHost(access.hostId)) ?? notFound();
	if (host.statusAt && Date.now() - host.statusAt.getTime() < maxAgeMs && !host.statusError) return host;
	await refresh(host, access.person.name, maxAgeMs === 0);
	return (await findHost(access.hostId)) ?? notFound();
}

/** How long a page waits for a host's answer before it shows what was last heard, with its age. */
const PATIENCE_MS = 2_000;

/** What a page knows of a host; `asking` while the host has not answered yet and what it said before is shown. */
type Known = { access: Access; host: HostRecord; asking: boolean };

/** For a page: the person's access to the host, and the host. One question a request; a silent host holds no page up. */
export const loadHost = cache(async (hostId: string): Promise<Known> => {
	const access = await requireAccess(hostId, "host.see");
	const asking = hostWithStatus(access);
	// A failure after the page has gone is kept as the host's statusError, or met by the next question.
	asking.catch(() => {});
	const known = await findHost(hostId);
	if (!known?.status) return { access, host: await asking, asking: false };
	const answered = await Promise.race([asking, wait(PATIENCE_MS, null, { ref: false })]);
	return { access, host: answered ?? known, asking: answered === null };
});

/** The hosts of who is signed in. */
export const loadMyHosts = cache(async () => hostsOf((await requirePerson()).id));

/**
 * The rehearsal host this console can offer: its directory, or null, and the person's host on it where there is one;
 * and whether the person may add any.
 */
export async function loadRehearsalOffer(): Promise<{
	directory: string | null;
	hostId: string | null;
	mayAdd: boolean;
}> {
	const person = await requirePerson();
	const mayAdd = await mayAddHosts();
	const directory = env.rehearsalDirectory;
	const mine = await hostsOf(person.id);
	for (const { id } of directory ? mine : []) {
		const host = await findHost(id);
		if (host?.connection.kind === "rehearsal" && host.connection.root === directory)
			return { directory, hostId: id, mayAdd };
	}
	return { directory, hostId: null, mayAdd };
}

/** For the page that adds this machine: as whom the console comes in, and whether it is there already. */
export async function loadThisMachine() {
	const person = await requirePerson();
	const account = consoleAccount();
	const there = await localHost();
	const mine = (await hostsOf(person.id)).some(({ id }) => id === there?.id);
	return {
		mayAdd: await mayAddHosts(),
		name: machineName(),
		account,
		through: env.hostSocket === null ? ("sudo" as const) : ("socket" as const),
		sudoers: sudoersLine(account),
		taken: there && { sentence: takenBy(there), hostId: mine ? there.id : null },
	};
}
