"use client";

import { useEffect, useState } from "react";
import { EXAMPLE, type Example } from "./figures";
import { type Asked, LINE_QUESTIONS, LIST_QUESTIONS, mostOf, numberOf, type Question } from "./questions";

/** One number of the example; what makes no sense is said and not counted with. */
function ExampleField({
	question,
	example,
	onChange,
}: {
	question: Question;
	example: Example;
	onChange: (next: Example) => void;
}) {
	const { key, label, help, per } = question;
	const [typed, setTyped] = useState(String(example[key] / per));
	const most = mostOf(question, example);
	const wrong = numberOf(typed, question.min, most) === null;
	return (
		<div className="grid content-start gap-1 text-xs text-muted">
			<label className="grid gap-1">
				{label}
				<input
					// Belongs to no form: what is typed here is not sent, nor can it keep the form from being sent.
					form="none"
					type="number"
					step="any"
					min={question.min}
					max={most}
					value={typed}
					aria-invalid={wrong || undefined}
					aria-describedby={`example-${key}-help`}
					onChange={(event) => {
						// The delivery form is not concerned.
						event.stopPropagation();
						setTyped(event.currentTarget.value);
						const value = numberOf(event.currentTarget.value, question.min, most);
						if (value !== null) onChange({ ...example, [key]: value * per });
					}}
					className="min-h-8 w-full rounded-md border border-control bg-surface px-2 font-mono text-mono text-text tabular-nums aria-invalid:border-danger"
				/>
			</label>
			<span id={`example-${key}-help`}>
				{wrong ? (
					<span className="text-danger">
						Counted with {example[key] / per}: give {question.min} to {most.toLocaleString("en")}.{" "}
					</span>
				) : null}
				{help ? `${help} Default: ${asDefault(key, per)}.` : null}
			</span>
		</div>
	);
}

/** What a question's answer is where nobody gives another. */
const asDefault = (key: Asked, per: number): string =>
	key === "uplinkMbit" ? "0, no limit" : (EXAMPLE[key] / per).toLocaleString("en");

/** Asks for another list and line to count with; only where there is JavaScript to answer. */
export function ExampleFields({
	example,
	onChange,
}: {
	example: Example;
	onChange: (next: Example) => void;
}) {
	const [answers, setAnswers] = useState(false);
	useEffect(() => setAnswers(true), []);
	if (!answers) return null;
	const ask = (questions: readonly Question[]) =>
		questions.map((question) => (
			<ExampleField key={question.key} question={question} example={example} onChange={onChange} />
		));
	return (
		<div className="grid gap-2">
			<div className="grid grid-cols-2 gap-2">{ask(LIST_QUESTIONS)}</div>
			<details>
				<summary className="cursor-pointer text-sm font-medium">The line and where members are</summary>
				<div className="mt-2 grid grid-cols-2 gap-x-2 gap-y-3">{ask(LINE_QUESTIONS)}</div>
			</details>
		</div>
	);
}
