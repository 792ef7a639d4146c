import { answerText } from "@/lib/core/checks/answer-text";
import type { LabAnswer } from "@/lib/core/checks/lab";
import type { TestedAddress } from "@/lib/core/checks/types";
import type { HostEvent, HostStatus } from "@/lib/core/host/events";
import { minutesAndSeconds } from "./terminal-countdown";
import { clock, plural } from "./words";

const MARK = { begun: "…", done: "✓", failed: "✗" } as const;

const FOUND = { well: "✓", problem: "✗", advice: "!", unknown: "?", needless: "-" } as const;

/** A verdict on one line: what was asked, what came of it, and whether that is right. */
function verdictLine({ test, verdict, ok }: TestedAddress): string {
	const ways = verdict.routes.map((route) => `${route.router ?? "-"} → ${route.transport ?? "-"}`).join(", ");
	const came =
		verdict.outcome === "routed" ? ways : [verdict.outcome, verdict.reason].filter(Boolean).join(": ");
	return `  ${ok ? "✓" : "✗"} ${test.address}  ${came}${test.why ? `  (${test.why})` : ""}`;
}

function statusLines(status: HostStatus): string[] {
	const { live, exim, mailman, drift, lock, pending, attention, queued, upgrade } = status;
	return [
		live
			? `Release ${live.number} is live (${live.id.slice(0, 12)}), by ${live.actor}, ${new Date(live.at).toISOString()}.`
			: "No release is live yet.",
		`Exim: ${exim.detail}${queued === null ? "" : ` ${plural(queued, "message")} on the queue.`}`,
		...mailman.map((one) => `Mailman in ${one.prefix}${one.simulated ? " (simulated)" : ""}: ${one.detail}`),
		...(lock
			? [`${lock.actor} has been working on this host since ${clock(lock.since)} (process ${lock.pid}).`]
			: []),
		...(pending
			? [
					`Release ${pending.number} reverts at ${clock(pending.deadline)}, in ${minutesAndSeconds(pending.deadline - status.at)} min, unless it is confirmed: listkeeper confirm`,
				]
			: []),
		...(upgrade
			? [
					`Exim changed from ${upgrade.from ?? "?"} to ${upgrade.to ?? "?"}: ${
						upgrade.problems.length === 0 ? "everything still holds." : "this no longer holds."
					}`,
					...upgrade.problems.map((problem) => `  ${problem.sentence}`),
				]
			: []),
		...drift.map((one) => `Drift: ${one.sentence}`),
		...(attention
			? [attention.sentence, attention.remedy, ...attention.said.map((line) => `  ${line}`)]
			: []),
		`Kept releases: ${status.releases.map((release) => release.number).join(", ") || "none"}.`,
	];
}

/** What an event is to a person at the host's console, a line each. Passing tests of a deployment stay unsaid. */
export function linesOf(event: HostEvent): string[] {
	switch (event.type) {
		case "step":
			return event.state === "begun"
				? []
				: [`${MARK[event.state]} ${event.step.padEnd(8)}${event.evidence ?? ""}`];
		case "line":
			return [`  ${event.text}`];
		case "verdict":
			return event.step !== null && event.tested.ok ? [] : [verdictLine(event.tested)];
		case "diagnosis":
			return diagnosisLines(event.diagnosis);
		case "error":
			return diagnosisLines(event.diagnosis);
		case "result":
			return resultLines(event);
	}
}

const diagnosisLines = ({
	sentence,
	remedy,
	said,
	place,
}: Extract<HostEvent, { type: "error" }>["diagnosis"]) => [
	sentence,
	...(place
		? [
				`  ${place.file}${place.line === null ? "" : `, line ${place.line}`}${place.text ? `: ${place.text}` : ""}`,
			]
		: []),
	...said.map((line) => `  ${line}`),
	remedy,
];

/** A session's answers, with the setting whose line decided each. */
const answerLines = ({ steps }: LabAnswer): string[] =>
	steps
		.filter(({ phase, code }) => phase !== null && code !== null)
		.map(
			({ phase, code, text, rule }) =>
				`    ${phase?.padEnd(8)}${answerText({ code, text })}${rule ? `  (policy.${rule})` : ""}`,
		);

function resultLines(event: Extract<HostEvent, { type: "result" }>): string[] {
	switch (event.verb) {
		case "status":
			return statusLines(event.status);
		case "schema":
			return [JSON.stringify(event.schema, null, "\t")];
		case "render":
			return [
				`Release ${event.id}`,
				...event.files.flatMap((file) => ["", `==> ${file.target} <==`, file.text.trimEnd()]),
			];
		case "check":
			return [event.ok ? `Release ${event.id} may go live.` : `Release ${event.id} must not go live.`];
		case "verify":
			return [event.ok ? "All is well." : "Something is wrong."];
		case "test":
			return [];
		case "doctor":
			return [
				...event.checks.flatMap(({ title, state, reason, findings }) => [
					`${FOUND[state]} ${title}${reason === null ? "" : `: not looked at. ${reason}`}`,
					...findings.flatMap((one) => diagnosisLines(one).map((line) => `    ${line}`)),
				]),
				event.ok ? "No problem was found." : "Problems were found.",
			];
		case "inspect":
			// The command line shows all that was found instead of what may be told elsewhere: host/print-survey.ts.
			return event.survey.notes.map(({ sentence, remedy }) => `${sentence} ${remedy}`);
		case "prune":
			return [
				event.removed.length === 0
					? "Nothing was removed."
					: `Removed ${plural(event.removed.length, "release")}: ${event.removed.join(", ")}.`,
			];
		case "sessions":
			return event.answers.flatMap(({ live, proposed }, at) => [
				`Session ${at + 1}`,
				...(live ? ["  live", ...answerLines(live)] : []),
				...(proposed ? ["  proposed", ...answerLines(proposed)] : []),
			]);
		case "members":
			return event.lists.map(
				({ list, prefix, simulated, count, why }) =>
					`${list} in ${prefix}${simulated ? " (simulated)" : ""}: ${
						count
							? [
									plural(count.members, "member"),
									...count.largest.map(({ domain, members }) => `${domain} ${members}`),
								].join(", ")
							: why
					}`,
			);
		case "rejected":
			return event.sessions.map(
				({ at, from, sender, recipients, reason }) =>
					`${at}  ${from} <${sender}> → ${recipients.join(", ") || "nobody yet"}: ${reason}`,
			);
		case "send":
			return [...event.dialogue, event.accepted ? "Accepted." : "Refused."];
		case "password-link":
			return [event.said];
		case "received":
			return event.messages.map(
				(message) =>
					`${new Date(message.at).toISOString()}  <${message.sender}> → ${message.recipients.join(", ")}${
						message.delivery ? `  ${message.delivery.command} ${message.delivery.list}` : ""
					}`,
			);
		default:
			return [event.deploy.sentence];
	}
}
