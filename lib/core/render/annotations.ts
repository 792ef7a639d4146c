/** Some lines of a configuration that one setting is behind, and why they are as they are. */
export type Block = {
	/** A path in MailSystem (an installation by its id, as in `installations.example-com.prefix`); null is fixed. */
	setting: string | null;
	why: string;
	lines: readonly string[];
};

const FIXED = "fixed";
const ANNOTATION = /^\s*# \[([A-Za-z0-9_.-]+)\] /;

/** The comment above a block. */
export const annotation = (setting: string | null, why: string): string => `# [${setting ?? FIXED}] ${why}`;

/** A block's lines with its annotation first, each behind `indent`. */
export const annotated = (block: Block, indent = ""): string[] =>
	[annotation(block.setting, block.why), ...block.lines].map((line) => indent + line);

/** Blocks as text: a blank line between them, so that an annotation reaches no further than its own. */
export const blocksText = (blocks: readonly Block[], indent = ""): string =>
	blocks.map((block) => `${annotated(block, indent).join("\n")}\n`).join("\n");

/** A router or transport: its annotation, its name, and its options. */
export type NamedBlock = Block & { name: string };

/** Routers or transports as text, a blank line between them. */
export const namedText = (blocks: readonly NamedBlock[]): string =>
	blocksText(
		blocks.map(({ name, lines, ...block }) => ({
			...block,
			lines: [`${name}:`, ...lines.map((line) => `  ${line}`)],
		})),
	);

/**
 * Which setting each line of a rendered file comes from, in one pass.
 * Out: an entry a line, a path in MailSystem, or null where none is behind it.
 */
export function settingsOfLines(text: string): (string | null)[] {
	let setting: string | null = null;
	return text.split("\n").map((line) => {
		const named = ANNOTATION.exec(line)?.[1];
		if (line.trim() === "") setting = null;
		else if (named !== undefined) setting = named === FIXED ? null : named;
		return setting;
	});
}

/** The same for one line. In: the text and the line's number, from 1. */
export const settingAt = (text: string, line: number): string | null =>
	settingsOfLines(text)[line - 1] ?? null;
