/** A line that goes or comes, with its number in the text that has it. */
export type ChangedLine = { sign: "-" | "+"; line: number; text: string };

/** Our edits put in a few lines at a place at most. */
const AHEAD = 8;

/** The lines by which two texts differ, where one has come from the other by a few lines put in or taken out. Null is no file. */
export function difference(before: string | null, after: string | null): ChangedLine[] {
	const old = before === null ? [] : before.split("\n");
	const now = after === null ? [] : after.split("\n");
	const changed: ChangedLine[] = [];
	let at = 0;
	const come = (until: number) => {
		for (; at < until; at++) changed.push({ sign: "+", line: at + 1, text: now[at] ?? "" });
	};
	for (const [index, text] of old.entries()) {
		const same = now.slice(at, at + AHEAD).indexOf(text);
		// A line that is put in may look like one that follows; the nearest counts.
		if (same < 0) changed.push({ sign: "-", line: index + 1, text });
		else {
			come(at + same);
			at++;
		}
	}
	come(now.length);
	return changed.filter(({ text }) => text !== "" || (before !== null && after !== null));
}
