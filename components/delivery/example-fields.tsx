"use client";

import { useEffect, useState } from "react";
import type { Example } from "./figures";

const QUESTIONS: readonly { key: keyof Example; label: string; per: number; min: number; max: number }[] = [
	{ key: "members", label: "Members", per: 1, min: 1, max: 1_000_000 },
	{ key: "postsPerDay", label: "Posts a day", per: 1, min: 1, max: 10_000 },
	{ key: "messageBytes", label: "kB a post", per: 1_000, min: 1, max: 100_000 },
	{ key: "bigPercent", label: "% at big receivers", per: 1, min: 0, max: 100 },
];

/** Asks for another list to count with; only where there is JavaScript to answer. */
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
	return (
		<div className="grid grid-cols-2 gap-2">
			{QUESTIONS.map(({ key, label, per, min, max }) => (
				<label key={key} className="grid gap-1 text-xs text-muted">
					{label}
					<input
						// Belongs to no form: what is typed here is not sent, nor can it keep the form from being sent.
						form="none"
						type="number"
						min={min}
						max={max}
						defaultValue={example[key] / per}
						onChange={(event) => {
							// The delivery form is not concerned.
							event.stopPropagation();
							const value = Number(event.currentTarget.value);
							if (event.currentTarget.value !== "" && value >= min && value <= max)
								onChange({ ...example, [key]: value * per });
						}}
						className="min-h-8 w-full rounded-md border border-control bg-surface px-2 font-mono text-mono text-text tabular-nums"
					/>
				</label>
			))}
		</div>
	);
}
