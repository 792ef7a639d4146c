/**
 * The lines that Listkeeper puts into an administrator's own Exim configuration, and how they are found again. Each is
 * announced by a comment, so that whoever reads the file sees whose it is; taking them away gives the bytes from before.
 */

/** Begins the comment above a line of ours. */
const MARK = "# Listkeeper: ";
/** Begins the comment that keeps a line of theirs which ours takes the place of. */
const BEFORE = "# Listkeeper, before: ";
/** The list domains, as an item of theirs. */
const OUR_DOMAINS = "+lk_mm_domains";
/** The directory of the release at hand, which the first of our files names. */
export const RELEASE_MACRO = "LK_RELEASE";

/** A change of one place in a file: a line of ours before one of theirs, or in its place. Lines count from 1. */
export type Edit =
	| { kind: "insert"; file: string; line: number; why: string; text: string }
	| { kind: "replace"; file: string; line: number };

const LOCAL_DOMAINS = /^(\s*(?:hide\s+)?domainlist(?:_cache)?\s+\w+\s*=\s*)((?:<\s*(\S)\s*)?)(.*)$/;

/** The first line of a domain list with the list domains as its first item. Its separator may be another than a colon. */
export function withOurDomains(line: string): string {
	const [, head = "", choice = "", separator = ":", rest = ""] = LOCAL_DOMAINS.exec(line) ?? [];
	return rest.trim() === ""
		? `${head}${choice}${OUR_DOMAINS}`
		: `${head}${choice}${OUR_DOMAINS} ${separator} ${rest}`;
}

/** The same line after somebody has edited it: only our item goes. */
const withoutOurDomains = (line: string): string =>
	line.replace(new RegExp(`\\${OUR_DOMAINS}\\s*[:;,|/]?\\s*`), "");

/** A text with our lines at their places. In: the text without any of ours, and the edits of this one file. */
export function weave(text: string, edits: readonly Edit[]): string {
	const lines = text.split("\n");
	// From the end on, so that the numbers of what comes before stay right; of two at one line the last one first.
	const ordered = edits
		.map((edit, at) => ({ edit, at }))
		.sort((a, b) => b.edit.line - a.edit.line || b.at - a.at);
	for (const { edit } of ordered) {
		const at = Math.min(edit.line, lines.length + 1) - 1;
		if (edit.kind === "insert") lines.splice(at, 0, `${MARK}${edit.why}`, edit.text);
		else lines.splice(at, 1, `${BEFORE}${lines[at]}`, withOurDomains(lines[at] ?? ""));
	}
	return lines.join("\n");
}

/** The text as it was before `weave`, byte for byte; what somebody has edited or added since stays. */
export function unweave(text: string): string {
	const lines = text.split("\n");
	const kept: string[] = [];
	for (let at = 0; at < lines.length; at++) {
		const line = lines[at] ?? "";
		const next = lines[at + 1] ?? "";
		if (line.startsWith(BEFORE)) {
			const original = line.slice(BEFORE.length);
			kept.push(next === withOurDomains(original) ? original : withoutOurDomains(next));
			at++;
		} else if (line.startsWith(MARK)) {
			// What somebody has put in the place of our line is theirs.
			if (isOurs(next)) at++;
		} else if (!isOurInclude(line)) kept.push(line);
	}
	return kept.join("\n");
}

const isOurInclude = (line: string): boolean =>
	new RegExp(`^\\.include (${RELEASE_MACRO}|/\\S*/current)/exim/[a-z-]+\\.conf$`).test(line);

const isOurs = (line: string): boolean => isOurInclude(line) || line === "begin acl";

/** Whether a text has lines of ours. */
export const isWoven = (text: string): boolean => unweave(text) !== text;
