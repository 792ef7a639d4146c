"use client";

import { useEffect, useState } from "react";
import { Card, CardTitle } from "@/components/ui/card";
import { Mono } from "@/components/ui/mono";
import { Table, Td, Th } from "@/components/ui/table";
import type { Plan } from "@/lib/core/planner/plan";
import { count } from "@/lib/core/release/effects/words";
import type { VerpStrategy } from "@/lib/core/system/verp";
import { alongMembers, alongPosts, type Curves, LINES, type Line } from "./curves";
import { type Choice, type Example, MEASURES, type Measure, planOf } from "./figures";
import { FormulaTable } from "./formula-table";
import { Plot, STROKES } from "./plot";

const NAMES: Readonly<Record<Line, string>> = {
	here: "as set here",
	live: "live",
	off: "VERP off",
	mailman: "VERP by Mailman",
	exim: "VERP by Exim",
};
const DRAWN_FIRST: readonly Line[] = ["here", "live", "off", "mailman", "exim"];

/** Which line is which: the stroke itself, and its name. */
const Legend = ({ shown }: { shown: readonly Line[] }) => (
	<ul className="flex flex-wrap gap-x-5 gap-y-1 text-xs text-muted">
		{shown.map((line) => (
			<li key={line} className="flex items-center gap-2">
				<svg width="30" height="6" aria-hidden="true">
					<line
						x1="0"
						y1="3"
						x2="30"
						y2="3"
						stroke={`var(${STROKES[line].token})`}
						strokeWidth={STROKES[line].width}
						strokeDasharray={STROKES[line].dash.join(" ")}
					/>
				</svg>
				{NAMES[line]}
			</li>
		))}
	</ul>
);

/** `1k`, `2.5M`: an axis has little room. */
const short = (n: number) =>
	n.toLocaleString("en", { notation: "compact", maximumFractionDigits: 1 }).toLowerCase();

type Figure = {
	label: string;
	/** Null where it may never be. */
	of: (plan: Plan, strategy: VerpStrategy) => number | null;
	say: (n: number | null) => string;
	axis: (n: number) => string;
	curves: Curves;
	logarithmic: boolean;
	/** Along what, and where the example is. */
	along: string;
	marked: number;
};

/** Who does VERP on each line. */
type Strategies = Readonly<Record<Line, VerpStrategy>>;

const inDays = (n: number | null) => (n === null ? "not for sure" : `${count(Math.ceil(n))} days`);

/** Every figure that is drawn. */
function figuresOf(example: Example, live: Choice | null, here: Choice | null): Figure[] {
	const members = alongMembers(example, live, here);
	const each = (measure: Measure): Figure => ({
		label: measure.label,
		of: measure.of,
		say: (n) => (n === null ? "—" : measure.say(n)),
		axis: measure.say === MEASURES[0]?.say ? short : measure.say,
		curves: members,
		logarithmic: true,
		along: "members",
		marked: example.members,
	});
	return [
		...MEASURES.map(each),
		{
			label: "Dead address noticed",
			// Without VERP a bounce names its member only by chance.
			of: (plan, strategy) => (strategy === "off" ? null : plan.daysToNotice),
			say: inDays,
			axis: (n) => `${short(n)} d`,
			curves: alongPosts(example, live, here),
			logarithmic: false,
			along: "posts a day",
			marked: example.postsPerDay,
		},
	];
}

/** The figures of the example itself, line by line, as numbers. */
function FigureTable({
	figures,
	plans,
	strategies,
}: {
	figures: readonly Figure[];
	plans: Readonly<Partial<Record<Line, Plan>>>;
	strategies: Strategies;
}) {
	const shown = DRAWN_FIRST.filter((line) => plans[line]);
	return (
		<Table label="What one post costs">
			<thead>
				<tr>
					<Th>Figure</Th>
					{shown.map((line) => (
						<Th key={line} className="text-right">
							{NAMES[line]}
						</Th>
					))}
				</tr>
			</thead>
			<tbody>
				{figures.map(({ label, of, say }) => (
					<tr key={label}>
						<Td>{label}</Td>
						{shown.map((line) => (
							<Td key={line} className="text-right whitespace-nowrap">
								<Mono>{plans[line] ? say(of(plans[line], strategies[line])) : "—"}</Mono>
							</Td>
						))}
					</tr>
				))}
			</tbody>
		</Table>
	);
}

