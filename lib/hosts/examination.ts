import "server-only";
import type { Diagnosis } from "@/lib/core/checks/types";
import type { Examined } from "@/lib/core/host/events";
import { HostFailed } from "@/lib/kernel/errors";
import { requireAccess } from "@/lib/session/loaders";
import { askForResult } from "./connection";
import { findHost } from "./data";

/** What the doctor found on a host, or why it could not look. `at` is ms since 1970. */
export type Examination = { at: number; checks: Examined[] } | { at: number; error: Diagnosis };

/** How old an examination may be before a page asks for another. */
const FRESH_MS = 60_000;
/** A host with many installations takes its time. */
const SILENCE_MS = 120_000;

/** The last examination of each host, under the release that was live then. */
const examinations = new Map<string, { of: string; began: number; examination: Promise<Examination> }>();

async function examineHost(hostId: string, actor: string): Promise<Examination> {
	const host = await findHost(hostId);
	if (!host) return { at: Date.now(), checks: [] };
	try {
		const { checks } = await askForResult(host.connection, { verb: "doctor" }, actor, {
			silenceMs: SILENCE_MS,
		});
		return { at: Date.now(), checks };
	} catch (error) {
		if (!(error instanceof HostFailed)) throw error;
		return { at: Date.now(), error: error.diagnosis };
	}
}

/** The next page that shows a host has it examined anew. */
export const forgetExamination = (hostId: string) => void examinations.delete(hostId);

/** For a page: what the doctor finds on a host, not older than a minute, and of the release that is live. */
export async function loadExamination(hostId: string): Promise<Examination> {
	const access = await requireAccess(hostId, "host.see");
	const of = (await findHost(hostId))?.status?.live?.id ?? "";
	const known = examinations.get(hostId);
	if (known && known.of === of && Date.now() - known.began < FRESH_MS) return known.examination;
	const examination = examineHost(hostId, access.person.name);
	examinations.set(hostId, { of, began: Date.now(), examination });
	// One that could not be made is no answer for the next page.
	examination.catch(() => forgetExamination(hostId));
	return examination;
}
