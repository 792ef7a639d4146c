import type { DeployResult } from "@/lib/core/host/events";
import type { HostRequest } from "@/lib/core/host/protocol";
import type { Host } from "./context";
import { withLock } from "./deploy/lock";
import { observeExim } from "./deploy/observe";
import { diagnosisOf, HostFailure } from "./errors";
import { expire } from "./expire";
import { clearPending, readPending, remaining } from "./pending";
import { resultOf } from "./result";
import { liveRelease, type ReleaseRef } from "./store";

type ConfirmRequest = Extract<HostRequest, { verb: "confirm" }>;

/** Throws HostFailure where the link or Exim has another release than the one that is to stay. */
async function refuseUnseen(host: Host, release: ReleaseRef) {
	const live = liveRelease(host.system, host.state);
	if (live?.directory !== release.directory)
		throw new HostFailure(
			"refused",
			diagnosisOf(
				"not-live",
				`Release ${release.number} waits to be confirmed, and ${host.paths.current} names ${live ? `release ${live.number}` : "none"}. Nothing was confirmed.`,
				`Point the link back with \`ln -sfn releases/${release.directory} ${host.paths.current}\` and confirm again, or let the deadline pass.`,
			),
		);
	await observeExim(host, release);
}

/**
 * Lets a release that waits to be confirmed stay. Once its deadline has passed it goes back instead, whoever asks.
 * Throws HostFailure `refused` where that release isn't waiting.
 */
export const confirm = (host: Host, request: ConfirmRequest): Promise<DeployResult> =>
	withLock(host, request, async () => {
		const pending = readPending(host.system, host.state);
		if (pending?.release.id !== request.release)
			throw new HostFailure(
				"refused",
				diagnosisOf(
					"not-pending",
					pending
						? `Release ${pending.release.number} waits to be confirmed, and not this one. Nothing was changed.`
						: "No release waits to be confirmed. Nothing was changed.",
					"Look at what is live now.",
				),
			);
		if (remaining(host.system, pending) === 0) return expire(host, pending);
		await refuseUnseen(host, pending.release);
		clearPending(host.system, host.state);
		return resultOf(
			host,
			"live",
			`Release ${pending.release.number} is live and stays.`,
			pending.release.number,
		);
	});
