import { type Blame, NO_BLAME, type Staged } from "../place";
import type { Diagnosis } from "../types";

/**
 * One thing that goes wrong, as a program says it. `shape` fits a line (or, where it names several, their text);
 * its groups go to the words.
 */
export type Fault = {
	code: string;
	shape: RegExp;
	sentence: (m: RegExpExecArray) => string;
	remedy: string | ((m: RegExpExecArray) => string);
	/** Where to look in the staged files. In: the match, the files, and Exim's main file. */
	blame?: (m: RegExpExecArray, staged: Staged, eximConf: string) => Blame;
};

/** The diagnosis of the first fault that fits a text; null when none does. */
export function diagnoseBy(
	faults: readonly Fault[],
	text: string,
	staged: Staged,
	eximConf: string,
): Diagnosis | null {
	for (const fault of faults) {
		const found = fault.shape.exec(text);
		if (!found) continue;
		return {
			code: fault.code,
			sentence: fault.sentence(found),
			remedy: typeof fault.remedy === "string" ? fault.remedy : fault.remedy(found),
			...(fault.blame?.(found, staged, eximConf) ?? NO_BLAME),
			said: [text],
		};
	}
	return null;
}
