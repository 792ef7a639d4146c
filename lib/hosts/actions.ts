"use server";

import { z } from "zod";
import { hostAction, personAction } from "@/lib/kernel/action";
import { env } from "@/lib/kernel/env";
import { Refused } from "@/lib/kernel/errors";
import { askForResult } from "./connection";
import { isConnected } from "./data";
import { forgetExamination } from "./examination";
import { hostWithStatus } from "./loaders";
import { addHost } from "./mutations";
import { addRehearsalForm } from "./schema";

/** Adds the rehearsal host of this machine, with the installations found on it, and goes to it. */
export const addRehearsalAction = personAction({
	action: "host.add",
	needs: "owner",
	schema: addRehearsalForm,
	prepare: async (person) => {
		if (!env.rehearsalDirectory)
			throw Refused.form("This console was started without a rehearsal host. Start it with npm run up.");
		const connection = { kind: "rehearsal", root: env.rehearsalDirectory } as const;
		if (await isConnected(connection))
			throw Refused.form(
				"This rehearsal host is in the console already. Ask one of its owners for a role on it.",
			);
		const { status } = await askForResult(connection, { verb: "status" }, person.name, { silenceMs: 20_000 });
		return { connection, status };
	},
	change: async (person, { name }, { connection, status }) => {
		const id = await addHost({
			name,
			connection,
			status,
			administrator: person.email,
			owner: person,
		});
		return { message: `${name} was added.`, audit: { subject: name }, goTo: `/hosts/${id}/domains` };
	},
});

/** Asks the host again, now. */
export const askAgainAction = hostAction({
	action: "host.ask",
	permission: "host.ask",
	schema: z.object({}),
	work: async (access) => {
		forgetExamination(access.hostId);
		await hostWithStatus(access, 0);
		return { message: "Asked again." };
	},
});
