import { type LogicalLine, logicalLines } from "./lines";

type Place = { file: string; line: number };
/** Something with a name and a value, where it stands. The value has its macros unreplaced. */
export type NamedValue = Place & { name: string; value: string };

export const LIST_KINDS = ["domainlist", "hostlist", "addresslist", "localpartlist"] as const;
export type ListKind = (typeof LIST_KINDS)[number];

/**
 * A router, transport or authenticator with its options, in the order they stand. `block` is the line where the
 * outermost condition around it begins in its file, or its own line where there is none.
 */
export type Driver = Place & { name: string; section: string; block: number; options: NamedValue[] };

/** What a configuration says, without what its conditions leave out. */
export type EximConfig = {
	/** Where each section begins; the main one has no line of its own. */
	sections: (Place & { name: string })[];
	macros: NamedValue[];
	/** Options of the main section. */
	options: NamedValue[];
	lists: (NamedValue & { kind: ListKind })[];
	acls: (Place & { name: string; lines: (Place & { text: string })[] })[];
	drivers: Driver[];
	/** Files that are read in, and whether they were there. */
	includes: (Place & { path: string; found: boolean })[];
};

/** A file that includes itself is a mistake that Exim refuses. */
const MAX_DEPTH = 20;

/** Replaces macros as Exim does: wherever a name stands, the one defined last first. */
export function replaceMacros(text: string, macros: readonly Pick<NamedValue, "name" | "value">[]): string {
	let replaced = text;
	// A macro's value may have macros that were defined before it.
	for (const { name, value } of [...macros].reverse()) replaced = replaced.replaceAll(name, () => value);
	return replaced;
}

class Reading {
	readonly config: EximConfig = {
		sections: [],
		macros: [],
		options: [],
		lists: [],
		acls: [],
		drivers: [],
		includes: [],
	};
	private section = "main";
	/** For each open `.ifdef`: whether its lines count now, and whether one of its branches has counted. */
	private readonly conditions: { active: boolean; taken: boolean; file: string; line: number }[] = [];

	constructor(
		private readonly read: (path: string) => string | null,
		private readonly builtIn: ReadonlySet<string>,
	) {}

	file(file: string, text: string, depth = 0) {
		for (const line of logicalLines(file, text)) this.line(line, depth);
	}

	private line(line: LogicalLine, depth: number) {
		if (this.condition(line)) return;
		if (this.conditions.some(({ active }) => !active)) return;
		if (this.include(line, depth)) return;
		const begin = /^begin\s+(\w+)$/.exec(line.text);
		if (begin?.[1]) {
			this.section = begin[1];
			this.config.sections.push({ file: line.file, line: line.line, name: begin[1] });
			return;
		}
		const macro = /^([A-Z]\w*)\s*==?\s*(.*)$/.exec(line.text);
		if (macro?.[1] !== undefined) {
			this.macro({ file: line.file, line: line.line, name: macro[1], value: macro[2] ?? "" });
			return;
		}
		if (this.section === "main") this.main(line);
		else if (this.section === "acl") this.acl(line);
		else if (["routers", "transports", "authenticators"].includes(this.section)) this.driver(line);
	}

	/** `==` defines one anew; a second `=` is an error of which Exim says enough. */
	private macro(macro: NamedValue) {
		const before = this.config.macros.findIndex(({ name }) => name === macro.name);
		if (before >= 0) this.config.macros.splice(before, 1);
		this.config.macros.push(macro);
	}

	private known = (text: string): boolean =>
		(text.match(/\w+/g) ?? []).some(
			(word) => this.builtIn.has(word) || this.config.macros.some(({ name }) => word.includes(name)),
		);

	/** Conditions count by whether a macro stands in them that is defined (specification, 6.6). */
	private condition({ file, line, text }: LogicalLine): boolean {
		const found = /^\.(ifdef|ifndef|elifdef|elifndef|else|endif)\b\s*(.*)$/.exec(text);
		if (!found) return false;
		const [, word, rest = ""] = found;
		const last = this.conditions.at(-1);
		const holds = word?.endsWith("ndef") ? !this.known(rest) : this.known(rest);
		if (word === "ifdef" || word === "ifndef")
			this.conditions.push({ active: holds, taken: holds, file, line });
		else if (word === "endif") this.conditions.pop();
		else if (last) {
			last.active = !last.taken && (word === "else" || holds);
			last.taken ||= last.active;
		}
		return true;
	}

	private include(line: LogicalLine, depth: number): boolean {
		const found = /^\.include(?:_if_exists)?\s+(.*)$/.exec(line.text);
		if (!found?.[1]) return false;
		const path = replaceMacros(found[1], this.config.macros).replace(/^"(.*)"$/, "$1");
		const text = depth < MAX_DEPTH ? this.read(path) : null;
		this.config.includes.push({ file: line.file, line: line.line, path, found: text !== null });
		if (text !== null) this.file(path, text, depth + 1);
		return true;
	}

	private main({ file, line, text }: LogicalLine) {
		const list =
			/^(?:hide\s+)?(domainlist|hostlist|addresslist|localpartlist)(?:_cache)?\s+(\w+)\s*=\s*(.*)$/.exec(
				text,
			);
		if (list?.[2] !== undefined) {
			this.config.lists.push({
				file,
				line,
				kind: list[1] as ListKind,
				name: list[2],
				value: list[3] ?? "",
			});
			return;
		}
		this.config.options.push({ file, line, ...optionOf(text) });
	}

	private acl({ file, line, text }: LogicalLine) {
		const name = /^([\w.]+)\s*:$/.exec(text)?.[1];
		if (name !== undefined) this.config.acls.push({ file, line, name, lines: [] });
		else this.config.acls.at(-1)?.lines.push({ file, line, text });
	}

	private driver({ file, line, text }: LogicalLine) {
		const name = /^([\w-]+)\s*:$/.exec(text)?.[1];
		if (name !== undefined)
			this.config.drivers.push({
				file,
				line,
				name,
				section: this.section,
				block: this.conditions.find((one) => one.file === file)?.line ?? line,
				options: [],
			});
		else this.config.drivers.at(-1)?.options.push({ file, line, ...optionOf(text) });
	}
}

/** `name = value`, or a word alone, which stands for true, or for false after `no_` or `not_`. */
function optionOf(text: string): { name: string; value: string } {
	const [, name = text, value] = /^(?:hide\s+)?(\w+)(?:\s*=\s*(.*))?$/.exec(text) ?? [];
	if (value !== undefined) return { name, value: value.replace(/^"(.*)"$/, "$1") };
	const off = /^(?:no_|not_)(\w+)$/.exec(name)?.[1];
	return off === undefined ? { name, value: "true" } : { name: off, value: "false" };
}

/**
 * Reads an Exim configuration with the files it includes (specification, chapter 6). What Exim itself would refuse is
 * read as far as it goes: whether a file is right is for Exim to say.
 * In: the file's path and text, how to read a file that it includes (null where there is none), and the macros that
 * Exim itself defines.
 */
export function parseEximConfig(
	file: string,
	text: string,
	read: (path: string) => string | null = () => null,
	builtIn: ReadonlySet<string> = new Set(),
): EximConfig {
	const reading = new Reading(read, builtIn);
	reading.file(file, text);
	return reading.config;
}
