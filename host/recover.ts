import path from "node:path";
import type { DeployResult } from "@/lib/core/host/events";
import { clearAttention, readAttention } from "./attention";
import { clearCanary } from "./canary";
import { type Host, limitMs, say, sayDiagnosis } from "./context";
import { commit } from "./deploy/commit";
import { observeAllMailman, observeExim } from "./deploy/observe";
import { reload } from "./deploy/reload";
import { removeIfThere, removeTree, unfinished } from "./durable";
import { failureOf } from "./environment";
import { diagnosisOf, HostFailure } from "./errors";
import { eximDaemon } from "./exim-daemon";
import { expire } from "./expire";
import { type Journal, readJournal } from "./journal";
import { takeLock } from "./lock";
import { mailmanState } from "./mailman";
import { readPending, remaining } from "./pending";
import { discard, resultOf } from "./result";
import { revert } from "./revert";
import { liveDirectory, liveRelease, readManifest, releaseDirectories, type StoredRelease } from "./store";
import { startTimer } from "./timer";
import { stillLive } from "./words";

const WHAT: Record<Journal["kind"], string> = {
	deploy: "The deployment",
	rollback: "The roll back",
	leave: "Leaving this host",
};

/** Finishes or reverts what the journal says was under way. Out: what was done, or null where nothing was. */
async function settleJournal(host: Host): Promise<DeployResult | null> {
	const journal = journalOrFailure(host);
	if (journal === null) return null;
	const what = `${WHAT[journal.kind]} by ${journal.actor}`;
	say(host, null, `${what} was cut off at its step “${journal.step}”.`);
	switch (journal.step) {
		case "lock":
		case "stage":
		case "check":
			discard(host, journal);
			return resultOf(
				host,
				"reverted",
				`${what} had not gone live, and was taken back. ${stillLive(journal.previous)}`,
			);
		case "commit":
			await commit(host, journal, null);
			return resultOf(
				host,
				journal.deadline === null ? "live" : "pending",
				`${what} was finished: release ${journal.release?.number} is live.`,
				journal.release?.number,
			);
		default: {
			const attention = await revert(host, journal);
			if (attention) {
				sayDiagnosis(host, null, attention);
				return resultOf(host, "attention", attention.sentence, journal.release?.number);
			}
			clearAttention(host);
			return resultOf(
				host,
				"reverted",
				journal.previous
					? `${what} was taken back: release ${journal.previous.number} is live again.`
					: `${what} was taken back: no release is live, as before.`,
				journal.release?.number,
			);
		}
	}
}

function journalOrFailure(host: Host): Journal | null {
	try {
		return readJournal(host.system, host.state);
	} catch (error) {
		throw new HostFailure(
			"environment",
			diagnosisOf(
				"journal-unreadable",
				`${host.paths.journal} can't be read as a journal, so what was under way is unknown.`,
				`See what ${host.paths.current} points at; if mail flows, remove the journal and run \`listkeeper recover\`.`,
				{ said: [failureOf(error).message] },
			),
		);
	}
}

/** Removes what a crash left half written. What is live, kept or was live for a moment stays. */
async function sweep(host: Host) {
	const { system, state, paths } = host;
	for (const file of [paths.journal, paths.pending, paths.attention, paths.sentinel, paths.current])
		removeIfThere(system, unfinished(file));
	const live = liveDirectory(system, state);
	for (const directory of releaseDirectories(system, state)) {
		const content = readManifest(system, state, directory);
		const staged = content === null || content.fate === "staged";
		if (staged && directory !== live) removeTree(system, path.join(paths.releases, directory));
	}
	await clearCanary(host);
}

/** Sees to it that what is live also runs: after a boot nothing else starts a rehearsal host's programs. */
async function ensureRunning(host: Host, live: StoredRelease): Promise<boolean> {
	const prefixes = live.system.installations.map((one) => one.prefix);
	const still = prefixes.filter((prefix) => mailmanState(host, prefix).master === null);
	if (eximDaemon(host) && still.length === 0) return false;
	const { evidence, reloaded } = await reload(host, [], prefixes, true);
	say(host, null, evidence);
	await observeExim(host, live);
	await observeAllMailman(host, prefixes, live.runners, reloaded);
	return true;
}

/** Goes back from a release whose deadline has passed; waits for one whose has not. Out: null where none is due. */
async function settlePending(host: Host): Promise<DeployResult | null> {
	const pending = readPending(host.system, host.state);
	if (pending === null) return null;
	if (remaining(host.system, pending) === 0) return expire(host, pending);
	await startTimer(host);
	return null;
}

/** The work of `recover`, under the lock. */
export async function recoverLocked(host: Host): Promise<DeployResult> {
	const journalled = await settleJournal(host);
	if (journalled?.outcome === "attention") return journalled;
	await sweep(host);
	const settled = (await settlePending(host)) ?? journalled;
	if (settled?.outcome === "attention") return settled;
	const live = liveRelease(host.system, host.state);
	const started = live && host.config.kind === "rehearsal" ? await ensureRunning(host, live) : false;
	if (live && readAttention(host)) {
		await observeExim(host, live);
		clearAttention(host);
	}
	if (settled) return settled;
	const outcome = readPending(host.system, host.state) ? "pending" : "live";
	const sentence =
		live === null
			? "Nothing was left over. No release is live yet."
			: `Nothing was left over. Release ${live.number} is live${started ? " and was started" : ""}.`;
	return resultOf(host, outcome, sentence, live?.number ?? null);
}

/**
 * Finishes or reverts whatever a crash left, goes back where a deadline has passed, and starts what ought to
 * run. May be repeated, and interrupted anywhere. Throws HostFailure `locked` while somebody works on the host.
 */
export async function recover(host: Host, actor: string): Promise<DeployResult> {
	if (host.system.facts(host.state) === null)
		return resultOf(host, "live", "Nothing was left over. No release is live yet.");
	const unlock = await takeLock(host.system, host.state, { actor, verb: "recover" }, limitMs(host, "lock"));
	try {
		return await recoverLocked(host);
	} finally {
		await unlock();
	}
}
