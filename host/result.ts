import path from "node:path";
import type { DeployResult, ReleaseSummary } from "@/lib/core/host/events";
import type { Host } from "./context";
import { removeTree } from "./durable";
import { clearJournal, type Journal } from "./journal";
import { liveRelease, summaryOf } from "./store";
import { forgetWeaves } from "./weaves";

/** How something ended, with what is live now as the host's own link says. */
export function resultOf(
	host: Host,
	outcome: DeployResult["outcome"],
	sentence: string,
	number: number | null = null,
): DeployResult {
	return { outcome, number, live: liveSummary(host), sentence };
}

/** Null also where the manifest can't be read just now: the sentence says what happened. */
function liveSummary(host: Host): ReleaseSummary | null {
	try {
		const live = liveRelease(host.system, host.state);
		return live && summaryOf(live);
	} catch {
		return null;
	}
}

/** Takes away what was written for a release that never became live, and the journal with it. */
export function discard(host: Host, journal: Journal) {
	if (journal.release && journal.kind === "deploy")
		removeTree(host.system, path.join(host.paths.releases, journal.release.directory));
	forgetWeaves(host, journal.weaves);
	clearJournal(host.system, host.state);
}
