import type { TextOf } from "./configuration-error";
import type { Diagnosis } from "./types";

/** What is needed to say which line and which setting are to blame: the files as they lie on the host. */
export type Staged = {
	textOf: TextOf;
	/** Which setting a line of a rendered file comes from, as a path in MailSystem (`lib/core/render/annotations`). */
	settingAt: (text: string, line: number) => string | null;
	/** Whether a file is the host's own, which Listkeeper's lines are woven into; absent where all of it is Listkeeper's. */
	isTheirs?: (file: string) => boolean;
	/** Where a line of a copy of the host's own configuration stands in it, which is where it can be corrected. */
	placeOf?: (file: string, line: number) => { file: string; line: number } | null;
};

/** For diagnoses made where no file is at hand. */
export const NOTHING_STAGED: Staged = { textOf: () => null, settingAt: () => null };

export type Blame = Pick<Diagnosis, "place" | "setting">;

export const NO_BLAME: Blame = { place: null, setting: null };

/** A place with that line's text, and the setting behind it. In: a line from 1, or null for the whole file. */
export function blame(staged: Staged, file: string | null, line: number | null): Blame {
	if (file === null) return NO_BLAME;
	const text = staged.textOf(file);
	const lineText = line === null ? null : (text?.split("\n")[line - 1]?.trim() ?? null);
	const own = line === null ? null : (staged.placeOf?.(file, line) ?? null);
	return {
		place: { ...(own ?? { file, line }), text: lineText },
		setting: text === null || line === null ? null : staged.settingAt(text, line),
	};
}

const escaped = (words: string) => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The first line of a file that a pattern fits; blames the whole file where none does. */
export function blameLine(staged: Staged, file: string, shape: RegExp): Blame {
	const at =
		staged
			.textOf(file)
			?.split("\n")
			.findIndex((line) => shape.test(line)) ?? -1;
	return blame(staged, file, at < 0 ? null : at + 1);
}

/** The line at which a router or transport begins, since Exim's words name it and no line. */
export const blameDriver = (staged: Staged, file: string, name: string): Blame => {
	const lines = staged.textOf(file)?.split("\n") ?? [];
	const at = lines.findIndex((line) => new RegExp(`^${escaped(name)}:\\s*$`).test(line));
	if (at < 0) return blame(staged, file, null);
	// The setting stands in the comment below the name; the name's own line is above it.
	const own = lines[at + 2] === undefined ? null : staged.settingAt(lines.join("\n"), at + 3);
	return { ...blame(staged, file, at + 1), setting: own };
};
