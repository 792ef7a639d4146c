import { z } from "zod";

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** A character in a sentence; one that can't be seen by its number. */
function named(character: string): string {
	if (character === "\n" || character === "\r") return "a line end";
	if (/\p{C}|[^\S ]/u.test(character))
		return `the character U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
	return `the character “${character}”`;
}

/** What a text is as a mail domain: its A-label, or the sentence that says why it is none. */
type DomainReading = { ok: true; name: string } | { ok: false; reason: string };

/**
 * Reads what a person typed as a mail domain.
 * In: any text. Out: the lower-case A-label form (RFC 5890, at most 253 characters), or the reason it is refused.
 */
export function readDomainName(raw: string): DomainReading {
	const typed = raw.trim();
	if (typed === "") return { ok: false, reason: "The domain is empty. Write it as in list.example.com." };
	if (typed.includes("@"))
		return {
			ok: false,
			reason: "The domain has an @. Write only what comes after it, as in list.example.com.",
		};
	if (typed.endsWith("."))
		return { ok: false, reason: "The domain ends with a dot. Leave out the trailing dot." };
	if (typed.startsWith("."))
		return { ok: false, reason: "The domain begins with a dot. Leave out the leading dot." };
	if (typed.includes(".."))
		return { ok: false, reason: "The domain has two dots in a row. Every label needs a letter or a digit." };
	// Only what can stand in an internationalised name: the URL parser below would also take paths, ports and escapes.
	const stray = /[^\p{L}\p{M}\p{N}.\-\u00b7\u200c\u200d]/u.exec(typed);
	if (stray)
		return {
			ok: false,
			reason: `The domain has ${named(stray[0])}. Use letters, digits, hyphens and dots only.`,
		};
	let ascii: string;
	try {
		ascii = new URL(`http://${typed}/`).hostname;
	} catch {
		return { ok: false, reason: "The domain is not a valid internationalised name. Check its spelling." };
	}
	const labels = ascii.split(".");
	if (labels.length < 2)
		return {
			ok: false,
			reason: "The domain has a single label. Write the whole name, as in list.example.com.",
		};
	if (ascii.length > 253)
		return { ok: false, reason: "The domain is longer than 253 characters. Use a shorter name." };
	const bad = labels.find((label) => !LABEL.test(label));
	if (bad !== undefined)
		return {
			ok: false,
			reason: `The label “${bad}” is not valid. A label has 1 to 63 letters, digits or hyphens, and no hyphen at either end.`,
		};
	if (/^\d+$/.test(labels.at(-1) ?? ""))
		return {
			ok: false,
			reason: "The domain looks like an IP address. Mail domains end in a name, as in example.com.",
		};
	return { ok: true, name: ascii };
}

/** A mail domain, kept as its lower-case A-label (`list.example.com`, `xn--bcher-kva.example`). */
export const domainName = z.string({ error: "The domain is missing." }).transform((raw, ctx) => {
	const reading = readDomainName(raw);
	if (reading.ok) return reading.name;
	ctx.addIssue({ code: "custom", message: reading.reason });
	return z.NEVER;
});

/** A domain whose lists one Mailman installation serves. */
export const mailDomain = z.strictObject({
	name: domainName,
	/** The installation's `id`. */
	installation: z.string({ error: "Choose the installation that has this domain's lists." }),
});
