import { z } from "zod";
import type { HostEvent } from "@/lib/core/host/events";
import { diagnosis, testedAddress } from "@/lib/core/host/events";

/** So many answers of each kind are kept; the others are counted. */
const KEPT = 200;
/** So many lines and diagnoses are. */
const LINES_KEPT = 100;

/** What a host said while it was asked to prove something. */
export const told = z.object({
	/** What was seen, a line each. */
	lines: z.array(z.string()),
	diagnoses: z.array(diagnosis),
	/** Answers that aren't as expected, and some of those that are. */
	failed: z.array(testedAddress),
	passed: z.array(testedAddress),
	failedCount: z.number(),
	passedCount: z.number(),
});
export type Told = z.infer<typeof told>;

export const nothingTold = (): Told => ({
	lines: [],
	diagnoses: [],
	failed: [],
	passed: [],
	failedCount: 0,
	passedCount: 0,
});

/** Takes one more event of a host's into what it said. In: what is there, which it changes. */
export function tell(to: Told, event: HostEvent): void {
	const line = (text: string): void => {
		if (to.lines.length < LINES_KEPT) to.lines.push(text);
	};
	const diagnose = (one: Told["diagnoses"][number]) => {
		if (to.diagnoses.length < LINES_KEPT) to.diagnoses.push(one);
	};
	switch (event.type) {
		case "step":
			// What a step failed by is a diagnosis of its own.
			if (event.state === "done" && event.evidence) line(event.evidence);
			return;
		case "line":
			line(event.text);
			return;
		case "diagnosis":
		case "error":
			diagnose(event.diagnosis);
			return;
		case "verdict": {
			const kind = event.tested.ok ? "passed" : "failed";
			to[`${kind}Count`]++;
			if (to[kind].length < KEPT) to[kind].push(event.tested);
			return;
		}
		case "result":
			return;
	}
}
