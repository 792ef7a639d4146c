import { z } from "zod";
import { mailAddress } from "@/lib/core/system/address";
import { readDomainName } from "@/lib/core/system/domain";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { readableDomain } from "@/lib/core/system/readable";

/** A domain name as one typed it, where in the text it stood (from 1), and what it is or why it is none. */
export type TypedName = { line: number; typed: string } & ({ name: string } | { reason: string });

/**
 * Reads a pasted text: names parted by line ends, blanks, commas or semicolons; what follows a # is a remark.
 * A name that comes twice is given once.
 */
export function readNames(text: string): TypedName[] {
	const seen = new Set<string>();
	return text.split(/\r\n|\r|\n/).flatMap((row, index) =>
		row
			.replace(/#.*/, "")
			.split(/[\s,;]+/)
			.filter((typed) => typed !== "")
			.flatMap((typed): TypedName[] => {
				const reading = readDomainName(typed);
				const line = index + 1;
				if (!reading.ok) return [{ line, typed, reason: reading.reason }];
				if (seen.has(reading.name)) return [];
				seen.add(reading.name);
				return [{ line, typed, name: reading.name }];
			}),
	);
}

const installation = z
	.string({ error: "Choose the installation that has these domains' lists." })
	.min(1, "Choose the installation that has these domains' lists.");
/** The revision a form was made from. */
const revision = z.coerce.number().int();

/** At most what one request should carry; a host takes 100,000. */
const MOST_AT_ONCE = 10_000;

export const addDomainsForm = z.object({
	names: z
		.string({ error: "The domain is missing." })
		.transform(readNames)
		.refine((names) => names.length > 0, {
			error: "The domain is empty. Write it as in list.example.com.",
		})
		.refine((names) => names.length <= MOST_AT_ONCE, {
			error: `These are more than ${MOST_AT_ONCE.toLocaleString("en")} names. Add them in parts.`,
		}),
	installation,
	/** `out`: add what can be added and leave the rest. */
	leave: z.literal("out").optional(),
});

export const moveDomainForm = z.object({ name: z.string(), installation, revision });
export const removeDomainForm = z.object({ name: z.string(), revision });

/** The rules of the address itself are the core's. */
export const administratorForm = z.object({ administrator: mailAddress, revision });

/** Rows on one page of the table. */
export const PAGE_SIZE = 50;

/** What the address says of the table: words to find, an installation, a page from 1. */
export const domainQuery = z.object({
	q: z.string().trim().toLowerCase().catch(""),
	on: z.string().catch(""),
	page: z.coerce.number().int().min(1).catch(1),
});
export type DomainQuery = z.infer<typeof domainQuery>;

/** Whether a domain answers to what one looks for, as people read it or as its A-label. */
export const matchesName = (name: string, q: string): boolean =>
	name.includes(q) || readableDomain(name).normalize("NFC").includes(q.normalize("NFC"));

/** How a desired domain stands to the live release. */
export type Standing =
	| { kind: "live" }
	| { kind: "new" }
	/** Live on another installation. */
	| { kind: "moving"; from: string }
	/** Nothing is known of what is live. */
	| { kind: "unknown" };

/** The live release's domains by name, with their installation; null where it isn't known what is live. */
export type LiveDomains = ReadonlyMap<string, string> | null;

export const liveDomains = (live: { system: MailSystem } | null): ReadonlyMap<string, string> =>
	new Map(live?.system.domains.map((domain) => [domain.name, domain.installation]));

export function standingOf(domain: { name: string; installation: string }, live: LiveDomains): Standing {
	if (live === null) return { kind: "unknown" };
	const from = live.get(domain.name);
	if (from === undefined) return { kind: "new" };
	return from === domain.installation ? { kind: "live" } : { kind: "moving", from };
}

/** Why an installation's mail host can't go from it. */
export const mailHostSentence = (installation: string): string =>
	`${installation} names it as its mail host (DEFAULT_EMAIL_HOST). Choose another one there first.`;
