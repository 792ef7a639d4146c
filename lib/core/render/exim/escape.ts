/** What passes through an expanded string unchanged, and can't end a list item or an option. */
const PLAIN = /^[A-Za-z0-9@.+=/_-]$/;
/** An underscore that could belong to a macro's name: ours are like `MM_HOME`, Exim's own like `_HAVE_IPV6`. */
const MACRO_UNDERSCORE = /_(?=[A-Z])|(?<=[A-Z])_/g;

const hexByte = (byte: number) => `\\x${byte.toString(16).padStart(2, "0")}`;

/** A text with `\xHH` for every UTF-8 byte that isn't plain, and for what would be replaced as a macro. */
function withByteEscapes(text: string): string {
	let written = "";
	for (const character of text)
		written += PLAIN.test(character)
			? character
			: Array.from(new TextEncoder().encode(character), hexByte).join("");
	return written.replace(MACRO_UNDERSCORE, "\\x5f");
}

/**
 * A text for an option or condition that Exim expands (Exim specification, ch. 11).
 * In: any text. Out: what expands to exactly that text. Throws RangeError for NUL, which ends Exim's strings.
 */
export function expanded(text: string): string {
	if (text.includes("\0")) throw new RangeError("Exim can't hold a NUL in a string.");
	return withByteEscapes(text);
}

/**
 * A text for an option that Exim does not expand, as a quoted string (Exim specification, ch. 6.16).
 * In: any text. Out: the quoted form. Throws RangeError for NUL.
 */
export const quoted = (text: string): string => `"${expanded(text)}"`;

/**
 * A whole number for an option.
 * Throws RangeError for what is no whole number from 0 up.
 */
export function number(value: number): string {
	if (!Number.isSafeInteger(value) || value < 0)
		throw new RangeError(`${value} is no whole number from 0 up.`);
	return String(value);
}

/**
 * A path as a macro's value, where no escape is understood.
 * Throws RangeError for a path that isn't absolute and plain, or that holds what looks like a macro's name.
 */
export function macroPath(path: string): string {
	if (!/^\/[A-Za-z0-9._/-]+$/.test(path))
		throw new RangeError(`The path ${JSON.stringify(path)} has a character that Exim would read as its own.`);
	if (/(LK|MM)_[A-Z]|_[A-Z]+_/.test(path))
		throw new RangeError(`The path ${path} holds what Exim would take for a macro. Use small letters in it.`);
	return path;
}

const MAP_TEXT = /^[A-Za-z0-9._/-]+$/;

/** Throws RangeError for what would split a map's line or one of its values. */
function mapText(text: string): string {
	if (!MAP_TEXT.test(text)) throw new RangeError(`${JSON.stringify(text)} can't stand in a map.`);
	return text;
}

/**
 * What an `lsearch` file says of a key: `name=value` pairs for `${extract{name}…}`.
 * Throws RangeError for a value with anything but the characters of domains, paths and accounts.
 */
export const mapData = (pairs: Readonly<Record<string, string>>): string =>
	Object.entries(pairs)
		.map(([name, value]) => `${name}=${mapText(value)}`)
		.join(" ");

/** One line of an `lsearch` file. In: a domain, and what `mapData` gave. Throws RangeError for another kind of key. */
export const mapLine = (domain: string, data: string): string => `${mapText(domain)}: ${data}`;
