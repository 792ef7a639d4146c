import { z } from "zod";
import type { RuleParameter } from "./rule";

const MAX_ENTRIES = 500;

/** A list of entries of one kind, none twice. In: what an entry is called, as in `sender`. */
export const entries = <T extends z.ZodType<string, string>>(entry: T, noun: string) =>
	z
		.array(entry)
		.max(MAX_ENTRIES, `At most ${MAX_ENTRIES} lines: a longer list belongs into a DNS list of your own.`)
		.refine((all) => new Set(all).size === all.length, { error: `A ${noun} is listed twice. Remove one.` });

/** A whole number of seconds. In: the name of the field as a sentence begins with it. */
export const seconds = (field: string, min: number, max: number) =>
	z
		.int({ error: `${field} must be a whole number of seconds.` })
		.min(min, `${field} must be at least ${min} seconds.`)
		.max(max, `${field} must be at most ${max} seconds: the client is waiting.`);

/** A whole number. In: the name of the field as a sentence begins with it. */
export const whole = (field: string, min: number, max: number) =>
	z
		.int({ error: `${field} must be a whole number.` })
		.min(min, `${field} must be at least ${min.toLocaleString("en")}.`)
		.max(max, `${field} must be at most ${max.toLocaleString("en")}.`);

/** An IP address or a block of them, for a host list. Names are left out: they would need DNS for every client. */
export const hostBlock = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
	error: "Give an IP address or a block of them, as in 192.0.2.1 or 2001:db8::/32.",
});

const SENDER = /^(\*|[A-Za-z0-9._=+-]{1,64})@(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/;

/** An envelope sender, or all of a domain, or all of the domains below one. */
export const senderPattern = z
	.string()
	.max(254, "A sender is at most 254 characters long.")
	.regex(SENDER, "Give a sender as in user@example.com, *@example.com or *@*.example.com, in small letters.");

/** What comes of mail while nobody can say. */
export const whenUnknown = z.enum(["accept", "defer"], { error: "Choose accept or defer." });

/** The choice as a form shows it. In: what doesn't answer then, as in `the scanner`. */
export const whenUnknownParameter = (name: string, who: string): RuleParameter => ({
	name,
	label: `While ${who} doesn't answer`,
	help: "Accept lets mail through unasked. Defer has the sender's host try again later: nothing is lost, but all mail from outside waits.",
	kind: "choice",
	choices: [
		{ value: "accept", label: "accept mail" },
		{ value: "defer", label: "defer mail (451)" },
	],
});

const SOCKET = /^(\/[A-Za-z0-9._/-]{1,100}|(\d{1,3}\.){3}\d{1,3} [1-9]\d{0,4})$/;

/** Where a scanner listens: a Unix socket, or an IPv4 address and a port. */
export const scannerAddress = z
	.string()
	.regex(
		SOCKET,
		"Give a socket's path as in /run/clamav/clamd.ctl, or an address and a port as in 127.0.0.1 783.",
	);
