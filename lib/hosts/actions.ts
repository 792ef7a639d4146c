"use server";

import { z } from "zod";
import { hostAction, personAction } from "@/lib/kernel/action";
import { env } from "@/lib/kernel/env";
import { Refused } from "@/lib/kernel/errors";
import { beginSetup } from "@/lib/setup/mutations";
import { askForResult } from "./connection";
import { findHost, isConnected, localHost } from "./data";
import { forgetExamination } from "./examination";
import { hostWithStatus } from "./loaders";
import { addHost, removeHost } from "./mutations";
import { addHostForm, LOCAL, removeHostForm, takenBy } from "./schema";

/** Adds the rehearsal host of this machine, with the installations found on it, and goes to it. */
export const addRehearsalAction = personAction({
	action: "host.add",
	needs: "owner",
	schema: addHostForm,
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

/** Throws Refused where this machine is in the console already: a second record of it would have owners of its own. */
async function refuseSecond() {
	const there = await localHost();
	if (there) throw Refused.form(takenBy(there));
}

/** Connects to this machine through sudo, and adds it when it answers. */
export const addLocalAction = personAction({
	action: "host.add",
	needs: "owner",
	schema: addHostForm,
	prepare: async (person) => {
		await refuseSecond();
		const how = { silenceMs: 20_000, anew: true };
		return askForResult(LOCAL, { verb: "status" }, person.name, how);
	},
	change: async (person, { name }, { status }) => {
		await refuseSecond();
		const id = await addHost({
			name,
			connection: LOCAL,
			status,
			administrator: person.email,
			owner: person,
		});
		const isNew = status.live === null;
		if (isNew) await beginSetup(id, person.name);
		return {
			message: `${name} was added.`,
			audit: { subject: name, hostId: id, after: LOCAL },
			goTo: isNew ? `/hosts/${id}/setup` : `/hosts/${id}/overview`,
		};
	},
});

/** Takes a host from the console. The host itself is not asked and not touched. */
export const removeHostAction = hostAction({
	action: "host.remove",
	permission: "host.remove",
	schema: removeHostForm,
	change: async (access, { name, reason }) => {
		const host = await findHost(access.hostId);
		if (!host) throw Refused.form("This host is not in the console any more.");
		if (host.name !== name) throw new Refused({ name: `That is not its name, which is ${host.name}.` });
		const what = await removeHost(access.hostId);
		return {
			message: `${name} is no longer in the console.`,
			// It belongs to no host any more: every owner sees that it went.
			audit: {
				hostId: null,
				subject: name,
				before: { id: access.hostId, ...host.connection, ...what },
				reason,
			},
			goTo: "/",
		};
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
