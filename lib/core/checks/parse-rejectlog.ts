import { z } from "zod";

/** A session that Exim refused, as far as its rejectlog tells: it keeps a message's header and no body. */
export const rejectedSession = z.object({
	/** The machine's own time, as logged. */
	at: z.string(),
	from: z.string(),
	helo: z.string(),
	sender: z.string(),
	/** None where it was refused before one was named. */
	recipients: z.array(z.string()),
	data: z.string().nullable(),
	reason: z.string(),
});
export type RejectedSession = z.infer<typeof rejectedSession>;

const ENTRY =
	/^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.\d+)? (?:\S+ )?H=(.*?)\[([0-9a-fA-F:.]+)\](?::\d+)?(.*?) (?:temporarily )?rejected (EHLO or HELO|MAIL|RCPT|after DATA|DATA)(.*)$/;
const SENDER = / F=<([^>]*)>/;

/** In: what stands between `H=` and the address: a verified name, the name the client gave in brackets, or both. */
function heloOf(host: string): string {
	const given = /\(([^)]*)\)/.exec(host)?.[1];
	return given ?? (host.trim() || "unknown");
}

/** A logged header's lines without the letter before each, and without what this host had added. */
function headerOf(lines: readonly string[]): string[] {
	const kept: string[] = [];
	let added = false;
	for (const line of lines) {
		const [, kind, text] = /^(\S| ) (\S.*)$/.exec(line) ?? [];
		if (text !== undefined && /^[!-9;-~]+:/.test(text)) {
			added = kind === "P" || kind === "*";
			if (!added) kept.push(text);
		} else if (!added && /^\s/.test(line)) kept.push(line);
	}
	return kept;
}

/** What follows an entry of a refused message, up to its line of dashes. */
function messageOf(lines: readonly string[]): { recipients: string[]; data: string } {
	const envelope = lines.findIndex((line) => line.startsWith("Envelope-to: "));
	const header = lines.findIndex((line, at) => at > envelope && !/^\s+</.test(line));
	const named = lines.slice(Math.max(0, envelope), header < 0 ? undefined : header).join("\n");
	return {
		recipients: [...named.matchAll(/<([^>]*)>/g)].map((found) => found[1] ?? ""),
		data: `${headerOf(header < 0 ? [] : lines.slice(header)).join("\n")}\n\nThe rejectlog keeps no text of a message.\n`,
	};
}

/**
 * Reads the sessions out of an Exim's rejectlog.
 * In: its end, whose first line may be cut; how many are wanted. Out: the newest first. Never throws.
 */
export function parseRejectlog(text: string, limit: number): RejectedSession[] {
	const lines = text.split(/\r?\n/);
	const sessions: RejectedSession[] = [];
	for (const [at, line] of lines.entries()) {
		const [, when = "", host = "", from = "", before = "", phase = "", rest = ""] = ENTRY.exec(line) ?? [];
		if (when === "") continue;
		const ends = lines.findIndex((one, below) => below > at && (/^-{5,}$/.test(one) || ENTRY.test(one)));
		const message = phase.endsWith("DATA")
			? messageOf(lines.slice(at + 1, ends < 0 ? undefined : ends))
			: null;
		const asked = /^ <([^>]*)>/.exec(rest)?.[1] ?? "";
		const reason = /: (.*)$/.exec(rest)?.[1] ?? rest.trim();
		sessions.push({
			at: when,
			from,
			helo: phase === "EHLO or HELO" ? (rest.trim().split(/[: ]/)[0] ?? "") : heloOf(host),
			sender: phase === "MAIL" ? asked : (SENDER.exec(before)?.[1] ?? ""),
			recipients: message ? message.recipients : phase === "RCPT" && asked !== "" ? [asked] : [],
			data: message?.data ?? null,
			reason,
		});
	}
	return sessions.reverse().slice(0, limit);
}
