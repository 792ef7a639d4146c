import type { DeployResult } from "@/lib/core/host/events";
import type { HostRequest } from "@/lib/core/host/protocol";
import type { Host } from "./context";
import { withLock } from "./deploy/lock";
import { diagnosisOf, HostFailure } from "./errors";
import { expire } from "./expire";
import { clearPending, readPending, remaining } from "./pending";
import { resultOf } from "./result";

type ConfirmRequest = Extract<HostRequest, { verb: "confirm" }>;

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
		clearPending(host.system, host.state);
		return resultOf(
			host,
			"live",
			`Release ${pending.release.number} is live and stays.`,
			pending.release.number,
		);
	});
