"use client";

import { Mono } from "@/components/ui/mono";
import { count, every } from "@/lib/core/release/effects/words";
import { ExampleFields } from "./example-fields";
import {
	bytes,
	type Choice,
	type Example,
	MEASURES,
	type Measure,
	noticing,
	planOf,
	planOfPersonalised,
	worldInWords,
} from "./figures";

/** One figure, live and as set here, as bars on one scale with the figures written on them. */
function Bars({ measure, live, here }: { measure: Measure; live: number | null; here: number | null }) {
	const most = Math.max(live ?? 0, here ?? 0) || 1;
	const bar = (label: string, value: number, accent: boolean) => (
		<div className="grid grid-cols-[3rem_minmax(0,1fr)_5.5rem] items-center gap-2">
			<span className="text-xs text-muted">{label}</span>
			<span aria-hidden="true" className="h-2 rounded-full bg-sunken">
				<span
					className={`block h-2 min-w-0.5 rounded-full ${accent ? "bg-accent" : "bg-control"}`}
					style={{ width: `${(value / most) * 100}%` }}
				/>
			</span>
			<Mono className="text-right">{measure.say(value)}</Mono>
		</div>
	);
	return (
		<div className="grid gap-1">
			<dt>
				<span className="font-medium">{measure.label}</span>{" "}
				<span className="text-xs text-muted">{measure.help}</span>
			</dt>
			<dd className="grid gap-0.5">
				{live === null || live === here ? null : bar("live", live, false)}
				{here === null ? (
					<span className="text-muted">A number above doesn't make sense yet.</span>
				) : (
					bar("here", here, true)
				)}
			</dd>
		</div>
	);
}

/** What one post costs with what is chosen, beside what is live. */
export function Consequences({
	live,
	here,
	example,
	counted,
	personalised,
	onExample,
}: {
	live: Choice | null;
	here: Choice | null;
	/** The list that is counted with, and what to do when another is asked for. */
	example: Example;
	/** How often another list was put in place of the one asked about, by something else than its own fields. */
	counted: number;
	/** Whether owners may personalise posts here. */
	personalised: boolean;
	onExample: (next: Example) => void;
}) {
	const plans = { live: live && planOf(example, live), here: here && planOf(example, here) };
	const personal = here && planOfPersonalised(example, here);
	const rare = here?.verp.strategy === "mailman" && here.verp.interval > 1 ? here.verp.interval : null;
	return (
		<aside
			aria-label="What it costs"
			className="grid content-start gap-4 rounded-lg border bg-surface p-4 lg:sticky lg:top-18"
		>
			<div className="grid gap-1">
				<h2 className="text-base font-semibold">What it costs</h2>
				<p className="text-muted">
					One post of {count(example.messageBytes / 1_000)} kB to {count(example.members)} members
					{rare ? `, where it is ${every(rare)}` : ""}.
				</p>
			</div>
			<ExampleFields key={counted} example={example} onChange={onExample} />
			<dl className="grid gap-3">
				{MEASURES.map((measure) => (
					<Bars
						key={measure.label}
						measure={measure}
						live={plans.live && measure.of(plans.live)}
						here={plans.here && measure.of(plans.here)}
					/>
				))}
				<div className="grid gap-1">
					<dt className="font-medium">A dead address is noticed</dt>
					<dd className="text-muted">{here && plans.here ? noticing(here.verp, plans.here) : "—"}</dd>
				</div>
				<div className="grid gap-1">
					<dt className="font-medium">Messages that wait for a queue run</dt>
					<dd>
						<Mono>{plans.here ? count(plans.here.waitingMessages) : "—"}</Mono>
						{plans.here?.waitingMessages ? (
							<span className="text-danger"> They reach their members late.</span>
						) : null}
					</dd>
				</div>
				{personalised && personal ? (
					<div className="grid gap-1">
						<dt className="font-medium">A post that its owner personalises</dt>
						<dd className="text-muted">
							<Mono>{count(personal.queueEntries)}</Mono> queue entries and{" "}
							<Mono>{bytes(personal.spoolBytesHeld)}</Mono> while delivery is held, whoever does VERP: each
							member gets a message of their own.
						</dd>
					</div>
				) : null}
				{plans.here?.putOffRecipients ? (
					<div className="grid gap-1">
						<dt className="font-medium">Recipients that Exim puts off</dt>
						<dd>
							<Mono>{count(plans.here.putOffRecipients)}</Mono>
							<span className="text-danger"> Mailman tries them again later.</span>
						</dd>
					</div>
				) : null}
			</dl>
			<p className="text-xs text-muted">Taken for it: {worldInWords(example)}.</p>
		</aside>
	);
}
