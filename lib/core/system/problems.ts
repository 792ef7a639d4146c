import { mailSystem } from "./mail-system";

/** A rule that a system breaks: the place, as in `domains.3.name`, and the sentence for people. */
export type Problem = { path: string; message: string };

/** Everything that stands against a system; nothing for a valid one. */
export const problemsOf = (system: unknown): Problem[] =>
	(mailSystem.safeParse(system).error?.issues ?? []).map((issue) => ({
		path: issue.path.join("."),
		message: issue.message,
	}));

/**
 * What a change brings up against a system. What stood against it before is not the change's doing and must not
 * keep anybody from saving it.
 */
export function addedProblems(before: unknown, after: unknown): Problem[] {
	const now = problemsOf(after);
	if (now.length === 0) return now;
	const known = new Set(problemsOf(before).map((problem) => problem.message));
	return now.filter((problem) => !known.has(problem.message));
}
