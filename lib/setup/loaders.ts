import "server-only";
import { cache } from "react";
import { loadReview } from "@/lib/changes/loaders";
import { whyNot } from "@/lib/session/permissions";
import { countWanted, hasLook, readRun, readSetup } from "./data";
import { isRunFollowed } from "./mutations";
import type { SetupRun } from "./schema";
import { isDone, nextStep, SETUP_STEPS, type SetupFacts } from "./steps";

/** A run as a page shows it: one whose console was stopped meanwhile tells nothing more. */
const shownRun = (run: SetupRun | null): SetupRun | null =>
	run?.state === "running" && !isRunFollowed(run.runId) ? { ...run, state: "cut" } : run;

/** For every page of the set-up: how far it has come, and what it knows of the host. Once a request. */
export const loadSetup = cache(async (hostId: string) => {
	const { access, host, review } = await loadReview(hostId);
	const [setup, looked, wanted, dryRun, verification] = await Promise.all([
		readSetup(hostId),
		hasLook(hostId),
		countWanted(hostId),
		readRun(hostId, "dry-run"),
		readRun(hostId, "verify"),
	]);
	const facts: SetupFacts = {
		heard: host.status !== null,
		looked,
		way: setup?.way ?? null,
		noted: setup?.done ?? [],
		...wanted,
		desired: review.kind === "changes" ? review.reviewedId : review.kind === "same" ? review.live.id : null,
		reviewed: setup?.reviewed ?? null,
		rehearsed: dryRun?.state === "passed" ? dryRun.releaseId : null,
		live: host.status?.live?.id ?? null,
		pending: (host.status?.pending ?? null) !== null,
		verified: verification?.state === "passed" ? verification.releaseId : null,
	};
	return {
		access,
		host,
		review,
		facts,
		done: SETUP_STEPS.filter((step) => isDone(step, facts)),
		next: nextStep(facts),
		setup,
		dryRun: shownRun(dryRun),
		verification: shownRun(verification),
		mayNot: whyNot(access.role, "settings.change"),
		mayNotDryRun: whyNot(access.role, "setup.dry-run"),
		mayNotVerify: whyNot(access.role, "tests.run"),
	};
});
export type SetupPage = Awaited<ReturnType<typeof loadSetup>>;

/**
 * For the frame and the overview: the set-up that somebody should go on with, and its next step.
 * Null where it is finished, or where a host was set up without it.
 */
export async function loadUnfinishedSetup(hostId: string) {
	const { setup, facts, next } = await loadSetup(hostId);
	if (next === null || setup?.finishedAt) return null;
	if (!setup && facts.live !== null) return null;
	return { begun: setup !== null, next };
}
