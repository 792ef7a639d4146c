import { z } from "zod";
import { labAnswer } from "../checks/lab";
import { rejectedSession } from "../checks/parse-rejectlog";
import { toldLook } from "../survey/told";
import { keptSystem } from "../system/mail-system";
import { hostProfile } from "./profile";
import { expectation, STEPS } from "./protocol";

/** Milliseconds since 1970, by the host's clock. */
const at = z.number();

const route = z.object({
	address: z.string(),
	router: z.string().nullable(),
	transport: z.string().nullable(),
	hosts: z.array(
		z.object({
			name: z.string(),
			ip: z.string().nullable(),
			mx: z.number().nullable(),
			port: z.number().nullable(),
		}),
	),
	parents: z.array(z.string()),
	duplicate: z.boolean(),
});

export const testedAddress = z.object({
	test: z.object({
		address: z.string(),
		sender: z.string().nullable(),
		sendingHost: z.string().nullable(),
		expect: expectation,
		why: z.string(),
	}),
	verdict: z.object({
		address: z.string(),
		outcome: z.enum(["routed", "undeliverable", "deferred", "discarded", "syntax", "panic", "unanswered"]),
		routes: z.array(route),
		reason: z.string().nullable(),
		lines: z.array(z.string()),
	}),
	ok: z.boolean(),
});

export const diagnosis = z.object({
	code: z.string(),
	sentence: z.string(),
	remedy: z.string(),
	place: z.object({ file: z.string(), line: z.number().nullable(), text: z.string().nullable() }).nullable(),
	setting: z.string().nullable(),
	said: z.array(z.string()),
});

/** What a host keeps of a release. */
export const releaseSummary = z.object({
	number: z.number(),
	id: z.string(),
	actor: z.string(),
	note: z.string(),
	at,
	/** Names of the sessions that didn't hold when it went live last, by its actor's choice. */
	sessionsBroken: z.array(z.string()).optional(),
});
export type ReleaseSummary = z.infer<typeof releaseSummary>;

const mailmanDaemon = z.object({
	prefix: z.string(),
	simulated: z.boolean(),
	/** Alive means the lock's holder and its queue runners, not a pid file (facts, section 5). */
	running: z.boolean(),
	runners: z.number(),
	detail: z.string(),
});

/** Something on the host that isn't as the live release left it. */
export const driftItem = z.object({
	path: z.string(),
	kind: z.enum(["edited", "missing", "mode", "link", "line-missing", "stale-pyc", "extra"]),
	sentence: z.string(),
	expected: z.string().nullable(),
	actual: z.string().nullable(),
});
export type DriftItem = z.infer<typeof driftItem>;

export const hostStatus = z.object({
	at,
	profile: hostProfile,
	/** The live release as the host's link says; `system` is what it was rendered from. */
	live: releaseSummary.extend({ system: keptSystem }).nullable(),
	releases: z.array(releaseSummary),
	exim: z.object({
		running: z.boolean(),
		pid: z.number().nullable(),
		banner: z.string().nullable(),
		detail: z.string(),
	}),
	mailman: z.array(mailmanDaemon),
	/** Messages on Exim's queue; null when it could not be asked. */
	queued: z.number().nullable(),
	drift: z.array(driftItem),
	/** Who holds the host's lock, where somebody does. */
	lock: z.object({ actor: z.string(), since: at, pid: z.number() }).nullable(),
	/** A deployment that reverts at `deadline` unless confirmed. */
	pending: z.object({ release: z.string(), number: z.number(), deadline: at }).nullable(),
	/** Commands to run by hand, where a revert could not be completed. */
	attention: diagnosis.nullable(),
	/** Exim's program changed under the live release: what was found when everything was asked again. */
	upgrade: z
		.object({ at, from: z.string().nullable(), to: z.string().nullable(), problems: z.array(diagnosis) })
		.nullable()
		.optional(),
	/**
	 * What Listkeeper's first deployment would change in the host's own Exim configuration, with an id to agree to it by,
	 * or what keeps it out; null where nothing has to change, or a release is live already.
	 */
	weaving: z
		.object({
			id: z.string().nullable(),
			/** The lines that come and go, and no others: what else stands there is nobody's business. */
			files: z.array(
				z.object({
					file: z.string(),
					kind: z.enum(["new", "gone", "changed"]),
					lines: z.array(z.object({ sign: z.enum(["-", "+"]), line: z.number(), text: z.string() })),
				}),
			),
			problems: z.array(
				z.object({
					sentence: z.string(),
					remedy: z.string(),
					file: z.string(),
					line: z.number().nullable(),
				}),
			),
		})
		.nullable()
		.optional(),
});
export type HostStatus = z.infer<typeof hostStatus>;

/** One message a rehearsal host's wrapper or sink received. */
export const receivedMessage = z.object({
	at,
	/** The envelope sender as it arrived. */
	sender: z.string(),
	recipients: z.array(z.string()),
	/** The wrapper that took it; null at the sink. */
	delivery: z
		.object({ prefix: z.string(), command: z.string(), list: z.string(), simulated: z.boolean() })
		.nullable(),
	headers: z.string(),
	bytes: z.number(),
});
export type ReceivedMessage = z.infer<typeof receivedMessage>;

