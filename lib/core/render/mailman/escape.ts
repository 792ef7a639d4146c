const PLAIN = /^[A-Za-z0-9 @.:,+=/_-]*$/;

/**
 * A text as a Python string literal that Python 2 and 3 read alike.
 * Throws RangeError for what isn't ASCII: Python 2 would read bytes where Python 3 reads characters.
 */
export function pyString(text: string): string {
	if (PLAIN.test(text)) return `'${text}'`;
	const written = Array.from(text, (character) => {
		const code = character.codePointAt(0) ?? 0;
		if (code > 0x7e)
			throw new RangeError(`${JSON.stringify(text)} is not ASCII, so Python 2 and 3 would differ.`);
		return PLAIN.test(character) ? character : `\\x${code.toString(16).padStart(2, "0")}`;
	});
	return `'${written.join("")}'`;
}

/** A whole number as Python writes it. Throws RangeError for what is no whole number from 0 up. */
export function pyNumber(value: number): string {
	if (!Number.isSafeInteger(value) || value < 0)
		throw new RangeError(`${value} is no whole number from 0 up.`);
	return String(value);
}

/** Mailman's own way to say yes and no (`Yes = 1` in Defaults.py). */
export const pyFlag = (on: boolean): string => (on ? "1" : "0");
