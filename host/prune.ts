import path from "node:path";
import type { Host } from "./context";
import { removeTree } from "./durable";
import { diagnosisOf, HostFailure } from "./errors";
import { readPending } from "./pending";
import { keptReleases, type ListedRelease, listReleases, liveRelease } from "./store";

/** Mail that was on its way when a release was swapped back still reads its map for a while. */
const GRACE_MS = 60 * 60 * 1_000;

/**
 * Removes releases, oldest first, until only the newest `keep` stand besides the live one, the one before it,
 * and the two of a deployment that waits to be confirmed.
 * Out: what was removed. Throws HostFailure `refused` where the link names none.
 */
export function prune(host: Host, keep: number): ListedRelease[] {
	const { system, state } = host;
	const live = liveRelease(system, state);
	// Whatever runs would lose its files: what is live is then not known, and nothing may go.
	if (live === null && keptReleases(system, state).length > 0)
		throw new HostFailure(
			"refused",
			diagnosisOf(
				"nothing-live",
				`${host.paths.current} names no release, so it isn't known which one runs. Nothing was removed.`,
				"Put the link back or deploy, then prune again.",
			),
		);
	const pending = readPending(system, state);
	const spared = new Set([live?.number, live?.before, pending?.release.number, pending?.previous.number]);
	const others = listReleases(system, state).filter((release) => !spared.has(release.number));
	const kept = others.filter((release) => release.fate === "kept");
	const doomed = others.filter((release) =>
		release.fate === "kept" ? kept.indexOf(release) >= keep : system.now() - release.at > GRACE_MS,
	);
	for (const release of doomed) removeTree(system, path.join(host.paths.releases, release.directory));
	return doomed;
}
