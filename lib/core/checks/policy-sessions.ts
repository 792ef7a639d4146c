import { RULES, type RuleId, ruleList } from "../policy/registry";
import type { Phase, PolicyCase } from "../policy/rule";
import type { MailSystem } from "../system/mail-system";
import type { Decision } from "./acl-runs";
import { answerText } from "./answer-text";
import { outsideAddress } from "./derive";
import { ALIASES, isListName, suffixOf } from "./names";
import type { Session, SessionStep } from "./parse-session";
import { blame, type Staged } from "./place";
import type { ListsByInstallation } from "./sample";
import type { Diagnosis } from "./types";

/** A rule's case on a host at hand: whose address `exim -bh` gets, what stands on its stdin, what must come of it. */
export type PolicySession = {
	rule: RuleId;
	name: string;
	from: string;
	/** The SMTP dialogue, lines ended by CRLF. */
	input: string;
	expect: { phase: Phase; code: 2 | 4 | 5; text?: string };
};

export type PolicyVerdict = {
	session: PolicySession;
	ok: boolean;
	/** Null where Exim did not come so far. */
	answer: { code: number; text: string } | null;
	decision: Decision | null;
	diagnosis: Diagnosis | null;
};

const fill = (text: string, words: Readonly<Record<string, string>>): string =>
	text.replace(/\{(\w+)\}/g, (whole, name: string) => words[name] ?? whole);

const dotStuffed = (data: string): string[] =>
	data.split(/\r?\n/).map((line) => (line.startsWith(".") ? `.${line}` : line));

/**
 * A case as an SMTP client says it, lines ended by CRLF.
 * In: the case, and what its places stand for. A case without a message ends before DATA.
 */
export function caseDialogue(of: PolicyCase, words: Readonly<Record<string, string>>): string {
	const filled = (text: string) => fill(text, words);
	const message =
		of.data ?? (of.expect.phase === "data" ? "From: someone@{outside}\nSubject: policy\n\nA test.\n" : null);
	return [
		`EHLO ${filled(of.helo ?? "client.{outside}")}`,
		`MAIL FROM:<${filled(of.sender)}>${of.size === undefined ? "" : ` SIZE=${of.size}`}`,
		...of.recipients.map((recipient) => `RCPT TO:<${filled(recipient)}>`),
		...(message === null ? [] : ["DATA", ...dotStuffed(filled(message).replace(/\n$/, "")), "."]),
		"QUIT",
	]
		.map((line) => `${line}\r\n`)
		.join("");
}

/** A list that every rule can be shown on, with one of its domains. */
function exampleList(
	system: MailSystem,
	lists: ListsByInstallation,
): { list: string; domain: string } | null {
	for (const { name, installation } of system.domains) {
		const list = [...(lists[installation] ?? [])]
			.sort()
			.find((one) => isListName(one) && !suffixOf(one) && !ALIASES.some((alias) => alias === one));
		if (list !== undefined) return { list, domain: name };
	}
	return null;
}

/** A case as a session of its rule. In: what its places stand for. */
export const caseSession = (
	rule: RuleId,
	of: PolicyCase,
	words: Readonly<Record<string, string>>,
): PolicySession => ({
	rule,
	name: of.name,
	from: of.from,
	input: caseDialogue(of, words),
	expect: of.expect,
});

const NO_ANSWER = { code: null, text: "" };

const ruleIds = Object.keys(RULES) as RuleId[];

/**
 * The sessions that prove the rules that are on, as far as no DNS, scanner or other host is needed. In: the system, the lists that each installation has, and a domain
 * that is not on this host. Out: none before there is a list, for without one no rule can be shown.
 */
export function policySessions(
	system: MailSystem,
	lists: ListsByInstallation,
	outside = outsideAddress(system).replace(/^.*@/, ""),
): PolicySession[] {
	const example = exampleList(system, lists);
	if (!example) return [];
	const words = { ...example, outside };
	return ruleList().flatMap((rule, at) => {
		const id = ruleIds[at];
		if (id === undefined || !system.policy[id].on) return [];
		return rule
			.cases(system.policy[id])
			.filter((of) => !of.needsService)
			.map((of) => caseSession(id, of, words));
	});
}

/** Sessions from one address that one process is asked one after the other, and what stands on its stdin. */
export type SessionGroup = { from: string; input: string; sessions: PolicySession[] };

/** Exim ends a connection after ten commands that are no mail (`smtp_accept_max_nonmail`), and each session has one EHLO. */
const SESSIONS_AT_ONCE = 4;
/** A process counts as one client: fewer recipients than the least that the rate limit can be set to. */
const RECIPIENTS_AT_ONCE = 4;
const recipientsIn = (sessions: readonly PolicySession[]): number =>
	sessions.reduce((sum, { input }) => sum + (input.match(/^RCPT /gm)?.length ?? 0), 0);