/** How every figure grows with the list, for each strategy with these numbers, what is live, and what is set here. */
export function Plots({
	live,
	here,
	example,
}: {
	live: Choice | null;
	here: Choice | null;
	example: Example;
}) {
	const [draws, setDraws] = useState(false);
	useEffect(() => setDraws(true), []);
	const figures = figuresOf(example, live, here);
	const plan = (choice: Choice | null) => choice && planOf(example, choice);
	const by = (strategy: Choice["verp"]["strategy"]) =>
		here &&
		planOf(example, {
			...here,
			verp: { strategy, interval: strategy === here.verp.strategy ? here.verp.interval : 1 },
		});
	const known = {
		here: plan(here),
		live: plan(live),
		off: by("off"),
		mailman: by("mailman"),
		exim: by("exim"),
	};
	const plans = Object.fromEntries(
		Object.entries(known).filter((entry): entry is [Line, Plan] => entry[1] !== null),
	) as Partial<Record<Line, Plan>>;
	const shown = DRAWN_FIRST.filter((line) => plans[line]);
	const strategies: Strategies = {
		off: "off",
		mailman: "mailman",
		exim: "exim",
		here: here?.verp.strategy ?? "off",
		live: live?.verp.strategy ?? "off",
	};
	return (
		<Card aria-label="How it grows" id="growth">
			<CardTitle>How it grows with the list</CardTitle>
			<div className="grid grid-cols-[minmax(0,1fr)] gap-4">
				<p className="text-muted">
					Each strategy with the numbers set here. The upright line is the list asked about:{" "}
					{count(example.members)} members, {count(example.postsPerDay)} posts a day. Along the foot are
					members; upward it goes by tens, but for days.
				</p>
				<Legend shown={shown} />
				{draws ? (
					<div className="grid gap-x-6 gap-y-4 sm:grid-cols-2 xl:grid-cols-4">
						{figures.map(({ label, of, say, axis, curves, logarithmic, along, marked }) => (
							<figure key={label} className="grid min-w-0 gap-1">
								<figcaption className="flex flex-wrap items-baseline justify-between gap-x-2">
									<span className="font-medium">
										{label}{" "}
										{along === "members" ? null : (
											<span className="text-xs font-normal text-muted">over {along}</span>
										)}
									</span>
									<Mono>{plans.here ? say(of(plans.here, strategies.here)) : "—"}</Mono>
								</figcaption>
								<Plot
									label={`${label} over ${along}: ${shown.map((line) => `${NAMES[line]} ${plans[line] ? say(of(plans[line], strategies[line])) : "—"}`).join(", ")}. The table below has the same figures.`}
									along={curves.along}
									values={
										Object.fromEntries(
											LINES.map((line) => [
												line,
												curves.plans[line]?.map((plan) => of(plan, strategies[line])) ?? null,
											]),
										) as Record<Line, (number | null)[] | null>
									}
									marked={marked}
									logarithmic={logarithmic}
									say={{ x: short, y: axis }}
								/>
							</figure>
						))}
					</div>
				) : null}
				<details className="min-w-0">
					<summary className="cursor-pointer font-medium">The same as a table</summary>
					<div className="mt-3">
						<FigureTable figures={figures} plans={plans} strategies={strategies} />
					</div>
				</details>
				<details className="min-w-0">
					<summary className="cursor-pointer font-medium">
						How each figure is computed, and what it was checked against
					</summary>
					<div className="mt-3">
						<FormulaTable />
					</div>
				</details>
			</div>
		</Card>
	);
}
