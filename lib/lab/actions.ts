"use server";

import { askForResult } from "@/lib/hosts/connection";
import { loadMailSystem } from "@/lib/hosts/data";
import { hostWithStatus } from "@/lib/hosts/loaders";
import { hostAction } from "@/lib/kernel/action";
import { Refused } from "@/lib/kernel/errors";
import { formValues } from "@/lib/kernel/form-state";
import { type LabState, labForm, type Played, shownAnswer } from "./schema";

/** For callouts and scanners that answer late; the host gives up by itself before. */
const SILENCE_MS = 150_000;

/** Plays a session against what is live and, where something waits to be deployed, against that too. */
export async function playAction(before: LabState, form: FormData): Promise<LabState> {
	let played: Played | null = null;
	const play = hostAction({
		action: "policy.lab",
		permission: "tests.run",
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
