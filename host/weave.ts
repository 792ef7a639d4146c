/**
 * Gives a text one line at its end. Taking the line away again gives the very bytes that were there: a text
 * without a last newline keeps that as its mark.
 * In: the whole text of an `mm_cfg.py` and a line without newline. Out: the woven text; itself if it has the line.
 */
export function weaveLine(text: string, line: string): string {
	if (hasLine(text, line)) return text;
	return text === "" || text.endsWith("\n") ? `${text}${line}\n` : `${text}\n${line}`;
}

/** The text without the line, byte for byte as it was before `weaveLine`; what was added since stays. */
export function unweaveLine(text: string, line: string): string {
	if (text === line) return "";
	if (text.endsWith(`\n${line}`)) return text.slice(0, -line.length - 1);
	const at = `\n${text}`.indexOf(`\n${line}\n`);
	return at < 0 ? text : text.slice(0, at) + text.slice(at + line.length + 1);
}

/** The text with another line where the line stands, or at its end where it doesn't. */
export function replaceLine(text: string, line: string, other: string): string {
	const at = `\n${text}\n`.indexOf(`\n${line}\n`);
	return at < 0 ? weaveLine(text, other) : text.slice(0, at) + other + text.slice(at + line.length);
}

/** Whether the line stands in the text, whole. */
export const hasLine = (text: string, line: string): boolean => `\n${text}\n`.includes(`\n${line}\n`);
