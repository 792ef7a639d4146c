import { structuredPatch } from "diff";
import type { FileDiff } from "@/lib/core/release/types";
import { settingsOfLines } from "@/lib/core/render/annotations";

/** A line of a unified difference. Numbers count from 1; null on the side where the line isn't. */
export type DiffLine = {
	kind: "same" | "added" | "removed";
	before: number | null;
	after: number | null;
	text: string;
	/** The setting behind it, as a path in MailSystem. */
	setting: string | null;
};

/** A file's differences. `cut` counts the changed lines that are left out because nobody would read so many. */
export type FileHunks = {
	target: string;
	kind: FileDiff["kind"];
	added: number;
	removed: number;
	hunks: { heading: string; lines: DiffLine[] }[];
	cut: number;
};

const CONTEXT_LINES = 3;

/** All lines of a file that is new or gone, without searching for what they share. */
const whole = (text: string, sign: "+" | "-") => {
	const lines = text.replace(/\n$/, "").split("\n");
	return [
		{
			oldStart: sign === "+" ? 0 : 1,
			newStart: sign === "+" ? 1 : 0,
			oldLines: sign === "+" ? 0 : lines.length,
			newLines: sign === "+" ? lines.length : 0,
			lines: lines.map((line) => sign + line),
		},
	];
};

function patchHunks({ kind, before, after }: FileDiff) {
	if (kind === "added") return whole(after, "+");
	if (kind === "removed") return whole(before, "-");
	return structuredPatch("", "", before, after, undefined, undefined, { context: CONTEXT_LINES }).hunks;
}

/**
 * The unified differences of one file, each line with the setting it comes from.
 * In: the file's two texts; how many lines to give at most over all hunks.
 */
export function fileHunks(file: FileDiff, maxLines = 400): FileHunks {
	const settings = { before: settingsOfLines(file.before), after: settingsOfLines(file.after) };
	const result: FileHunks = {
		target: file.target,
		kind: file.kind,
		added: 0,
		removed: 0,
		hunks: [],
		cut: 0,
	};
	let given = 0;
	for (const hunk of patchHunks(file)) {
		let [before, after] = [hunk.oldStart, hunk.newStart];
		const lines: DiffLine[] = [];
		for (const line of hunk.lines) {
			// "\ No newline at end of file" belongs to no side.
			if (line.startsWith("\\")) continue;
			const kind = line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : "same";
			if (kind !== "same") result[kind]++;
			const at = {
				before: kind === "added" ? null : before++,
				after: kind === "removed" ? null : after++,
			};
			if (given++ >= maxLines) {
				if (kind !== "same") result.cut++;
				continue;
			}
			const setting =
				at.after === null ? settings.before[(at.before ?? 0) - 1] : settings.after[at.after - 1];
			lines.push({ kind, ...at, text: line.slice(1), setting: setting ?? null });
		}
		if (lines.length > 0)
			result.hunks.push({
				heading: `@@ −${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
				lines,
			});
	}
	return result;
}

/** `3 files, +14 −6`. */
export const diffSummary = (files: readonly FileHunks[]): string => {
	const sum = (of: "added" | "removed") =>
		files.reduce((total, file) => total + file[of], 0).toLocaleString("en");
	return `${files.length} ${files.length === 1 ? "file" : "files"}, +${sum("added")} −${sum("removed")}`;
};
