import type { ReactNode } from "react";
import { LogLines } from "@/components/ui/mono";
import { Badge, Status } from "@/components/ui/status";
import type { RuleCard as Rule } from "@/lib/policy/loaders";
import { type RuleInForm, RuleParameters, RuleSwitch } from "./rule-forms";

const Line = ({ label, children }: { label: string; children: ReactNode }) => (
	<div>
		<dt className="inline font-medium">{label}: </dt>
		<dd className="inline text-muted">{children}</dd>
	</div>
);

/** What the host or another rule must have for this one. */
const Needs = ({ needs }: { needs: Rule["needs"] }) =>
	needs.length === 0 ? null : (
		<ul className="grid gap-1">
			{needs.map(({ sentence, met }) => (
				<li key={sentence}>
					{met === null ? (
						<span className="text-muted">{sentence}</span>
					) : (
						<Status tone={met ? "success" : "danger"}>
							{sentence} {met ? "It is there." : "It is not."}
						</Status>
					)}
				</li>
			))}
		</ul>
	);

/** One rule: its switch, what it does and what it costs; why, and its very lines, one click away. */
export function RuleCard({
	hostId,
	revision,
	rule,
	place,
	here,
}: {
	hostId: string;
	revision: number;
	rule: Rule;
	/** Its place among the rules of its phase, from 1: Exim asks in this order. */
	place: number;
	/** The page's own address. */
	here: string;
}) {
	const { id, title, on, fields, seen, parameters, mayNotSwitch, mayNot } = rule;
	const inForm: RuleInForm = { id, title, on, fields, seen, parameters, mayNotSwitch, mayNot };
	return (
		<article
			id={`policy.${id}`}
			aria-label={title}
			className="grid content-start gap-3 rounded-lg border bg-surface p-3 target:border-accent has-[details[open]]:col-span-full"
		>
			<header className="grid gap-2">
				<div className="flex items-start justify-between gap-2">
					<h3 className="font-semibold">
						<span className="font-mono text-mono font-normal text-muted">{place}. </span>
						{title}
					</h3>
					{rule.changed ? <Badge tone="warning">not deployed</Badge> : null}
				</div>
				<RuleSwitch hostId={hostId} revision={revision} rule={inForm} here={here} />
			</header>
			<p>{rule.does}</p>
			<dl>
				<Line label="Costs">{rule.cost}</Line>
			</dl>
			{rule.missing ? <Status tone="warning">Wanted: {rule.wanted}</Status> : null}
			<Needs needs={rule.needs.filter((need) => need.met !== true)} />
			{parameters.length > 0 ? (
				<RuleParameters hostId={hostId} revision={revision} rule={inForm} here={here} />
			) : null}
			<details>
				<summary className="min-h-7 cursor-pointer text-accent">Why, and its lines</summary>
				<div className="mt-2 grid gap-3">
					<dl className="grid gap-1">
						{rule.missing ? null : <Line label="Wanted">{rule.wanted}</Line>}
						<Line label="Wrongly hits">{rule.falsePositives}</Line>
						<Line label="Source">{rule.source}</Line>
					</dl>
					<Needs needs={rule.needs.filter((need) => need.met === true)} />
					<p className="text-muted">
						{on ? "Rendered into the configuration:" : "Would be rendered if it were on:"}
					</p>
					<LogLines lines={rule.lines} label={`Lines of “${title}”`} />
				</div>
			</details>
		</article>
	);
}
