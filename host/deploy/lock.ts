import type { HostRequest } from "@/lib/core/host/protocol";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { prefixAllowed } from "../config";
import { type Host, limitMs, say } from "../context";
import { findDrift } from "../drift";
import { makeDirectories } from "../durable";
import { diagnosisOf, HostFailure } from "../errors";
import { eximDifferences, weavingId } from "../exim-weaves";
import { readJournal } from "../journal";
import { takeLock } from "../lock";
import { readPending } from "../pending";
import { recoverLocked } from "../recover";
import { DIRECTORY_MODE, type StoredRelease } from "../store";
import { clock, plural, stillLive } from "../words";

/**
 * Runs something while nobody else works on the host. What a crash left is settled first.
 * Throws HostFailure `locked` naming the holder.
 */
export async function withLock<T>(
	host: Host,
	request: Pick<HostRequest, "actor" | "verb">,
	act: () => Promise<T>,
): Promise<T> {
	makeDirectories(host.system, host.paths.releases, DIRECTORY_MODE);
	const unlock = await takeLock(host.system, host.state, request, limitMs(host, "lock"));
	try {
		if (readJournal(host.system, host.state) !== null) {
			const left = await recoverLocked(host);
			say(host, null, left.sentence);
			if (left.outcome === "attention")
				throw new HostFailure(
					"refused",
					diagnosisOf("attention", left.sentence, "Do first what `listkeeper status` says needs attention."),
				);
		}
		return await act();
	} finally {
		await unlock();
	}
}

const refuse = (
	code: HostFailure["code"],
	name: string,
	sentence: string,
	remedy: string,
	more: { setting?: string; said?: string[] } = {},
): never => {
	throw new HostFailure(code, diagnosisOf(name, sentence, remedy, more));
};

/** Two deployments can't both wait: it would not be clear what to go back to. */
export function refusePending(host: Host) {
	const pending = readPending(host.system, host.state);
	if (pending)
		refuse(
			"refused",
			"pending",
			`Release ${pending.release.number} waits to be confirmed until ${clock(pending.deadline)}. Nothing was changed.`,
			"Confirm it or roll back, then try again.",
		);
}

/** A change made against another live release than this host's would silently undo somebody's deployment. */
export function refuseStale(seen: string | null, live: StoredRelease | null) {
	if (seen === (live?.id ?? null)) return;
	refuse(
		"stale",
		"stale",
		live === null
			? "The release this was made against is not live here: none is. Nothing was changed."
			: `Release ${live.number} by ${live.actor} went live at ${new Date(live.at).toISOString()}, after what this was made against. Nothing was changed.`,
		"Look at what changed since, then deploy again.",
		{
			said:
				live === null ? [] : [`live ${live.id}`, `seen ${seen ?? "none"}`, ...(live.note ? [live.note] : [])],
		},
	);
}

/** Prefixes are root's to allow, whatever the settings name. */
export function refuseForeignPrefixes(host: Host, system: MailSystem) {
	const foreign = system.installations.find((one) => !prefixAllowed(host.config, one.prefix));
	if (foreign)
		refuse(
			"refused",
			"prefix-not-allowed",
			`The prefix ${foreign.prefix} is not among those that this host allows. Nothing was changed.`,
			"Add it to allowedPrefixes in host.json as root, or use another prefix.",
			{ setting: `installations.${foreign.id}.prefix` },
		);
}

/** What was reviewed is what ships: the host renders again and goes by its own result. */
export function refuseMismatch(reviewed: string, rendered: string) {
	if (reviewed === rendered) return;
	refuse(
		"mismatch",
		"mismatch",
		"This host renders these settings to another release than the one that was reviewed. Nothing was changed.",
		"Bring the dashboard and the program on the host to the same version, review again, then deploy.",
		{ said: [`reviewed ${reviewed}`, `rendered ${rendered}`] },
	);
}

/** A hand edit is never overwritten silently. */
export function refuseDrift(host: Host, live: StoredRelease | null, replace: boolean) {
	const link = host.system.facts(host.paths.current);
	if (link !== null && link.kind !== "link")
		refuse(
			"refused",
			"link",
			`A ${link.kind} stands where the link ${host.paths.current} belongs. Nothing was changed.`,
			"Move it away, then deploy again.",
		);
	const drift = findDrift(host, live);
	if (drift.length === 0) return;
	for (const { sentence } of drift) say(host, "lock", sentence);
	if (!replace)
		refuse(
			"refused",
			"drift",
			`${plural(drift.length, "thing")} on this host ${drift.length === 1 ? "isn't" : "aren't"} as release ${live?.number ?? "none"} left ${drift.length === 1 ? "it" : "them"}. ${stillLive(live)}`,
			"Look at the differences; deploy again and choose to replace them, and a copy of each is kept.",
			{ said: drift.map(({ sentence }) => sentence) },
		);
}

/** What is an administrator's own is only changed once the difference was seen. In: the id of what was agreed to. */
export function refuseUnseenWeaving(host: Host, agreed: string | null) {
	const { files, problems } = eximDifferences(host);
	const id = weavingId(files);
	// What keeps our lines out altogether is told by whoever puts them in.
	if (id === null || id === agreed || problems.length > 0) return;
	refuse(
		"refused",
		"weaving-unseen",
		`${plural(files.length, "file")} of this host's own Exim configuration would get lines of Listkeeper's${agreed === null ? "" : ", and not those that were agreed to"}. Nothing was changed.`,
		"Look at the difference with `listkeeper weave`, and deploy again with what it names.",
		{ said: files.map(({ file }) => file) },
	);
}
