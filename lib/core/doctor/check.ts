import type { Diagnosis, TestedAddress } from "../checks/types";
import type { DoctorFacts } from "./facts";

/** A problem loses or delays mail, advice may; what could not be looked at is unknown. */
export type Severity = "problem" | "advice" | "unknown";
export type Finding = Diagnosis & { severity: Severity };

/** One thing that goes wrong on list hosts, and how it is seen. */
export type DoctorCheck = {
	/** Stable, as in `group-mismatch`. */
	id: string;
	/** What is so where nothing is found, in a few words. */
	title: string;
	/** Where the rule comes from. */
	source: string;
	/** Why there is nothing to look at on a host; null where there is. */
	needless?: (facts: DoctorFacts) => string | null;
	/** Out: what was found, worst first; empty where all is well. */
	look: (facts: DoctorFacts) => Finding[];
};

/** A finding without a place. In: what it is, what to do, and which setting is behind it where one is. */
export const finding = (
	severity: Severity,
	code: string,
	sentence: string,
	remedy: string,
	more: { setting?: string | null; said?: readonly string[] } = {},
): Finding => ({
	severity,
	code,
	sentence,
	remedy,
	place: null,
	setting: more.setting ?? null,
	said: [...(more.said ?? [])],
});

/** Whether Exim would send a tested address on to other hosts as it is, instead of taking it for its own. */
export const sentOn = ({ test, verdict }: TestedAddress): boolean =>
	verdict.routes.some(
		(route) => route.hosts.length > 0 && route.address.toLowerCase() === test.address.toLowerCase(),
	);

/** At most so many names stand in one sentence. */
const NAMED = 5;

/** Names for a sentence: all of a few, or the first and how many more. */
export const named = (names: readonly string[]): string =>
	names.length <= NAMED
		? names.join(", ")
		: `${names.slice(0, NAMED).join(", ")} and ${names.length - NAMED} others`;

/** How an installation is spoken of. */
export const called = ({ prefix, simulated }: { prefix: string; simulated: boolean }): string =>
	simulated ? `${prefix} (simulated)` : prefix;

/** The setting of a managed installation; null where it isn't managed. */
export const settingOf = ({ id }: { id: string | null }): string | null =>
	id === null ? null : `installations.${id}`;
