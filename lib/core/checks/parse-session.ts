import type { Phase } from "../policy/rule";
import { type AclRun, type Decision, readTrace, type TraceItem } from "./acl-runs";
import { panicsIn } from "./panic";

/** One command of a session with Exim's answer and who decided it. */
export type SessionStep = {
	/** Where in the dialogue it stands; null for what no rule decides, as NOOP or the 354 before a message. */
	phase: Phase | null;
	/** Null for the greeting, and where the commands were not given. */
	command: string | null;
	/** Null when Exim ended without an answer. */
	code: number | null;
	/** The answer's text, its lines joined by `\n`. */
	text: string;
	decision: Decision | null;
	/** Statements that didn't judge it, for its host or sender is exempt. */
	spared: Decision[];
	/** What Exim logged for it. */
	log: string[];
};

/** A whole `exim -bh`. `fault` is the configuration error that the exit status hides (facts, section 2). */
export type Session = { steps: SessionStep[]; log: string[]; fault: string | null };

type Reply = { code: number; text: string };

function repliesIn(stdout: string): Reply[] {
	const replies: Reply[] = [];
	let lines: string[] = [];
	for (const line of stdout.split(/\r?\n/)) {
		const found = /^([2-5]\d\d)([ -]?)(.*)$/.exec(line);
		if (!found) continue;
		lines.push(found[3] ?? "");
		if (found[2] === "-") continue;
		replies.push({ code: Number(found[1]), text: lines.join("\n") });
		lines = [];
	}
	return replies;
}

const PHASE_OF: readonly [RegExp, Phase][] = [
	[/^(EHLO|HELO)\b/i, "helo"],
	[/^MAIL\b/i, "mail"],
	[/^RCPT\b/i, "rcpt"],
	[/^DATA\b/i, "data"],
];
const phaseOf = (command: string): Phase | null =>
	PHASE_OF.find(([shape]) => shape.test(command))?.[1] ?? null;

/** Pairs what was sent with what was answered: a message's lines have one answer, if DATA was accepted. */
function pair(replies: readonly Reply[], input: readonly string[]): SessionStep[] {
	const step = (phase: Phase | null, command: string | null, reply: Reply | undefined): SessionStep => ({
		phase,
		command,
		code: reply?.code ?? null,
		text: reply?.text ?? "",
		decision: null,
		spared: [],
		log: [],
	});
	let next = 0;
	const answer = () => replies[next++];
	const steps = [step("connect", null, answer())];
	for (let at = 0; at < input.length; at++) {
		const command = input[at] ?? "";
		const phase = phaseOf(command);
		const reply = answer();
		const message = phase === "data" && reply?.code === 354;
		steps.push(step(message ? null : phase, command, reply));
		if (!message) continue;
		while (at + 1 < input.length && input[at + 1] !== ".") at++;
		at++;
		steps.push(step("data", ".", answer()));
	}
	return steps;
}

/** The phase that an ACL is for, by its name or by what was logged of it. */
function runPhase(run: AclRun, logged: readonly string[]): Phase | null {
	const said = [...run.log, ...logged].join("\n");
	if (/rejected RCPT /.test(said)) return "rcpt";
	if (/rejected MAIL /.test(said)) return "mail";
	if (/rejected (EHLO|HELO)/.test(said)) return "helo";
	if (/rejected connection in/.test(said)) return "connect";
	if (/rejected (after|during) |rejected DATA/.test(said)) return "data";
	return (/(connect|helo|mail|rcpt|data)$/.exec(run.acl)?.[1] as Phase | undefined) ?? null;
}

const agrees = (run: AclRun, code: number | null): boolean => {
	if (code === null) return run.result === "fault";
	const first = Math.trunc(code / 100);
	if (run.result === "accept" || run.result === "discard") return first === 2 || first === 3;
	return run.result === "deny" || run.result === "drop" ? first === 5 : first === 4;
};

