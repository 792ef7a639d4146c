import { z } from "zod";
import { RULES, type RuleId } from "../policy/registry";
import { PHASES } from "../policy/rule";
import type { Session, SessionStep } from "./parse-session";
import { blame, type Staged } from "./place";
import { ruleOfSetting } from "./policy-sessions";

const MAX_MESSAGE = 1_000_000;

/** Something that stands on one line of an SMTP dialogue. */
const onOneLine = (field: string) =>
	z
		.string()
		.max(512, `${field} is longer than 512 characters.`)
		.regex(/^[^\p{Cc}]*$/u, `${field} has a control character.`);

/** A session as a person describes it. */
export const labSession = z.strictObject({
	from: z.union([z.ipv4(), z.ipv6()], { error: "The client must be an IP address, as in 192.0.2.10." }),
	helo: onOneLine("The client's name").min(1, "The client's name is empty: most give a host name."),
	/** Empty for the null sender. */
	sender: onOneLine("The sender"),
	/** What the client announces with MAIL, in octets; absent where it announces nothing (RFC 1870). */
	size: z
		.int({ error: "The announced size must be a whole number of bytes." })
		.min(0)
		.max(999_999_999_999)
		.optional(),
	recipients: z
		.array(onOneLine("A recipient").min(1, "A recipient is empty."))
		.min(1, "Name at least one recipient, as in announce@list.example.com.")
		.max(50, "At most 50 recipients go into one session."),
	/** The whole message, lines ended by `\n`; null ends the session before DATA. */
	data: z.string().max(MAX_MESSAGE, "The message is larger than 1 MB.").nullable(),
});
export type LabSession = z.infer<typeof labSession>;

/** What a kept session must come to. */
export const EXPECTED = ["accepted", "put off", "refused"] as const;

/** A session that must come to the same at every deployment. */
export const keptSession = z.strictObject({
	title: onOneLine("The session's name").min(1, "The session has no name.").max(100),
	session: labSession,
	expect: z.enum(EXPECTED, { error: "A session must be accepted, put off or refused." }),
});
export type KeptSession = z.infer<typeof keptSession>;

const labStep = z.object({
	phase: z.enum(PHASES).nullable(),
	command: z.string().nullable(),
	code: z.number().nullable(),
	text: z.string(),
	/** The rule whose line decided; null where what always holds did, or nobody asked. */
	rule: z.enum(Object.keys(RULES) as [RuleId, ...RuleId[]]).nullable(),
	/** The rules that didn't judge it, for its host or sender is one of the exemptions. */
	spared: z.array(z.enum(Object.keys(RULES) as [RuleId, ...RuleId[]])).default([]),
	/** The line that decided. */
	line: z.object({ number: z.number(), text: z.string() }).nullable(),
	log: z.array(z.string()),
});
export type LabStep = z.infer<typeof labStep>;

/** What a session was answered, and by whom. `fault` is a configuration that Exim couldn't follow. */
export const labAnswer = z.object({
	steps: z.array(labStep),
	fault: z.string().nullable(),
	/** How long Exim took, in milliseconds. */
	ms: z.number(),
});
export type LabAnswer = z.infer<typeof labAnswer>;

/** Exim itself keeps to the size, by a main option that no ACL's trace shows. */
const isSizeRefusal = (step: SessionStep): boolean =>
	step.code === 552 && /exceeds|too (big|large)/i.test(step.text);

function asStep(step: SessionStep, staged: Staged): LabStep {
	const { phase, command, code, text, decision, log } = step;
	const { place, setting } = blame(staged, decision?.file ?? null, decision?.line ?? null);
	const spared = step.spared.flatMap(
		({ file, line }) => ruleOfSetting(blame(staged, file, line).setting) ?? [],
	);
	return {
		phase,
		command,
		code,
		text,
		rule: isSizeRefusal(step) ? "messageSize" : ruleOfSetting(setting),
		spared: [...new Set(spared)],
		line: place?.line == null ? null : { number: place.line, text: place.text ?? "" },
		log,
	};
}

/** In: a session as `parseSession` read it, the files it was run on, and its milliseconds. */
export const answerOf = (ran: Session, staged: Staged, ms: number): LabAnswer => ({
	steps: ran.steps.map((step) => asStep(step, staged)),
	fault: ran.fault,
	ms,
});

/** What a session came to: its refusal, or its last answer that a phase gave. */
export type Outcome = { verdict: "accepted" | "put off" | "refused" | "unanswered"; step: LabStep | null };

/** What came of a session: taken for one recipient is taken, since the others are told apart in its steps. */
export function outcomeOf({ steps }: LabAnswer): Outcome {
	const decided = steps.filter((step) => step.phase !== null && step.code !== null);
	const recipients = decided.filter((step) => step.phase === "rcpt");
	const last = decided.at(-1) ?? null;
	const refused =
		decided.find((step) => step.phase !== "rcpt" && (step.code ?? 0) >= 400 && !follows(step, recipients)) ??
		(recipients.length > 0 && recipients.every((step) => (step.code ?? 0) >= 400)
			? recipients[0]
			: undefined);
	const step = refused ?? last;
	if (step?.code == null) return { verdict: "unanswered", step };
	if (step.code < 400) return { verdict: "accepted", step };
	return { verdict: step.code < 500 ? "put off" : "refused", step };
}

/** DATA after no recipient was taken is refused for that alone. */
const follows = (step: LabStep, recipients: readonly LabStep[]): boolean =>
	step.phase === "data" && recipients.length > 0 && recipients.every((one) => (one.code ?? 0) >= 400);
