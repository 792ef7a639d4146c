import { z } from "zod";
import { keptSession, labSession } from "../checks/lab";
import { mailAddress } from "../system/address";
import { mailSystem } from "../system/mail-system";

/** The version of what crosses the boundary; a host refuses another. */
export const PROTOCOL = 1;

const releaseId = z.string().regex(/^[0-9a-f]{64}$/, "A release id is 64 hexadecimal digits.");
/** A header-safe, printable line: an actor's name, a reason. Never part of a configuration. */
const line = (max: number) =>
	z
		.string()
		.max(max)
		.regex(/^[^\p{Cc}]*$/u, "No control characters.");
/** An address as a person types it for a test: anything Exim can be asked on one line. */
const testAddress = z
	.string()
	.min(1, "The address is empty.")
	.max(512, "The address is longer than 512 characters.")
	.regex(/^[^\p{Cc}]*$/u, "The address has a control character.");

export const expectation = z.discriminatedUnion("kind", [
	z.strictObject({
		kind: z.literal("routed"),
		router: z.string().max(64),
		transport: z.string().max(64).nullable(),
	}),
	z.strictObject({ kind: z.literal("redirected"), to: testAddress }),
	z.strictObject({ kind: z.literal("undeliverable") }),
	z.strictObject({ kind: z.literal("any") }),
]);

export const addressTest = z.strictObject({
	address: testAddress,
	sender: testAddress.or(z.literal("")).nullable(),
	sendingHost: z.union([z.ipv4(), z.ipv6()], { error: "The sending host must be an IP address." }).nullable(),
	expect: expectation,
	why: line(200),
});

/** A console's address with the path and token of a link to choose a new password; a name or an address, and a port. */
const passwordLink = z
	.string()
	.max(300)
	.regex(
		/^https?:\/\/([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(:\d{1,5})?\/reset\/[\w-]{43}$/,
		"This is not the link of a console to choose a new password.",
	);

const caller = {
	protocol: z.literal(PROTOCOL),
	/** Who asks, for the lock, the manifest and the log. */
	actor: line(200),
};
/** The live release the caller saw; null when the host had none. A deploy made against another is refused. */
const live = releaseId.nullable();

/** The sessions that must hold, and are kept with the release; absent, those of the live one. */
const sessions = z.array(keptSession).max(100).optional();
/** Go live though sessions that are kept with the release no longer come to what they must; the release says so. */
const breakSessions = z.boolean().optional();

/** Everything a caller may ask. Settings go in, never configuration text. */
export const hostRequest = z.discriminatedUnion("verb", [
	z.strictObject({ ...caller, verb: z.literal("status") }),
	z.strictObject({ ...caller, verb: z.literal("schema") }),
	z.strictObject({ ...caller, verb: z.literal("render"), system: mailSystem }),
	z.strictObject({
		...caller,
		verb: z.literal("check"),
		system: mailSystem,
		tests: z.array(addressTest).max(5_000),
	}),
	z.strictObject({
		...caller,
		verb: z.literal("deploy"),
		system: mailSystem,
		/** The id of the release that was reviewed; the host renders again and refuses if it comes to another. */
		reviewed: releaseId,
		live,
		tests: z.array(addressTest).max(5_000),
		note: line(500),
		/** Revert by itself after so many minutes unless confirmed; null commits at once. */
		confirmMinutes: z.int().min(1).max(1_440).nullable(),
		/** Deploy over what was edited on the host; a copy of it is kept there. Otherwise such a deploy is refused. */
		replaceDrift: z.boolean().optional(),
		/**
		 * The differences of the host's own Exim configuration that were seen and agreed to (`HostStatus.weaving`). The first
		 * deployment that weaves into one is refused without.
		 */
		weaving: releaseId.optional(),
		sessions,
		breakSessions,
	}),
	z.strictObject({ ...caller, verb: z.literal("confirm"), release: releaseId }),
	z.strictObject({
		...caller,
		verb: z.literal("rollback"),
		number: z.int().min(1),
		live,
		note: line(500),
		sessions,
		breakSessions,
	}),
	z.strictObject({ ...caller, verb: z.literal("verify"), tests: z.array(addressTest).max(5_000) }),
	z.strictObject({ ...caller, verb: z.literal("test"), tests: z.array(addressTest).min(1).max(1_000) }),
	/**
	 * Play SMTP sessions against the live release, and against a system that isn't deployed where one is given; nothing
	 * is delivered.
	 */
	z.strictObject({
		...caller,
		verb: z.literal("sessions"),
		system: mailSystem.nullable(),
		sessions: z.array(labSession).min(1).max(100),
	}),
	/** The sessions that Exim refused last, as far as its rejectlog tells, newest first. */
	z.strictObject({ ...caller, verb: z.literal("rejected"), limit: z.int().min(1).max(100) }),
	/** Look for everything that is known to go wrong on list hosts; nothing is changed. */
	z.strictObject({ ...caller, verb: z.literal("doctor") }),
	/** Look at what is there, whoever set it up: Exim and its configuration, every Mailman. Nothing is changed. */
	z.strictObject({ ...caller, verb: z.literal("inspect") }),
	/** Count every list's members by the domains they are at; their addresses stay on the host. Nothing is changed. */
	z.strictObject({ ...caller, verb: z.literal("members") }),
	z.strictObject({ ...caller, verb: z.literal("recover") }),
	/** Remove old releases, all but the newest `keep`, the live one and the one before it. */
	z.strictObject({ ...caller, verb: z.literal("prune"), keep: z.int().min(0).max(10_000) }),
	/** Rehearsal hosts only: hand a message to Exim over SMTP, as a stranger (`outside`) or as Mailman would (`mailman`). */
	z.strictObject({
		...caller,
		verb: z.literal("send"),
		as: z.enum(["outside", "mailman"]),
		sender: testAddress.or(z.literal("")),
		recipients: z.array(testAddress).min(1).max(100),
		subject: line(200),
	}),
	/**
	 * Hand the live Exim one message to one person: the program's own words around a one-time link. Sender, headers and
	 * text are the host's; what a caller gives has no room for anything else.
	 */
	z.strictObject({
		...caller,
		verb: z.literal("password-link"),
		to: mailAddress,
		link: passwordLink,
		/** For so long the link works. */
		minutes: z.int().min(1).max(1_440),
	}),
	/** Rehearsal hosts only: the last messages that wrappers and the sink received, newest first. */
	z.strictObject({ ...caller, verb: z.literal("received"), limit: z.int().min(1).max(500) }),
]);
export type HostRequest = z.infer<typeof hostRequest>;
export type HostVerb = HostRequest["verb"];

export { STEPS, type Step } from "./steps";