/** What one of the doctor's checks came to. */
export const examined = z.object({
	id: z.string(),
	title: z.string(),
	source: z.string(),
	/** The worst of its findings; `unknown` is what could not be looked at, `needless` what means nothing here. */
	state: z.enum(["well", "problem", "advice", "unknown", "needless"]),
	/** Why it is needless; null otherwise. */
	reason: z.string().nullable(),
	findings: z.array(diagnosis),
});
export type Examined = z.infer<typeof examined>;

/** A list of the host and who gets its posts: numbers and domains, no address. */
export const countedList = z.object({
	prefix: z.string(),
	list: z.string(),
	simulated: z.boolean(),
	count: z
		.object({
			members: z.number(),
			domains: z.number(),
			largest: z.array(z.object({ domain: z.string(), members: z.number() })).max(10),
			groups: z.array(z.number()),
			/** Of how many no VERP bounce names the member, and how many's return path another server may refuse. */
			lost: z.number(),
			overlong: z.number(),
		})
		.nullable(),
	/** Why they couldn't be counted; null where they were. */
	why: z.string().nullable(),
});
export type CountedList = z.infer<typeof countedList>;

const configFile = z.object({ target: z.string(), text: z.string() });

/** How a deployment or rollback ended. `live` is what the host's link says now. */
export const deployResult = z.object({
	outcome: z.enum(["live", "pending", "refused", "reverted", "attention"]),
	number: z.number().nullable(),
	live: releaseSummary.nullable(),
	/** The first sentence a person should read: what is live and whether mail was affected. */
	sentence: z.string(),
});
export type DeployResult = z.infer<typeof deployResult>;

/** What a host sends back, one JSON object a line. The last is always `result` or `error`. */
export const hostEvent = z.discriminatedUnion("type", [
	z.object({
		type: z.literal("step"),
		step: z.enum(STEPS),
		state: z.enum(["begun", "done", "failed"]),
		at,
		/** What was seen, in one line, once done. */
		evidence: z.string().nullable(),
	}),
	z.object({ type: z.literal("line"), step: z.enum(STEPS).nullable(), at, text: z.string() }),
	z.object({ type: z.literal("verdict"), step: z.enum(STEPS).nullable(), tested: testedAddress }),
	z.object({ type: z.literal("diagnosis"), step: z.enum(STEPS).nullable(), diagnosis }),
	z.discriminatedUnion("verb", [
		z.object({ type: z.literal("result"), verb: z.literal("status"), status: hostStatus }),
		z.object({ type: z.literal("result"), verb: z.literal("schema"), schema: z.unknown() }),
		z.object({
			type: z.literal("result"),
			verb: z.literal("render"),
			id: z.string(),
			files: z.array(configFile),
		}),
		z.object({ type: z.literal("result"), verb: z.literal("check"), ok: z.boolean(), id: z.string() }),
		z.object({ type: z.literal("result"), verb: z.literal("deploy"), deploy: deployResult }),
		z.object({ type: z.literal("result"), verb: z.literal("rollback"), deploy: deployResult }),
		z.object({ type: z.literal("result"), verb: z.literal("confirm"), deploy: deployResult }),
		z.object({ type: z.literal("result"), verb: z.literal("recover"), deploy: deployResult }),
		/** Numbers of the releases that were removed. */
		z.object({ type: z.literal("result"), verb: z.literal("prune"), removed: z.array(z.number()) }),
		z.object({ type: z.literal("result"), verb: z.literal("verify"), ok: z.boolean() }),
		z.object({ type: z.literal("result"), verb: z.literal("test"), ok: z.boolean() }),
		/** `ok` is that no check found a problem. */
		z.object({
			type: z.literal("result"),
			verb: z.literal("doctor"),
			ok: z.boolean(),
			checks: z.array(examined),
		}),
		toldLook.extend({ type: z.literal("result"), verb: z.literal("inspect") }),
		z.object({ type: z.literal("result"), verb: z.literal("members"), lists: z.array(countedList) }),
		/** An answer a session, in their order; null where no release is live, or no system was given. */
		z.object({
			type: z.literal("result"),
			verb: z.literal("sessions"),
			answers: z.array(z.object({ live: labAnswer.nullable(), proposed: labAnswer.nullable() })),
		}),
		z.object({ type: z.literal("result"), verb: z.literal("rejected"), sessions: z.array(rejectedSession) }),
		z.object({
			type: z.literal("result"),
			verb: z.literal("send"),
			accepted: z.boolean(),
			/** The SMTP dialogue, a line each, `C: ` or `S: ` before it. */
			dialogue: z.array(z.string()),
		}),
		/** Exim took the message; what it said then. */
		z.object({ type: z.literal("result"), verb: z.literal("password-link"), said: z.string() }),
		z.object({ type: z.literal("result"), verb: z.literal("received"), messages: z.array(receivedMessage) }),
	]),
	z.object({
		type: z.literal("error"),
		/** `usage`, `refused`, `stale`, `locked`, `mismatch`, `environment` or `bug`. */
		code: z.enum(["usage", "refused", "stale", "locked", "mismatch", "environment", "bug"]),
		diagnosis,
	}),
]);
export type HostEvent = z.infer<typeof hostEvent>;
