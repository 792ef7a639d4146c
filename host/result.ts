import path from "node:path";
import type { DeployResult } from "@/lib/core/host/events";
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
	const live = liveRelease(host.system, host.state);
	return { outcome, number, live: live && summaryOf(live), sentence };
}

/** Takes away what was written for a release that never became live, and the journal with it. */
export function discard(host: Host, journal: Journal) {
	if (journal.release && journal.kind === "deploy")
		removeTree(host.system, path.join(host.paths.releases, journal.release.directory));
	forgetWeaves(host, journal.weaves);
	clearJournal(host.system, host.state);
}
