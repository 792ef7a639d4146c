/** What an address test expects of Exim. */
export type Expectation =
	| { kind: "routed"; router: string; transport: string | null }
	/** Goes on to `to` (an alias), wherever that is then delivered. */
	| { kind: "redirected"; to: string }
	| { kind: "undeliverable" }
	| { kind: "any" };

/** One question to `exim -bt`. A sender or sending host makes it a call of its own (`-f`, `-oMa`). */
export type AddressTest = {
	address: string;
	sender: string | null;
	sendingHost: string | null;
	expect: Expectation;
	/** What the test is for, in a few words: "VERP bounce". */
	why: string;
};

export type AddressOutcome =
	| "routed"
	| "undeliverable"
	| "deferred"
	| "discarded"
	| "syntax"
	| "panic"
	/** Exim stopped before it came to this address. */
	| "unanswered";

export type MailHost = { name: string; ip: string | null; mx: number | null; port: number | null };

/** One way a tested address goes: final address, by which router and transport, from which parents. */
export type Route = {
	address: string;
	router: string | null;
	transport: string | null;
	hosts: MailHost[];
	parents: string[];
	duplicate: boolean;
};

/** What Exim answered for one address; `lines` are its own words. */
export type AddressVerdict = {
	address: string;
	outcome: AddressOutcome;
	routes: Route[];
	reason: string | null;
	lines: string[];
};

/** A verdict held against what was expected. */
export type TestedAddress = { test: AddressTest; verdict: AddressVerdict; ok: boolean };

/** What is wrong, where, and what to do; `code` is stable, sentences are for people. */
export type Diagnosis = {
	code: string;
	sentence: string;
	remedy: string;
	/** The file, its line (from 1) and that line's text, where one is to blame. */
	place: { file: string; line: number | null; text: string | null } | null;
	/** The setting behind it, as a path in MailSystem. */
	setting: string | null;
	/** What the host said, word for word. */
	said: string[];
};
