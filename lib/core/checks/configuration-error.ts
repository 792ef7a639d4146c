/** Why Exim could not read its configuration. `text` is the line that is to blame, where its file is at hand. */
export type ConfigurationError = {
	file: string | null;
	line: number | null;
	text: string | null;
	reason: string;
};

/** The text of a file by its absolute path, as far as the caller knows it: the staged files. */
export type TextOf = (file: string) => string | null;

const STAMP = String.raw`^(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d )?`;
const LOCATED = new RegExp(`${STAMP}Exim configuration error in line (\\d+) of (.+?):?$`);
const UNLOCATED = new RegExp(`${STAMP}Exim configuration error(?: for .*)?:$`);
/** Exim has not come as far as reading; the file is in the sentence. */
const WHOLE_FILE: readonly RegExp[] = [
	new RegExp(`${STAMP}(Exim configuration file (\\S+) has the wrong owner, group, or mode)$`),
	new RegExp(`${STAMP}(non-existent configuration file\\(s\\): (\\S+))$`),
	new RegExp(`${STAMP}(failed to open (?:included )?configuration file (\\S+?):? .*)$`),
];

const lineOf = (text: string | null, line: number): string | null => text?.split("\n")[line - 1] ?? null;

/**
 * Finds a configuration error in what Exim wrote on stderr, under any of its modes.
 * In: stderr, and what the files say, to quote the line. Out: null where there is none.
 */
export function parseConfigurationError(
	stderr: string,
	textOf: TextOf = () => null,
): ConfigurationError | null {
	const lines = stderr.split(/\r?\n/);
	for (const [at, line] of lines.entries()) {
		const reason = () => {
			const rest = lines.slice(at + 1);
			const end = rest.findIndex((more) => !more.startsWith(" "));
			const own = (end < 0 ? rest : rest.slice(0, end)).map((more) => more.trim());
			return own.join(" ") || line.trim();
		};
		const located = LOCATED.exec(line);
		if (located) {
			const [number, file] = [Number(located[1]), located[2] ?? ""];
			return { file, line: number, text: lineOf(textOf(file), number), reason: reason() };
		}
		if (UNLOCATED.test(line)) return { file: null, line: null, text: null, reason: reason() };
		for (const shape of WHOLE_FILE) {
			const found = shape.exec(line);
			if (found) return { file: found[2] ?? null, line: null, text: null, reason: found[1] ?? line };
		}
	}
	return null;
}
