import type { z } from "zod";

/** Where in the SMTP dialogue a rule decides, in the order a message meets them. */
export const PHASES = ["connect", "helo", "mail", "rcpt", "data"] as const;
export type Phase = (typeof PHASES)[number];

/** Where a rule's lines may stand: an ACL each (`dkim` runs once a signature, before `data`), or the main options. */
export const PLACES = ["main", "connect", "helo", "mail", "rcpt", "dkim", "data"] as const;
export type Place = (typeof PLACES)[number];

/** A rule's lines, without comments or indentation of the block. */
export type RuleLines = Partial<Record<Place, readonly string[]>>;

/** Conditions that spare whom the administrator trusts; they stand behind a statement's first line. */
export type Spare = {
	/** Where only the client is known. */
	hosts: readonly string[];
	/** Where the envelope sender is known too. */
	all: readonly string[];
};

/** What a rule needs from the host before it can be switched on. */
export type Requirement =
	| { kind: "feature"; name: string; reason: string }
	| { kind: "service"; name: "clamd" | "spamd" | "dns"; reason: string }
	| { kind: "rule"; id: string; reason: string };

/**
 * A session that proves a rule. `{list}` and `{domain}` stand for a list and its domain on the host at hand;
 * `{outside}` for a domain that isn't.
 */
export type PolicyCase = {
	name: string;
	/** The client's IP address. */
	from: string;
	/** What the client calls itself; an ordinary name below `{outside}` unless told. */
	helo?: string;
	/** The envelope sender; the empty string is the null sender. */
	sender: string;
	/** What the client announces with MAIL, in octets. */
	size?: number | undefined;
	recipients: readonly string[];
	data?: string;
	/**
	 * Set where it takes DNS, a scanner or another host: such a session is for the tests with real services, and no
	 * deployment waits for it, so that theirs being away doesn't stop one.
	 */
	needsService?: true;
	/** The phase whose answer decides, and that answer's first digit. */
	expect: { phase: Phase; code: 2 | 4 | 5; text?: string };
};

/** A parameter as a form shows it; its rules are in the settings' schema. */
export type RuleParameter = {
	name: string;
	label: string;
	help: string;
	kind: "number" | "text" | "lines" | "boolean" | "choice";
	unit?: string;
	choices?: readonly { value: string; label: string }[];
};

/** One protection. A file in `rules/` holds all of it. */
export type PolicyRule<S extends { on: boolean }> = {
	id: string;
	title: string;
	/** What it does, in one sentence. */
	does: string;
	/** When one wants it. */
	wanted: string;
	cost: string;
	falsePositives: string;
	/** Where the rule comes from, as in `HOWTO, "SMTP callbacks"`. */
	source: string;
	phase: Phase;
	settings: z.ZodType<S, S>;
	defaults: S;
	/** Settings to prove it with; its defaults may name nothing to refuse. */
	example: S;
	parameters: readonly RuleParameter[];
	requires: readonly Requirement[];
	excludes: readonly string[];
	/** Its lines, by where they stand; only rendered when the rule is on. */
	render: (settings: S, spare: Spare) => RuleLines;
	/** Sessions that fire it (`expect` 4 or 5) or that it spares (2), while every other rule is at its default. */
	cases: (settings: S) => readonly PolicyCase[];
};
