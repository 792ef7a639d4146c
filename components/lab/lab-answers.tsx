import Link from "next/link";
import { PHASE_WORDS } from "@/components/policy/phases";
import { Card, CardTitle } from "@/components/ui/card";
import { LogLines } from "@/components/ui/mono";
import { Notice, Status } from "@/components/ui/status";
import { Table, Td, Th } from "@/components/ui/table";
import { answerText } from "@/lib/core/checks/answer-text";
import type { Played, ShownAnswer, ShownStep } from "@/lib/lab/schema";

const TONES = {
	accepted: "success",
	"put off": "warning",
	refused: "danger",
	unanswered: "warning",
} as const;
const WORDS = {
	accepted: "Accepted",
	"put off": "Put off: the sender's host tries again",
	refused: "Refused",
	unanswered: "Exim gave no answer",
} as const;

type RuleOnHost = { hostId: string; rule: NonNullable<ShownStep["rule"]> };

const RuleLink = ({ hostId, rule }: RuleOnHost) => (
	<Link className="text-accent underline" href={`/hosts/${hostId}/policy#policy.${rule.id}`}>
		{rule.title}
	</Link>
);

/** Who didn't judge, and why. */
const SparedFrom = ({ hostId, step }: { hostId: string; step: ShownStep }) =>
	step.spared.length > 0 ? (
		<p className="mt-1 text-muted">
			Spared by{" "}
			<Link className="text-accent underline" href={`/hosts/${hostId}/policy#policy.exemptions`}>
				the exemptions
			</Link>{" "}
			from{" "}
			{step.spared.map((rule, index) => (
				<span key={rule.id}>
					{index > 0 ? ", " : ""}
					<RuleLink hostId={hostId} rule={rule} />
				</span>
			))}
		</p>
	) : null;

/** Who decided an answer, with the way to its switch. */
const DecidedBy = ({ hostId, step }: { hostId: string; step: ShownStep }) =>
	step.rule ? (
		<RuleLink hostId={hostId} rule={step.rule} />
	) : (
		<span className="text-muted">{step.line ? "what always holds" : "no rule asks here"}</span>
	);

/** One configuration's answers, phase by phase. */
const Answer = ({ hostId, title, answer }: { hostId: string; title: string; answer: ShownAnswer }) => (
	<Card aria-label={title} className="grid min-w-0 content-start gap-3">
		<CardTitle>{title}</CardTitle>
		<p>
			<Status tone={TONES[answer.verdict]}>{WORDS[answer.verdict]}</Status>
			{answer.decided?.rule ? (
				<>
					{" "}
					by <DecidedBy hostId={hostId} step={answer.decided} />
				</>
			) : null}
		</p>
		{answer.fault ? (
			<Notice tone="danger" title="Exim can't follow this configuration">
				<p>{answer.fault}</p>
			</Notice>
		) : null}
		<Table label={`${title}: answers`}>
			<thead>
				<tr>
					<Th>Phase</Th>
					<Th>Exim's answer</Th>
					<Th>Decided by</Th>
				</tr>
			</thead>
			<tbody>
				{answer.steps.map((step, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: steps have an order and nothing else of their own
					<tr key={index}>
						<Td>{step.phase ? PHASE_WORDS[step.phase].name : ""}</Td>
						<Td className="min-w-48 break-words whitespace-normal">
							{step.code === null ? "–" : answerText(step)}
						</Td>
						<Td className="min-w-32 whitespace-normal">
							<DecidedBy hostId={hostId} step={step} />
							<SparedFrom hostId={hostId} step={step} />
						</Td>
					</tr>
				))}
			</tbody>
		</Table>
		<details>
			<summary className="min-h-7 cursor-pointer text-accent">The lines that decided, and Exim's log</summary>
			<LogLines label={`${title}: lines`} lines={linesOf(answer)} />
		</details>
		<p className="text-muted">Exim took {Math.max(1, Math.round(answer.ms))} ms. Nothing was delivered.</p>
	</Card>
);

const linesOf = ({ steps }: ShownAnswer): string[] =>
	steps.flatMap(({ phase, command, line, log }) => [
		...(command ? [`${phase}: ${command}`] : []),
		...(line ? [`  line ${line.number}: ${line.text}`] : []),
		...log.map((text) => `  ${text}`),
	]);

/** What is live and what isn't yet, side by side. */
export const LabAnswers = ({ hostId, played }: { hostId: string; played: Played }) => (
	<section aria-label="Exim's answers" aria-live="polite" className="grid gap-4">
		<div className="grid items-start gap-4 lg:grid-cols-2">
			{played.live ? (
				<Answer hostId={hostId} title="The live release" answer={played.live} />
			) : (
				<Notice tone="info" title="No release is live yet" />
			)}
			{played.proposed ? (
				<Answer hostId={hostId} title="With the undeployed changes" answer={played.proposed} />
			) : (
				<Notice tone="info" title="Nothing waits to be deployed">
					<p>Change a switch on the Policy page, and what it would change here stands beside what is live.</p>
				</Notice>
			)}
		</div>
	</section>
);
