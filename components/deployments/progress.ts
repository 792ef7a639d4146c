import type { Diagnosis, TestedAddress } from "@/lib/core/checks/types";
import type { DeployResult, HostEvent } from "@/lib/core/host/events";
import { STEPS, type Step } from "@/lib/core/host/steps";

/** One of the seven steps as far as the host has told of it; times in ms since 1970 by the host's clock. */
export type StepProgress = {
	step: Step;
	state: "waiting" | "running" | "done" | "failed";
	begunAt: number | null;
	endedAt: number | null;
	/** What was seen, in one line. */
	evidence: string | null;
	lines: string[];
	diagnoses: Diagnosis[];
};

/** A tested address under its key, so that a second answer (on the live configuration) takes the first one's row. */
export type AnsweredTest = TestedAddress & { key: string; step: Step | null };

/** A deployment as its events tell it. */
export type Progress = {
	steps: StepProgress[];
	/** In the order in which Exim first answered. */
	tested: AnsweredTest[];
	/** What the host said outside of any step: going back, recovering. */
	remarks: string[];
	/** The reason it failed, as the host found it. */
	diagnosis: Diagnosis | null;
	result: DeployResult | null;
};

const untold = (step: Step): StepProgress => ({
	step,
	state: "waiting",
	begunAt: null,
	endedAt: null,
	evidence: null,
	lines: [],
	diagnoses: [],
});

/** Before the first event. */
export const noProgress = (): Progress => ({
	steps: STEPS.map(untold),
	tested: [],
	remarks: [],
	diagnosis: null,
	result: null,
});

/** What makes two tests the same question. */
export const testKey = ({ test }: Pick<TestedAddress, "test">): string =>
	[test.address, test.sender ?? "", test.sendingHost ?? ""].join("\n");

const inStep = (
	progress: Progress,
	step: Step,
	change: (of: StepProgress) => Partial<StepProgress>,
): Progress => ({
	...progress,
	steps: progress.steps.map((one) => (one.step === step ? { ...one, ...change(one) } : one)),
});

/** Takes many verdicts at once: a large host answers thousands. */
function withVerdicts(progress: Progress, verdicts: readonly AnsweredTest[]): Progress {
	const rows = new Map(progress.tested.map((row) => [row.key, row]));
	for (const row of verdicts) rows.set(row.key, row);
	return { ...progress, tested: [...rows.values()] };
}

function withEvent(progress: Progress, event: Exclude<HostEvent, { type: "verdict" }>): Progress {
	switch (event.type) {
		case "step": {
			const { state, at, evidence } = event;
			return inStep(progress, event.step, () =>
				state === "begun"
					? { state: "running", begunAt: at, endedAt: null, evidence: null }
					: { state, endedAt: at, evidence },
			);
		}
		case "line":
			return event.step === null
				? { ...progress, remarks: [...progress.remarks, event.text] }
				: inStep(progress, event.step, ({ lines }) => ({ lines: [...lines, event.text] }));
		case "diagnosis": {
			const { diagnosis, step } = event;
			// The first reason is the cause; what follows from it comes after.
			const next = { ...progress, diagnosis: progress.diagnosis ?? diagnosis };
			return step === null
				? next
				: inStep(next, step, ({ diagnoses }) => ({ diagnoses: [...diagnoses, diagnosis] }));
		}
		case "result":
			return "deploy" in event ? { ...progress, result: event.deploy } : progress;
		case "error":
			return { ...progress, diagnosis: progress.diagnosis ?? event.diagnosis };
	}
}

/** The progress after further events, in their order. Gives the same whether they come one by one or all at once. */
export function advance(progress: Progress, events: readonly HostEvent[]): Progress {
	let next = progress;
	const verdicts: AnsweredTest[] = [];
	for (const event of events) {
		if (event.type === "verdict")
			verdicts.push({ ...event.tested, key: testKey(event.tested), step: event.step });
		else next = withEvent(next, event);
	}
	return verdicts.length > 0 ? withVerdicts(next, verdicts) : next;
}

/** The step to show open: the failed one, else the running one, else none. */
export const openStep = ({ steps }: Progress): Step | null =>
	(steps.find((one) => one.state === "failed") ?? steps.find((one) => one.state === "running"))?.step ?? null;

/** A step's clock in ms: until its end, or until `now` while it runs; null before it begins. */
export const elapsed = ({ begunAt, endedAt }: StepProgress, now: number): number | null =>
	begunAt === null ? null : Math.max(0, (endedAt ?? now) - begunAt);
