import { parseConfigurationError } from "./configuration-error";
import { CONFIGURATION_FAULTS, CORRECT } from "./faults/configuration";
import { DELIVERY_FAULTS } from "./faults/delivery";
import { ENVIRONMENT_FAULTS } from "./faults/environment";
import { diagnoseBy, type Fault } from "./faults/fault";
import { MAILMAN_FAULTS } from "./faults/mailman";
import { panicsIn } from "./panic";
import { blame, type Staged } from "./place";
import type { Diagnosis, TestedAddress } from "./types";

/** In order: what is more particular comes first, "permission denied" of anything at all last. */
const EXIM_FAULTS: readonly Fault[] = [...CONFIGURATION_FAULTS, ...DELIVERY_FAULTS, ...ENVIRONMENT_FAULTS];

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

const linesOf = (said: string): string[] => said.split(/\r?\n/).filter((line) => line.trim() !== "");

/** One diagnosis a cause: the same sentence is not said twice, and keeps all that was said. */
function distinct(diagnoses: readonly (Diagnosis | null)[]): Diagnosis[] {
	const by = new Map<string, Diagnosis>();
	for (const diagnosis of diagnoses) {
		if (!diagnosis) continue;
		const key = `${diagnosis.code} ${diagnosis.sentence}`;
		const before = by.get(key);
		if (before) before.said.push(...diagnosis.said.filter((line) => !before.said.includes(line)));
		else by.set(key, { ...diagnosis, said: [...diagnosis.said] });
	}
	return [...by.values()];
}

/** What to do about a line. In: what is known to help, where anything is. */
const remedyAt = (staged: Staged, place: Diagnosis["place"], known: string | undefined): string =>
	known !== undefined && known !== CORRECT
		? known
		: place?.line != null && staged.isTheirs?.(place.file)
			? "This line is the host's own. Correct it there, then check again."
			: CORRECT;

/**
 * What Exim refuses in a configuration. In: the stderr of any of its modes, the staged files, and the main file's
 * path. Out: null when it refuses nothing there.
 */
export function diagnoseConfiguration(stderr: string, staged: Staged, eximConf: string): Diagnosis | null {
	const error = parseConfigurationError(stderr, staged.textOf);
	if (!error) return null;
	const known = diagnoseBy(CONFIGURATION_FAULTS, error.reason, staged, eximConf);
	const named = blame(staged, error.file, error.line);
	const place = error.line === null ? (known?.place ?? named.place) : named.place;
	return {
		code: known?.code ?? "configuration",
		sentence: known?.sentence ?? `Exim does not accept the configuration: ${lower(error.reason)}.`,
		remedy: remedyAt(staged, place, known?.remedy),
		place,
		setting: error.line === null ? (known?.setting ?? null) : named.setting,
		said: linesOf(stderr),
	};
}

/** What Exim's panics mean; one diagnosis for each that differs. */
export const diagnosePanics = (stderr: string, staged: Staged, eximConf: string): Diagnosis[] =>
	distinct(
		panicsIn(stderr).map(
			({ text }) =>
				diagnoseBy(EXIM_FAULTS, text, staged, eximConf) ?? {
					code: "panic",
					sentence: `Exim panicked: ${lower(text)}.`,
					remedy: "Correct what it names, then check again.",
					place: null,
					setting: null,
					said: [text],
				},
		),
	);

/** What is known of lines that Exim logged or wrote on stderr; lines that say nothing known are passed over. */
export const diagnoseLog = (lines: readonly string[], staged: Staged, eximConf: string): Diagnosis[] =>
	distinct(lines.map((line) => diagnoseBy(EXIM_FAULTS, line, staged, eximConf)));

/** How a `-bt` answer differs from what was expected, in one sentence. */
function differs({ test, verdict }: TestedAddress): string {
	const { address, expect } = test;
	const found =
		verdict.outcome === "routed"
			? `goes by ${verdict.routes.map((r) => `${r.router ?? "no router"} and ${r.transport ?? "no transport"}`)[0] ?? "nothing"}`
			: `is ${verdict.outcome}${verdict.reason ? ` (${verdict.reason})` : ""}`;
	if (expect.kind === "routed")
		return `${address} ${found} instead of going by ${expect.router}${expect.transport ? ` and ${expect.transport}` : ""}.`;
	if (expect.kind === "redirected") return `${address} ${found} instead of going to ${expect.to}.`;
	if (expect.kind === "undeliverable") return `${address} ${found} instead of being refused.`;
	return `${address} ${found}.`;
}

/**
 * Why an address test failed. In: a test that is not ok, the staged files, and Exim's main file.
 * Out: the fault behind Exim's words where it is known, else what differs.
 */
export function diagnoseAddress(tested: TestedAddress, staged: Staged, eximConf: string): Diagnosis {
	const { test, verdict } = tested;
	const known = verdict.reason === null ? null : diagnoseBy(EXIM_FAULTS, verdict.reason, staged, eximConf);
	return {
		code: known?.code ?? (verdict.outcome === "unanswered" ? "address-unanswered" : "address-differs"),
		sentence: known ? `${test.address}: ${known.sentence}` : differs(tested),
		remedy:
			known?.remedy ??
			(test.expect.kind === "routed" && verdict.outcome === "undeliverable"
				? "See that the list is in its installation's lists directory and the domain on that installation, then check again."
				: "Look at the router that took it, or correct the test where it expects something else by now."),
		place: known?.place ?? null,
		setting: known?.setting ?? null,
		said: verdict.lines.length > 0 ? verdict.lines : verdict.reason === null ? [] : [verdict.reason],
	};
}

/**
 * What one of Mailman's programs said, where it is known; null when it said nothing that is wrong.
 * In: its stdout and stderr. Its sentences go over several lines, so they are read as one.
 */
export function diagnoseMailman(said: string, staged: Staged): Diagnosis | null {
	const known = diagnoseBy(
		[...MAILMAN_FAULTS, ...ENVIRONMENT_FAULTS],
		said.replace(/\s+/g, " ").trim(),
		staged,
		"",
	);
	return known && { ...known, said: linesOf(said) };
}
