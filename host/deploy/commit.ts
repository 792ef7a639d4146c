import { clearAttention } from "../attention";
import { type Host, say } from "../context";
import { failureOf } from "../environment";
import { clearJournal, type Journal } from "../journal";
import { clearPending, currentBoot, writePending } from "../pending";
import { prune } from "../prune";
import { noteExim } from "../sentinel";
import { readManifest, writeManifest } from "../store";
import { startTimer } from "../timer";
import { plural } from "../words";

/**
 * Makes what was seen to work last: it can be gone back to from now on, and nothing is left to undo.
 * May be repeated. In: a journal at its `commit`, and how many runners each installation has, as far as known.
 */
export async function commit(
	host: Host,
	journal: Journal,
	runners: Readonly<Record<string, number>> | null,
): Promise<string> {
	const { system, state } = host;
	const { release, previous, deadline } = journal;
	const content = release && readManifest(system, state, release.directory);
	if (release && content)
		writeManifest(system, state, {
			...content,
			directory: release.directory,
			fate: "kept",
			before: previous?.number ?? null,
			sessionsBroken: journal.sessionsBroken,
			runners: runners ? { ...runners } : content.runners,
		});
	if (release && previous && deadline) {
		writePending(system, state, {
			release,
			previous,
			actor: journal.actor,
			deadline: deadline.at,
			uptime: deadline.uptime,
			boot: currentBoot(system),
		});
		await startTimer(host);
	}
	await noteExim(host);
	clearAttention(host);
	// A roll back gives up what waited to be confirmed: with the journal gone, nothing would know that any more.
	if (journal.kind === "rollback") clearPending(system, state);
	clearJournal(system, state);
	return `Release ${release?.number} is kept${pruneIfPossible(host)}.`;
}

/** What is committed stays committed: that old releases can't be removed is told, and no reason to go back. */
function pruneIfPossible(host: Host): string {
	try {
		const { length } = prune(host, host.config.keep);
		return length === 0 ? "" : `; ${plural(length, "old one")} ${length === 1 ? "was" : "were"} removed`;
	} catch (error) {
		say(host, "commit", `Old releases could not be removed. ${failureOf(error).diagnosis.sentence}`);
		return "";
	}
}
