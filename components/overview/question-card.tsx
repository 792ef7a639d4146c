import Link from "next/link";
import { Card } from "@/components/ui/card";
import { Mono } from "@/components/ui/mono";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import type { Answer } from "./answers";

/** One of the overview's three questions: its answer in a word, the evidence with its age, the way to its cause. */
export function QuestionCard({
	hostId,
	question,
	answer,
	at,
}: {
	hostId: string;
	question: string;
	answer: Answer | undefined;
	/** When the evidence was seen, ms since 1970; null where nothing ever was. */
	at: number | null;
}) {
	if (!answer) return null;
	const { tone, word, evidence, cause } = answer;
	return (
		<Card className="flex flex-col gap-2" aria-label={question}>
			<h2 className="font-medium text-muted">{question}</h2>
			<Status tone={tone} className="text-lg font-semibold">
				{word}
			</Status>
			<ul className="grid gap-0.5">
				{evidence.map(({ text, mono }) => (
					<li key={text} className="break-words">
						{mono ? <Mono>{text}</Mono> : text}
					</li>
				))}
			</ul>
			<p className="mt-auto flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 pt-1">
				<span className="text-xs text-muted">{at === null ? null : <RelativeTime at={at} />}</span>
				{cause ? (
					<Link
						href={cause.to.startsWith("#") ? cause.to : `/hosts/${hostId}/${cause.to}`}
						className="leading-7 text-accent underline underline-offset-2"
					>
						{cause.label}
					</Link>
				) : null}
			</p>
		</Card>
	);
}
