"use server";

import { z } from "zod";
import { EXPECTED } from "@/lib/core/checks/lab";
import { askForResult } from "@/lib/hosts/connection";
import { loadMailSystem } from "@/lib/hosts/data";
import { hostWithStatus } from "@/lib/hosts/loaders";
import { hostAction } from "@/lib/kernel/action";
import { Refused } from "@/lib/kernel/errors";
import { formValues } from "@/lib/kernel/form-state";
import { removeSession, saveSession } from "./mutations";
import { type LabState, labForm, type Played, shownAnswer } from "./schema";

/** For callouts and scanners that answer late; the host gives up by itself before. */
const SILENCE_MS = 150_000;

const saveForm = z
	.looseObject({
		title: z
			.string()
			.trim()
			.min(1, "Give it a name, as in “A member's post”.")
			.max(100, "The name is longer than 100 characters."),
		expect: z.enum(EXPECTED, { error: "Choose what it must come to." }),
	})
	.transform(({ title, expect, ...fields }, ctx) => {
		const session = labForm.safeParse(fields);
		if (session.success) return { title, expect, session: session.data };
		ctx.addIssue({
			code: "custom",
			message: session.error.issues[0]?.message ?? "This session can't be kept.",
		});
		return z.NEVER;
	});

/** Keeps a session with what it must come to: it stands on the Changes page, and a deployment that breaks it asks. */
export const saveSessionAction = hostAction({
	action: "policy.lab.save",
	permission: "lab.play",
	schema: saveForm,
	change: async (access, form) => {
		await saveSession(access.hostId, form, access.person.name);
		return {
			message: `“${form.title}” is played before every deployment.`,
			audit: { subject: form.title, after: form },
		};
	},
});

/** Forgets a saved session. */
export const removeSessionAction = hostAction({
	action: "policy.lab.remove",
	permission: "lab.play",
	schema: z.object({ id: z.string().max(64) }),
	change: async (access, { id }) => {
		const title = await removeSession(access.hostId, id);
		if (title === null) return { message: "The session was removed already.", audit: null };
		return { message: `“${title}” is no longer played.`, audit: { subject: title } };
	},
});

/** Plays a session against what is live and, where something waits to be deployed, against that too. */
export async function playAction(before: LabState, form: FormData): Promise<LabState> {
	let played: Played | null = null;
	const play = hostAction({
		action: "policy.lab",
		permission: "lab.play",
		schema: labForm,
		work: async (access, session) => {
			const { connection, status } = await hostWithStatus(access);
			const desired = await loadMailSystem(access.hostId);
			const live = status?.live?.system ?? null;
			const waits = desired.success && JSON.stringify(desired.data) !== JSON.stringify(live);
			if (live === null && !waits)
				throw Refused.form(
					"No release is live here, and the settings can't be deployed yet. The Changes page says what stands against them.",
				);
			const { answers } = await askForResult(
				connection,
				{ verb: "sessions", system: waits ? desired.data : null, sessions: [session] },
				access.person.name,
				{ silenceMs: SILENCE_MS },
			);
			const [answer] = answers;
			played = {
				live: answer?.live ? shownAnswer(answer.live) : null,
				proposed: answer?.proposed ? shownAnswer(answer.proposed) : null,
			};
			return { message: "Exim answered. Nothing was delivered." };
		},
	});
	return { ...(await play(before, form)), values: formValues(form), played };
}