const QUIT = "QUIT\r\n";

/**
 * Sessions that can share a process, since an EHLO begins anew: starting Exim costs more than asking it.
 * Only plain answers are to be believed of it (`answeredAsExpected`): who decided is told surely of a session alone.
 */
export function groupSessions(sessions: readonly PolicySession[]): SessionGroup[] {
	const groups: SessionGroup[] = [];
	for (const session of sessions) {
		const open = groups.find(
			({ from, sessions: own }) =>
				from === session.from &&
				own.length < SESSIONS_AT_ONCE &&
				recipientsIn([...own, session]) <= RECIPIENTS_AT_ONCE,
		);
		if (open) open.sessions.push(session);
		else groups.push({ from: session.from, input: "", sessions: [session] });
	}
	return groups.map((group) => ({
		...group,
		input: `${group.sessions.map(({ input }) => input.slice(0, -QUIT.length)).join("")}${QUIT}`,
	}));
}

/**
 * What each session of a group came to. In: the group's run as `parseSession` read it, with the group's input.
 * Out: a session for each, in order; the greeting is everybody's.
 */
export function splitSessions(ran: Session, { sessions }: SessionGroup): Session[] {
	const [greeting, ...steps] = ran.steps;
	const begins = steps.flatMap((step, at) => (step.phase === "helo" ? [at] : []));
	return sessions.map((_, at) => ({
		...ran,
		steps: [
			...(greeting ? [greeting] : []),
			...(begins[at] === undefined ? [] : steps.slice(begins[at], begins[at + 1])),
		],
	}));
}

/** The rule that a setting's path names, as in `policy.spf`; null where it names none. */
export const ruleOfSetting = (setting: string | null): RuleId | null =>
	ruleIds.find((id) => setting === `policy.${id}`) ?? null;

/** Whether a refusal is another rule's: what that one keeps out is no fault of this one, and shown by its own cases. */
function refusedByAnother(
	session: PolicySession,
	deciding: SessionStep | undefined,
	staged: Staged,
): boolean {
	if (deciding?.code == null || deciding.code < 400 || !deciding.decision) return false;
	// What an administrator's own statements refuse is theirs to refuse.
	if (staged.isTheirs?.(deciding.decision.file ?? "")) return true;
	const by = ruleOfSetting(blame(staged, deciding.decision.file, deciding.decision.line).setting);
	return by !== null && by !== session.rule;
}

/** RFC 5321, 4.2.2: bad sequence of commands, as DATA after every recipient was refused. */
const OUT_OF_ORDER = 503;

/** Whether an answer is what a session's case says, whoever decided it. */
export const answeredAsExpected = (
	{ expect: { code, text } }: PolicySession,
	answer: PolicyVerdict["answer"],
): boolean =>
	answer !== null &&
	Math.trunc(answer.code / 100) === code &&
	// A command out of its order was refused before: that answer is no rule's.
	answer.code !== OUT_OF_ORDER &&
	(text === undefined || answer.text.includes(text));

/**
 * Whether a session went as its rule's case says. Its phase's last answer decides, or an earlier rule's refusal.
 * In: the session as `parseSession` read it, with the same input, and the files it was run on.
 */
export function judgePolicySession(session: PolicySession, ran: Session, staged: Staged): PolicyVerdict {
	const { phase } = session.expect;
	const step = ran.steps.findLast((one) => one.phase === phase);
	const answer = step?.code == null ? null : { code: step.code, text: step.text };
	// Where an earlier phase has refused, that is what was decided.
	const deciding = step?.decision
		? step
		: ran.steps.find((one) => one.code !== null && one.code >= 400 && one.phase !== null);
	const ok =
		ran.fault === null &&
		(answeredAsExpected(session, answer) || refusedByAnother(session, deciding, staged));
	const decision = deciding?.decision ?? null;
	const title = RULES[session.rule].title;
	const diagnosis: Diagnosis | null = ok
		? null
		: {
				code: ran.fault === null ? "policy-case" : "policy-fault",
				sentence:
					ran.fault === null
						? `The rule “${title}” does not hold: ${session.name}, but Exim answered ${answerText(deciding ?? step ?? NO_ANSWER)}.`
						: `Exim can't follow its policy, and would defer mail: ${ran.fault}.`,
				remedy:
					ran.fault === null
						? "Look at the rules before it in the path of a message, or switch the rule off."
						: "Correct the line that is named, then check again.",
				...blame(staged, decision?.file ?? null, decision?.line ?? null),
				said: [...(deciding ? [answerText(deciding)] : []), ...ran.log],
			};
	return {
		session,
		ok,
		answer,
		decision,
		diagnosis: diagnosis && { ...diagnosis, setting: diagnosis.setting ?? `policy.${session.rule}` },
	};
}
