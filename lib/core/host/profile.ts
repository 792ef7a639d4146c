import { z } from "zod";
import { domainName } from "../system/domain";
import { safePath } from "../system/installation";

const port = z.int().min(1).max(65_535);

/**
 * How Exim runs when it may not use the machine's own directories and accounts (facts, section 1:
 * "A whole rehearsal host needs no root"). Null where the machine's Exim runs as its package set it up.
 */
export const eximRuntime = z.strictObject({
	user: z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]*$/),
	group: z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]*$/),
	spoolDirectory: safePath("The spool directory"),
	logDirectory: safePath("The log directory"),
	pidFile: safePath("The pid file"),
	/** Exim listens on 127.0.0.1 and, where the host has it, ::1. */
	interfaces: z.array(z.enum(["127.0.0.1", "::1"])).min(1),
	port,
});
export type EximRuntime = z.infer<typeof eximRuntime>;

/** The ACLs that rules may stand in, by the SMTP step that asks them, as in `acl_smtp_rcpt`. */
export const ACL_STEPS = ["connect", "helo", "mail", "rcpt", "dkim", "data"] as const;
export type AclStep = (typeof ACL_STEPS)[number];

/** What an administrator's own Exim configuration says that Listkeeper's lines, woven into it, must not say again. */
export const eximFrame = z.strictObject({
	/** Steps at which an ACL of theirs is asked: ours is called from it. */
	acls: z.array(z.enum(ACL_STEPS)),
	/** Main options that they set, by name; the values with macros replaced. */
	options: z.record(z.string(), z.string()),
	/** Their router for mail to elsewhere where that isn't a `dnslookup`, as with a smarthost; null otherwise. */
	smarthost: z.string().nullable(),
});
export type EximFrame = z.infer<typeof eximFrame>;

/**
 * What of a host decides the text that is rendered for it. Comes from the host's own
 * `host.json`; the same target and MailSystem always give the same release id.
 */
export const renderTarget = z.strictObject({
	/** `whole`: Listkeeper writes all of Exim's configuration. `woven`: a few lines of an existing one read Listkeeper's. */
	layout: z.enum(["whole", "woven"]),
	/** For `woven`, what was found in the existing one; never told by hand, since it changes with that. */
	frame: eximFrame.nullable().default(null),
	/** `primary_hostname`. */
	hostname: domainName,
	/** The directory that holds `releases/` and `current`. */
	stateDirectory: safePath("The state directory"),
	runtime: eximRuntime.nullable(),
	/** A loopback port that takes all remote mail instead of the world; null delivers by DNS. */
	sinkPort: port.nullable(),
});
export type RenderTarget = z.infer<typeof renderTarget>;

/** A Mailman installation that was found on the host. */
export const foundInstallation = z.strictObject({
	prefix: z.string(),
	user: z.string(),
	group: z.string(),
	python: z.string(),
	version: z.string().nullable(),
	/** True for the stand-in of a rehearsal host; shown wherever the installation is. */
	simulated: z.boolean(),
	lists: z.array(z.string()),
});
export type FoundInstallation = z.infer<typeof foundInstallation>;

/** What the host says of itself. */
export const hostProfile = z.strictObject({
	kind: z.enum(["rehearsal", "machine"]),
	target: renderTarget,
	exim: z.strictObject({ path: z.string(), version: z.string(), features: z.array(z.string()) }).nullable(),
	found: z.array(foundInstallation),
});
export type HostProfile = z.infer<typeof hostProfile>;
