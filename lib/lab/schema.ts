import { z } from "zod";
import {
	type KeptSession,
	type LabAnswer,
	type LabSession,
	type LabStep,
	labSession,
	outcomeOf,
} from "@/lib/core/checks/lab";
import { RULES } from "@/lib/core/policy/registry";
import type { FormState } from "@/lib/kernel/form-state";

/** A number as a field holds it; what is none becomes NaN, which the session's own schema refuses. */
const numberIn = (typed: string): number => (/^\d{1,12}$/.test(typed) ? Number(typed) : Number.NaN);

/** The lab's form as its fields hold it: recipients a line each, the null sender as `<>`, no announced size as nothing. */
export const labForm = z
	.object({
		from: z.string().trim(),
		helo: z.string().trim(),
		sender: z.string().trim(),
		size: z.string().trim().default(""),
		recipients: z.string(),
		data: z.string().default(""),
	})
	.transform(
		({ sender, size, recipients, data, ...rest }): z.input<typeof labSession> => ({
			...rest,
			size: size === "" ? undefined : numberIn(size),
			sender: sender === "<>" ? "" : sender,
			recipients: recipients.split(/[\s,]+/).filter((one) => one !== ""),
			data: data.trim() === "" ? null : data.replace(/\r\n?/g, "\n"),
		}),
	)
	.pipe(labSession);

/** A session as the form's fields hold it. */
export const fieldsOfSession = ({ sender, size, recipients, data, ...rest }: LabSession) => ({
	...rest,
	sender: sender === "" ? "<>" : sender,
	size: size === undefined ? "" : String(size),
	recipients: recipients.join("\n"),
	data: data ?? "",
});

const describedFields = z.strictObject({
	from: z.string(),
	helo: z.string(),
	sender: z.string(),
	size: z.string().default(""),
	recipients: z.string(),
	data: z.string(),
});

/** The form's fields as a page's address carries them; null for what is no such thing. */
export function readDescribed(text: string | undefined): z.output<typeof describedFields> | null {
	if (text === undefined) return null;
	try {
		return describedFields.safeParse(JSON.parse(text)).data ?? null;
	} catch {
		return null;
	}
}

/** One answer as a table shows it. */
export type ShownStep = Pick<LabStep, "phase" | "command" | "code" | "text" | "line" | "log"> & {
	rule: { id: string; title: string } | null;
	spared: { id: string; title: string }[];
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

const titled = (id: keyof typeof RULES) => ({ id, title: RULES[id].title });

const shownStep = ({ phase, command, code, text, rule, spared, line, log }: LabStep): ShownStep => ({
	...{ phase, command, code, text, line, log },
	rule: rule && titled(rule),
	spared: spared.map(titled),
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

/** A host's kept session, as the console keeps it. */
export type SavedSession = KeptSession & {
	id: string;
	by: string;
	/** Milliseconds since 1970. */
	at: number;
};

/** A saved session with what it comes to; a side is null where there is nothing to ask. */
export type SavedVerdict = {
	saved: Pick<SavedSession, "id" | "title" | "expect" | "by" | "at">;
	live: ShownAnswer | null;
	proposed: ShownAnswer | null;
	/** Comes to something else with the undeployed changes. */
	changes: boolean;
	/** Comes to what is expected, with the changes where there are some. */
	holds: boolean;
};

/** Those that change first, then those that don't hold, each as they were saved. */
export const inOrder = (verdicts: readonly SavedVerdict[]): SavedVerdict[] =>
	verdicts.toSorted(
		(a, b) =>
			Number(b.changes) - Number(a.changes) || Number(a.holds) - Number(b.holds) || a.saved.at - b.saved.at,
	);

/** In: a saved session, and what each side answered. */
export function savedVerdict(
	{ session: _, ...saved }: SavedSession,
	answered: { live: LabAnswer | null; proposed: LabAnswer | null } | undefined,
): SavedVerdict {
	const live = answered?.live ? shownAnswer(answered.live) : null;
	const proposed = answered?.proposed ? shownAnswer(answered.proposed) : null;
	return {
		saved,
		live,
		proposed,
		changes: live !== null && proposed !== null && live.verdict !== proposed.verdict,
		holds: (proposed ?? live)?.verdict === saved.expect,
	};
}

/** What is live and what isn't yet said to one session; `proposed` is null where nothing waits to be deployed. */
export type Played = { live: ShownAnswer | null; proposed: ShownAnswer | null };

export type LabState = FormState & { played: Played | null };
