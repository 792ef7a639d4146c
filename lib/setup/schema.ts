import { z } from "zod";
import { NOTED_STEPS } from "./steps";
import type { Told } from "./told";

const releaseId = z.string().regex(/^[0-9a-f]{64}$/, "This page is out of date. Reload it.");

export const noteForm = z.object({
	step: z.enum(NOTED_STEPS, { error: "This step is not known here. Load the page again." }),
});

export const reviewedForm = z.object({
	reviewed: releaseId,
	/** The lines in the host's own configuration that were agreed to, where it gets any. */
	weaving: releaseId.optional(),
});

/** `dry-run` asks of settings that aren't deployed, `verify` of what is live. */
export type RunKind = "dry-run" | "verify";

/** How a run ended; `cut` is one whose console stopped, or whose connection was lost, before the host's last word. */
export type RunState = "running" | "passed" | "failed" | "cut";

/** What came of asking the host last; times in ms since 1970. */
export type SetupRun = {
	runId: string;
	releaseId: string;
	state: RunState;
	startedAt: number;
	finishedAt: number | null;
	by: string;
	told: Told;
};
