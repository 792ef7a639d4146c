import path from "node:path";
import type { DeployResult } from "@/lib/core/host/events";
import type { HostRequest } from "@/lib/core/host/protocol";
import type { Host } from "../context";
import { diagnosisOf, HostFailure } from "../errors";
import { keptReleases, liveRelease, readManifest, type StoredRelease, writeManifest } from "../store";
import { type Course, inStep } from "./course";
import { keepDrift, restorePristine } from "./drifted";
import { follow, openJournal } from "./follow";
import { refuseForeignPrefixes, refuseStale, withLock } from "./lock";
import { releasePath } from "./stage";

type RollbackRequest = Extract<HostRequest, { verb: "rollback" }>;

/** A kept release by number. Throws HostFailure where there is none, or it was made for another set-up of the host. */
function keptRelease(host: Host, number: number): StoredRelease {
	const kept = keptReleases(host.system, host.state);
	const found = kept.find((release) => release.number === number);
	const content = found && readManifest(host.system, host.state, found.directory);
	if (!found || !content)
		throw new HostFailure(
			"refused",
			diagnosisOf(
				"no-such-release",
				`Release ${number} is not kept on this host. Nothing was changed.`,
				kept.length > 0
					? `Choose one that is: ${kept.map((release) => release.number).join(", ")}.`
					: "Nothing was deployed here yet.",
			),
		);
	if (JSON.stringify(content.target) !== JSON.stringify(host.config.target))
		throw new HostFailure(
			"refused",
			diagnosisOf(
				"other-target",
				`Release ${number} was made before host.json changed. Nothing was changed.`,
				"Deploy its settings anew instead.",
			),
		);
	return { ...content, directory: found.directory };
}

/** What is gone back to is what was deployed then. Edits that can't be undone keep it from becoming live. */
function refuseDamaged(host: Host, release: StoredRelease) {
	const damaged = release.files.find(
		({ target, sha256 }) =>
			host.system.hash(path.join(releasePath(host, release.directory), target)) !== sha256,
	);
	if (damaged)
		throw new HostFailure(
			"refused",
			diagnosisOf(
				"release-damaged",
				`${damaged.target} of release ${release.number} is no longer as it was deployed. Nothing was changed.`,
				"Deploy its settings anew instead.",
			),
		);
}

/**
 * Makes a kept release the live one again, with every check of a deployment. A release that waits to be confirmed
 * is given up by it. Out and throws: as `deployRelease`.
 */
export const rollBack = (host: Host, request: RollbackRequest): Promise<DeployResult> =>
	withLock(host, request, async () => {
		const previous = liveRelease(host.system, host.state);
		const kept = keptRelease(host, request.number);
		// What must hold is what is known now: the sessions of then may have been forgotten since.
		const candidate = { ...kept, sessions: request.sessions ?? previous?.sessions ?? kept.sessions };
		await inStep(host, "lock", () => {
			refuseStale(request.live, previous);
			refuseForeignPrefixes(host, candidate.system);
			restorePristine(host, candidate);
			refuseDamaged(host, candidate);
			writeManifest(host.system, host.state, candidate);
			return `Release ${previous?.number ?? "none"} is live; going back to ${candidate.number}.`;
		});
		// Not asked for: whoever goes back is in a hurry, and nothing is lost.
		keepDrift(host, previous);
		const course: Course = {
			host,
			journal: await openJournal(host, { kind: "rollback", actor: request.actor }, candidate, previous),
			candidate,
			previous,
			tests: candidate.tests,
			breakSessions: request.breakSessions ?? false,
		};
		return follow(course, null, null);
	});