const NAMED_IN_LOG: readonly [RegExp, Phase][] = [
	[/rejected RCPT /, "rcpt"],
	[/rejected MAIL /, "mail"],
	[/rejected (EHLO|HELO)/, "helo"],
	[/rejected (after|during) |rejected DATA/, "data"],
];

/** Gives each run and each logged line to the step it belongs to; the order of both is that of the session. */
function attribute(steps: SessionStep[], items: readonly TraceItem[]): void {
	let at = 0;
	const follow = (suits: (step: SessionStep) => boolean): SessionStep | undefined => {
		const found = steps.findIndex((step, i) => i >= at && suits(step));
		if (found >= 0) at = found + 1;
		return steps[found];
	};
	for (const [i, item] of items.entries()) {
		if (item.kind === "run") {
			const next = items[i + 1];
			const phase = runPhase(item.run, next?.kind === "log" ? [next.text] : []);
			const step = follow((s) => (phase === null || s.phase === phase) && agrees(item.run, s.code));
			if (!step) continue;
			step.decision = item.run.decision;
			step.spared.push(...item.run.spared);
			step.log.push(...item.run.log);
			continue;
		}
		const phase = NAMED_IN_LOG.find(([shape]) => shape.test(item.text))?.[1];
		const before = steps[at - 1];
		// A refusal right after a run is that run's; one without a run, as where no ACL is set, has a step of its own.
		const own =
			items[i - 1]?.kind === "run" || phase === undefined || before?.phase !== phase ? before : undefined;
		const step =
			own ??
			follow((s) => s.phase === phase && s.code !== null && s.code >= 400) ??
			steps[Math.max(0, at - 1)];
		step?.log.push(item.text);
	}
}

/** What Exim logs of a configuration that it can't follow, while it answers 451 and means it for later. */
const FAULTS: readonly RegExp[] = [
	/(unknown ACL (?:verb|condition).*)$/,
	/(failed to expand .*)$/,
	/(unknown named [\w ]+ list .*)$/,
	/(unknown lookup type .*)$/,
	/(failed to open .*)$/,
	/(missing or malformed .* in ACL.*)$/,
];

/** A scanner that is down, or DNS that doesn't answer, gets the same words, and is no fault of the configuration. */
const SERVICE_AWAY = /(malware|spam) acl condition: |Could not complete (sender|recipient) (verify|callout)/;

function faultOf(steps: readonly SessionStep[], log: readonly string[], stderr: string): string | null {
	for (const line of log)
		for (const shape of FAULTS) if (shape.test(line)) return shape.exec(line)?.[1] ?? line;
	const panic = panicsIn(stderr)[0];
	if (panic) return panic.text;
	const local = steps.find(
		({ code, text, log: own }) =>
			(!own.some((line) => SERVICE_AWAY.test(line)) &&
				(code === 451 || code === 421) &&
				/^Temporary local problem|^Unexpected .*failure/.test(text)) ||
			(code === 421 && /local problem/i.test(text)),
	);
	return local ? (local.log.at(-1) ?? local.text) : null;
}

/**
 * Reads a session of `exim -bh`, which exits with 0 whatever happened.
 * In: its stdout and stderr, and what was written to its stdin, to name each answer's command. Without that, answers
 * stand in order with no phase but what Exim logged. Never throws.
 */
export function parseSession(stdout: string, stderr: string, input = ""): Session {
	const replies = repliesIn(stdout);
	const sent = input === "" ? [] : input.replace(/\r?\n$/, "").split(/\r?\n/);
	const steps: SessionStep[] =
		input === ""
			? replies.map((reply) => ({
					phase: null,
					command: null,
					decision: null,
					spared: [],
					log: [],
					...reply,
				}))
			: pair(replies, sent);
	const items = readTrace(stderr);
	attribute(steps, items);
	const log = stderr.split(/\r?\n/).flatMap((line) => /^LOG: (.*)$/.exec(line)?.[1] ?? []);
	return { steps, log, fault: faultOf(steps, log, stderr) };
}
