import { z } from "zod";
import { type LabAnswer, type LabSession, type LabStep, labSession, outcomeOf } from "@/lib/core/checks/lab";
import { RULES } from "@/lib/core/policy/registry";
import type { FormState } from "@/lib/kernel/form-state";

/** The lab's form as its fields hold it: recipients a line each, the null sender as `<>`. */
export const labForm = z
	.object({
		from: z.string().trim(),
		helo: z.string().trim(),
		sender: z.string().trim(),
		recipients: z.string(),
		data: z.string().default(""),
	})
	.transform(({ sender, recipients, data, ...rest }) => ({
		...rest,
		sender: sender === "<>" ? "" : sender,
		recipients: recipients.split(/[\s,]+/).filter((one) => one !== ""),
		data: data.trim() === "" ? null : data.replace(/\r\n?/g, "\n"),
	}))
	.pipe(labSession);

/** A session as the form's fields hold it. */
export const fieldsOfSession = ({ sender, recipients, data, ...rest }: LabSession) => ({
	...rest,
	sender: sender === "" ? "<>" : sender,
	recipients: recipients.join("\n"),
	data: data ?? "",
});

/** One answer as a table shows it. */
export type ShownStep = Pick<LabStep, "phase" | "command" | "code" | "text" | "line" | "log"> & {
	rule: { id: string; title: string } | null;
};

/** What one configuration said to a session. */
export type ShownAnswer = {
	verdict: ReturnType<typeof outcomeOf>["verdict"];
	/** The answer that decided; null where Exim gave none. */
	decided: ShownStep | null;
	steps: ShownStep[];
	fault: string | null;
	ms: number;
};

const shownStep = ({ phase, command, code, text, rule, line, log }: LabStep): ShownStep => ({
	...{ phase, command, code, text, line, log },
	rule: rule && { id: rule, title: RULES[rule].title },
});

export function shownAnswer(answer: LabAnswer): ShownAnswer {
	const { verdict, step } = outcomeOf(answer);
	return {
		verdict,
		decided: step && shownStep(step),
		steps: answer.steps.filter((one) => one.phase !== null).map(shownStep),
		fault: answer.fault,
		ms: answer.ms,
	};
}

/** What is live and what isn't yet said to one session; `proposed` is null where nothing waits to be deployed. */
export type Played = { live: ShownAnswer | null; proposed: ShownAnswer | null };

export type LabState = FormState & { played: Played | null };
