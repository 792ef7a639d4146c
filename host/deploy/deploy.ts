import type { DeployResult } from "@/lib/core/host/events";
import type { HostRequest } from "@/lib/core/host/protocol";
import { buildRelease } from "@/lib/core/release/build";
import type { Host } from "../context";
import { sha256 } from "../sha256";
import { directoryName, liveRelease, nextNumber } from "../store";
import type { Course } from "./course";
import { inStep } from "./course";
import { keepDrift } from "./drifted";
import { follow, openJournal } from "./follow";
import {
	refuseDrift,
	refuseForeignPrefixes,
	refuseMismatch,
	refusePending,
	refuseStale,
	refuseUnseenWeaving,
	withLock,
} from "./lock";
import { describeRelease } from "./stage";

type DeployRequest = Extract<HostRequest, { verb: "deploy" }>;

/**
 * Makes a system the live one, in seven steps of which each is journalled before it begins.
 * Out: how it ended and what is live. Throws HostFailure when it was refused before anything was touched:
 * `locked`, `stale`, `mismatch`, `refused`.
 */
export const deployRelease = (host: Host, request: DeployRequest): Promise<DeployResult> =>
	withLock(host, request, async () => {
		const previous = liveRelease(host.system, host.state);
		const release = buildRelease(request.system, host.config.target, sha256);
		await inStep(host, "lock", () => {
			refusePending(host);
			refuseStale(request.live, previous);
			refuseForeignPrefixes(host, request.system);
			refuseMismatch(request.reviewed, release.id);
			refuseDrift(host, previous, request.replaceDrift ?? false);
			if (previous === null) refuseUnseenWeaving(host, request.weaving ?? null);
			return previous === null ? "No release is live yet." : `Release ${previous.number} is live.`;
		});
		const number = nextNumber(host.system, host.state);
		const candidate = describeRelease(host, release, {
			number,
			directory: directoryName(number, release.id),
			actor: request.actor,
			note: request.note,
			at: host.system.now(),
			before: null,
			runners: {},
			system: request.system,
			tests: request.tests,
			sessions: request.sessions ?? previous?.sessions ?? [],
			sessionsBroken: [],
		});
		const course: Course = {
			host,
			journal: await openJournal(host, { kind: "deploy", actor: request.actor }, candidate, previous),
			candidate,
			previous,
			tests: request.tests,
			breakSessions: request.breakSessions ?? false,
		};
		if (request.replaceDrift) keepDrift(host, previous);
		return follow(course, release, request.confirmMinutes);
	});
