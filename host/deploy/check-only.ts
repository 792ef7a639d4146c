import path from "node:path";
import type { HostRequest } from "@/lib/core/host/protocol";
import { buildRelease } from "@/lib/core/release/build";
import type { Host } from "../context";
import { removeTree } from "../durable";
import { HostFailure } from "../errors";
import { sha256 } from "../sha256";
import { directoryName, liveRelease, nextNumber } from "../store";
import { forgetWeaves } from "../weaves";
import { check } from "./check";
import { type Course, inStep } from "./course";
import { openJournal } from "./follow";
import { refuseForeignPrefixes, withLock } from "./lock";
import { describeRelease, stage } from "./stage";

type CheckRequest = Extract<HostRequest, { verb: "check" }>;

/** Stages and checks a system as a deployment would, then takes it away again. Out: whether it may go live, and its id. */
export const checkOnly = (host: Host, request: CheckRequest): Promise<{ ok: boolean; id: string }> =>
	withLock(host, request, async () => {
		refuseForeignPrefixes(host, request.system);
		const previous = liveRelease(host.system, host.state);
		const release = buildRelease(request.system, host.config.target, sha256);
		const number = nextNumber(host.system, host.state);
		const candidate = describeRelease(host, release, {
			number,
			directory: directoryName(number, release.id),
			actor: request.actor,
			note: "",
			at: host.system.now(),
			before: null,
			runners: {},
			system: request.system,
			tests: request.tests,
			sessions: previous?.sessions ?? [],
			sessionsBroken: [],
		});
		const journal = await openJournal(host, { kind: "deploy", actor: request.actor }, candidate, previous);
		const course: Course = { host, journal, candidate, previous, tests: request.tests, breakSessions: false };
		try {
			await inStep(host, "stage", () => stage(course, release));
			await inStep(host, "check", async () => (await check(course)).evidence);
			return { ok: true, id: release.id };
		} catch (error) {
			if (error instanceof HostFailure && error.code !== "bug") return { ok: false, id: release.id };
			throw error;
		} finally {
			removeTree(host.system, path.join(host.paths.releases, candidate.directory));
			forgetWeaves(host, journal.weaves);
		}
	});
