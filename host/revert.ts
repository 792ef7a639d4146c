import type { Diagnosis } from "@/lib/core/checks/types";
import { attentionFor, writeAttention } from "./attention";
import { liveEximFile } from "./config";
import { type Host, limitMs, say } from "./context";
import { observeAllMailman, observeExim } from "./deploy/observe";
import { reload, stopWhatWasStarted } from "./deploy/reload";
import { swapBack } from "./deploy/swap";
import { failureOf } from "./environment";
import { diagnosisOf, HostFailure } from "./errors";
import { eximDaemon, linesOf } from "./exim-daemon";
import { clearJournal, type Journal, writeJournal } from "./journal";
import { mailmanState } from "./mailman";
import { clearPending, readPending } from "./pending";
import { readManifest, type StoredRelease, writeManifest } from "./store";
import { forgetWeaves } from "./weaves";

/** How going back ended: `null` is well, otherwise what a person has to do. */
export type Reverted = Diagnosis | null;

/** A full or read-only disk must not keep the host from going back: what is only a note may stay unwritten. */
function asFarAsPossible(host: Host, note: () => void) {
	try {
		note();
	} catch (error) {
		say(host, null, failureOf(error).diagnosis.sentence);
	}
}

/** A broken file would kill the daemon that reads it, so even an old release is asked for before the signal. */
async function refuseBroken(host: Host, release: StoredRelease) {
	const argv = [host.config.exim.path, "-C", liveEximFile(host.config), "-bV"];
	const ran = await host.system.run({ argv, timeoutMs: limitMs(host, "program") });
	if (ran.status === 0) return;
	throw new HostFailure(
		"environment",
		diagnosisOf(
			"previous-broken",
			`Exim no longer accepts release ${release.number}.`,
			"Deploy settings that pass the checks.",
			{ said: linesOf(ran) },
		),
	);
}

/** Those of the installations that ran before and did not simply go on running untouched. */
function owedMailman(host: Host, journal: Journal): string[] {
	return journal.before.mailman
		.filter(({ prefix, runners }) => {
			const now = mailmanState(host, prefix).runners.map((runner) => runner.pid);
			const untouched = now.length === runners.length && now.every((pid) => runners.includes(pid));
			return !untouched;
		})
		.map(({ prefix }) => prefix);
}

async function bringBack(host: Host, journal: Journal) {
	swapBack(host, journal);
	const before = journal.previous && readManifest(host.system, host.state, journal.previous.directory);
	if (journal.previous === null && journal.foreign !== null) {
		// Whoever pointed it there answers for what lies there; it is read again and no more is claimed.
		await reload(host, owedMailman(host, journal), [], journal.before.exim);
		return;
	}
	if (journal.previous === null) {
		await stopWhatWasStarted(host, journal.before, journal.restart);
		return;
	}
	if (before === null)
		throw new HostFailure(
			"environment",
			diagnosisOf(
				"manifest-missing",
				`Release ${journal.previous.number} has lost its manifest.`,
				"Deploy settings anew.",
			),
		);
	const previous = { ...before, directory: journal.previous.directory };
	await refuseBroken(host, previous);
	const owed = owedMailman(host, journal);
	const restart = journal.restart.filter((prefix) => owed.includes(prefix));
	const { reloaded } = await reload(host, restart, owed, journal.before.exim);
	if (journal.before.exim || eximDaemon(host)) await observeExim(host, previous);
	await observeAllMailman(
		host,
		journal.before.mailman.map((one) => one.prefix),
		previous.runners,
		reloaded,
	);
}

/**
 * Goes back to what was live before, whatever of the deployment had happened, and looks whether that works.
 * May be repeated, and interrupted anywhere: the journal stands until it is done.
 * Out: null, or what a person has to do; the journal then stays for the next attempt.
 */
export async function revert(host: Host, journal: Journal): Promise<Reverted> {
	const { system, state } = host;
	const going: Journal = { ...journal, step: "revert" };
	asFarAsPossible(host, () => writeJournal(system, state, going));
	try {
		await bringBack(host, going);
		asFarAsPossible(host, () => markReverted(host, going));
		if (readPending(system, state)?.release.directory === going.release?.directory)
			clearPending(system, state);
		// What was written beside a file and never came to take its place.
		forgetWeaves(host, going.weaves);
		clearJournal(system, state);
		return null;
	} catch (error) {
		const attention = attentionFor(host, going, failureOf(error).diagnosis);
		asFarAsPossible(host, () => writeAttention(host, attention));
		return attention;
	}
}

/** A release that was live for a moment stays on the disk: mail that was on its way still reads its map. */
function markReverted(host: Host, { kind, release }: Journal) {
	if (release === null || kind !== "deploy") return;
	const content = readManifest(host.system, host.state, release.directory);
	if (content)
		writeManifest(host.system, host.state, { ...content, directory: release.directory, fate: "reverted" });
}
