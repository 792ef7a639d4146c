import type { AddressTest } from "@/lib/core/checks/types";
import type { Step } from "@/lib/core/host/protocol";
import { type Host, sayDiagnosis } from "../context";
import { failureOf } from "../environment";
import { type Journal, writeJournal } from "../journal";
import type { StoredRelease } from "../store";

/** A deployment or roll back under way. */
export type Course = {
	host: Host;
	journal: Journal;
	/** What is to become live. */
	candidate: StoredRelease;
	/** What was live. */
	previous: StoredRelease | null;
	/** The caller's own tests, besides those that are derived from the settings. */
	tests: readonly AddressTest[];
	/** Whether it goes on though kept sessions don't hold. */
	breakSessions: boolean;
};

/**
 * Runs one step and tells of it: begun, then done with what was seen, or failed with why.
 * In: the step and what it does, which gives its evidence in one line. Throws HostFailure.
 */
export async function inStep(host: Host, step: Step, act: () => Promise<string> | string): Promise<void> {
	const tell = (state: "begun" | "done" | "failed", evidence: string | null) =>
		host.emit({ type: "step", step, state, at: host.system.now(), evidence });
	tell("begun", null);
	try {
		tell("done", await act());
	} catch (error) {
		const failure = failureOf(error);
		for (const diagnosis of [failure.diagnosis, ...failure.further]) sayDiagnosis(host, step, diagnosis);
		tell("failed", failure.diagnosis.sentence);
		throw failure;
	}
}

/** Journals a step, then runs it. */
export const journalled = (course: Course, step: Step, act: () => Promise<string> | string): Promise<void> =>
	inStep(course.host, step, () => {
		course.journal = { ...course.journal, step };
		writeJournal(course.host.system, course.host.state, course.journal);
		return act();
	});
