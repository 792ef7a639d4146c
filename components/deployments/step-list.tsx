import { CircleCheck, CircleDashed, CircleX, LoaderCircle } from "lucide-react";
import { DiagnosisNotice } from "@/components/ui/diagnosis-notice";
import { LogLines } from "@/components/ui/mono";
import type { Step } from "@/lib/core/host/steps";
import { settingHref } from "@/lib/hosts/setting-href";
import { shortDuration } from "./duration";
import { elapsed, type Progress, type StepProgress } from "./progress";

const TITLES: Record<Step, string> = {
	lock: "Take the host's lock",
	stage: "Write the release aside",
	check: "Prove it",
	swap: "Make it live",
	reload: "Let Exim and Mailman read it",
	observe: "Look whether mail flows",
	commit: "Keep it",
};

const ICONS = {
	waiting: { icon: CircleDashed, look: "text-muted", word: "waiting" },
	unseen: { icon: CircleDashed, look: "text-muted", word: "not seen" },
	running: { icon: LoaderCircle, look: "animate-spin text-info", word: "running" },
	done: { icon: CircleCheck, look: "text-success", word: "done" },
	failed: { icon: CircleX, look: "text-danger", word: "failed" },
} as const;

/** The seven steps down the left: finished ones folded to their evidence, the running or failed one open. */
export const StepList = ({
	progress,
	open,
	now,
	ended,
	hostId,
}: {
	progress: Progress;
	open: Step | null;
	/** Whether nothing more will come: what has not ended by then was not reached, or not seen. */
	ended: boolean;
	/** ms since 1970, for the running step's clock. */
	now: number;
	hostId: string;
}) => (
	<ol aria-label="Steps" className="rounded-lg border bg-surface">
		{progress.steps.map((step) => (
			<li key={step.step} className="border-b px-4 py-2.5 last:border-b-0">
				<StepRow step={step} open={open === step.step} now={now} ended={ended} hostId={hostId} />
			</li>
		))}
	</ol>
);

function StepRow({
	step,
	open,
	now,
	ended,
	hostId,
}: {
	step: StepProgress;
	open: boolean;
	now: number;
	ended: boolean;
	hostId: string;
}) {
	const unended = step.state === "waiting" || step.state === "running";
	const { icon: Icon, look, word } = ICONS[ended && unended ? "unseen" : step.state];
	const clock = ended && unended ? null : elapsed(step, now);
	const failed = step.state === "failed";
	// A failed step's evidence is its diagnosis, which is said in full below.
	const evidence = failed && step.diagnoses.length > 0 ? null : step.evidence;
	return (
		<>
			<div className="flex items-baseline gap-2.5">
				<Icon aria-hidden="true" className={`size-4 shrink-0 translate-y-0.5 ${look}`} />
				<span className={step.state === "waiting" || (ended && unended) ? "text-muted" : "font-medium"}>
					{TITLES[step.step]}
				</span>
				<span className="sr-only">({word})</span>
				<code className="text-xs whitespace-nowrap text-muted">{step.step}</code>
				{clock === null ? null : (
					<span className="ml-auto font-mono text-mono whitespace-nowrap text-muted tabular-nums">
						{shortDuration(clock)}
					</span>
				)}
			</div>
			<div className="ml-6.5 grid grid-cols-[minmax(0,1fr)] gap-2 wrap-anywhere">
				{evidence ? <p className="mt-0.5 text-mono break-words text-muted">{evidence}</p> : null}
				{step.diagnoses.map((diagnosis) => (
					<div key={`${diagnosis.code} ${diagnosis.sentence}`} className="mt-2">
						<DiagnosisNotice
							diagnosis={diagnosis}
							settingHref={settingHref(hostId, diagnosis.setting)}
							tone={failed ? "danger" : "warning"}
						/>
					</div>
				))}
				{step.lines.length > 0 ? (
					<details open={open && !failed} className="mt-1">
						<summary className="min-h-7 cursor-pointer text-xs leading-7 text-muted">
							{step.lines.length === 1 ? "1 line" : `${step.lines.length.toLocaleString("en")} lines`}
						</summary>
						<LogLines lines={step.lines} label={`What was said: ${TITLES[step.step]}`} />
					</details>
				) : null}
			</div>
		</>
	);
}
