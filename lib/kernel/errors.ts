import type { Diagnosis } from "@/lib/core/checks/types";

/** What the person can mend: shown beside the fields. The key `""` is the form as a whole. */
export class Refused extends Error {
	constructor(readonly fieldErrors: Readonly<Record<string, string>>) {
		super(Object.values(fieldErrors)[0] ?? "Refused.");
	}
	/** Refuses the whole form with one sentence. */
	static form(sentence: string) {
		return new Refused({ "": sentence });
	}
}

/**
 * Somebody saved the same thing first. `theirs` are the values that stand now, by field, as the form writes
 * them; `by` and `at` say whose they are.
 */
export class Conflict extends Error {
	constructor(
		readonly theirs: Readonly<Record<string, string>>,
		readonly revision: number,
		readonly by: string,
		readonly at: Date,
	) {
		super(`${by} saved this first.`);
	}
}

/** What the host said, or why it said nothing. */
export class HostFailed extends Error {
	constructor(readonly diagnosis: Diagnosis) {
		super(diagnosis.sentence);
	}
}

/** The person may not do this; `needed` is the least role that may. */
export class Forbidden extends Error {
	constructor(readonly needed: string) {
		super(`This needs the role ${needed}.`);
	}
}
