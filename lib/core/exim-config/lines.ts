/** A line as Exim reads it: continued lines joined, comments gone. `line` is the first's number, from 1. */
export type LogicalLine = { file: string; line: number; text: string };

/**
 * Reads a file's lines as Exim does (specification, 6.2): a line whose first character is `#` is a comment, also among
 * continued lines; a backslash at the end continues a line, and the next one's leading white space is dropped.
 */
export function logicalLines(file: string, text: string): LogicalLine[] {
	const lines: LogicalLine[] = [];
	let open: LogicalLine | null = null;
	for (const [at, raw] of text.split("\n").entries()) {
		const trimmed = raw.trim();
		if (trimmed.startsWith("#")) continue;
		const continued: boolean = trimmed.endsWith("\\");
		const piece = continued ? trimmed.slice(0, -1) : trimmed;
		if (open) open.text += piece;
		else if (trimmed !== "") open = { file, line: at + 1, text: piece };
		if (open && !continued) {
			if (open.text.trim() !== "") lines.push({ ...open, text: open.text.trim() });
			open = null;
		}
	}
	if (open && open.text.trim() !== "") lines.push({ ...open, text: open.text.trim() });
	return lines;
}
