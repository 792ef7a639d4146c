"use server";

import { askForResult } from "@/lib/hosts/connection";
import { askForHostKeys } from "@/lib/hosts/connection-keyscan";
import { findHost, sshHostAt } from "@/lib/hosts/data";
import { fingerprintOf } from "@/lib/hosts/host-keys";
import { addHost, reachAnew } from "@/lib/hosts/mutations";
import { placeInWords, type SshPlace } from "@/lib/hosts/ssh-schema";
import { personAction } from "@/lib/kernel/action";
import { HostFailed, Refused } from "@/lib/kernel/errors";
import { type Person, requireAccess } from "@/lib/session/loaders";
import { beginSetup } from "@/lib/setup/mutations";
import { ownDraft } from "./loaders";
import { beginDraft, changeDraft, confirmKeys, endDraft, keepFailure } from "./mutations";
import { confirmForm, draftForm, isConfirmed, placeForm } from "./schema";

const pageOf = (draftId: string) => `/hosts/new/ssh/${draftId}`;

async function requireDraft(person: Person, draftId: string) {
	const draft = await ownDraft(person, draftId);
	if (!draft) throw Refused.form("This is finished or given up already. Begin again with “Add a host”.");
	return draft;
}

/** Throws Refused where another host of the console is at a place. */
async function refuseTaken(place: SshPlace, own: string | null) {
	const there = await sshHostAt(place);
	if (there !== null && there !== own)
		throw new Refused({
			address: `${placeInWords(place)} is in the console already. Ask one of its owners for a role on it.`,
		});
}

/** The host that a form wants to reach anew, where it does. Throws where the person may not. */
async function hostToReach(hostId: string) {
	await requireAccess(hostId, "host.connect");
	const host = await findHost(hostId);
	if (host?.connection.kind !== "ssh") throw Refused.form("This host isn't reached by ssh.");
	return { hostId, name: host.name, confirmed: host.connection.hostKeys };
}

/** Asks a host for its keys, and goes to where they are compared. Nothing is kept where it shows none. */
export const askKeysAction = personAction({
	action: "host.ask-keys",
	needs: "owner",
	schema: placeForm,
	prepare: async (person, { draftId, reaches, name: _, ...place }) => {
		const draft = draftId === "" ? null : await requireDraft(person, draftId);
		const host = !draft && reaches !== "" ? await hostToReach(reaches) : null;
		await refuseTaken(place, draft ? draft.hostId : (host?.hostId ?? null));
		return { draft, host, place, offered: await askForHostKeys(place) };
	},
	change: async (person, { name: typed }, { draft, host, place, offered }) => {
		// One that is in the console keeps its name.
		const name = host?.name ?? (draft?.hostId ? draft.name : typed);
		const begin = () =>
			beginDraft({
				name,
				place,
				offered,
				confirmed: host?.confirmed ?? null,
				hostId: host?.hostId ?? null,
				createdById: person.id,
			});
		if (draft) {
			// A key that was confirmed for one machine says nothing of another; a host in the console stays the same one.
			const elsewhere = place.address !== draft.place.address || place.port !== draft.place.port;
			const confirmed = elsewhere && draft.hostId === null ? null : draft.confirmed;
			await changeDraft(draft.id, { name, place, offered, confirmed });
		}
		const id = draft?.id ?? (await begin());
		return {
			message: "The host showed its key.",
			audit: {
				subject: name,
				hostId: draft?.hostId ?? host?.hostId ?? null,
				after: { ...place, shown: offered.map(fingerprintOf) },
			},
			goTo: pageOf(id),
		};
	},
});

/** Confirms the keys that were shown: exactly those, and only while they are still what the host shows. */
export const confirmKeysAction = personAction({
	action: "host.confirm-keys",
	needs: "owner",
	schema: confirmForm,
	prepare: async (person, { draftId, keys, sure }) => {
		const draft = await requireDraft(person, draftId);
		if (JSON.stringify(keys) !== JSON.stringify(draft.offered))
			throw Refused.form("The host was asked again meanwhile, and shows another key. Compare that one.");
		if (draft.confirmed !== null && !isConfirmed(draft) && sure === undefined)
			throw new Refused({ sure: "Another key was confirmed before. Say that you know why it changed." });
		return draft;
	},
	change: async (_, { keys }, draft) => {
		await confirmKeys(draft.id, keys);
		return {
			message: "The key is confirmed.",
			audit: {
				subject: draft.name,
				hostId: draft.hostId,
				before: draft.confirmed?.map(fingerprintOf),
				after: keys.map(fingerprintOf),
			},
		};
	},
});

/** Connects to a host with the confirmed keys; when it answers it is added, or reached so from now on. */
export const connectAction = personAction({
	action: "host.connect",
	needs: "owner",
	schema: draftForm,
	prepare: async (person, { draftId }) => {
		const draft = await requireDraft(person, draftId);
		if (!isConfirmed(draft)) throw Refused.form("Compare the host's key first, and confirm it.");
		const connection = { kind: "ssh", ...draft.place, hostKeys: draft.offered } as const;
		try {
			const ask = { verb: "status" } as const;
			const how = { silenceMs: 20_000, anew: true };
			const { status } = await askForResult(connection, ask, person.name, how);
			return { draft, connection, status };
		} catch (error) {
			if (!(error instanceof HostFailed)) throw error;
			return { draft, connection, failed: error.diagnosis };
		}
	},
	change: async (person, _, { draft, connection, ...came }) => {
		if ("failed" in came) {
			await keepFailure(draft.id, came.failed);
			return { message: came.failed.sentence, audit: null, goTo: pageOf(draft.id) };
		}
		await refuseTaken(draft.place, draft.hostId);
		await endDraft(draft.id);
		const { hostKeys, ...reached } = connection;
		const after = { ...reached, keys: hostKeys.map(fingerprintOf) };
		if (draft.hostId !== null) {
			await reachAnew(draft.hostId, connection, came.status);
			return {
				message: `${draft.name} answers.`,
				audit: { subject: draft.name, hostId: draft.hostId, after },
				goTo: `/hosts/${draft.hostId}/overview`,
			};
		}
		const { name } = draft;
		const administrator = person.email;
		const id = await addHost({ name, connection, status: came.status, administrator, owner: person });
		const isNew = came.status.live === null;
		if (isNew) await beginSetup(id, person.name);
		return {
			message: `${name} was added.`,
			audit: { action: "host.add", subject: name, hostId: id, after },
			goTo: isNew ? `/hosts/${id}/setup` : `/hosts/${id}/overview`,
		};
	},
});

/** Forgets a host that was to be added; one that is in the console stays as it is. */
export const giveUpAction = personAction({
	action: "host.give-up",
	needs: "owner",
	schema: draftForm,
	prepare: (person, { draftId }) => requireDraft(person, draftId),
	change: async (_, __, draft) => {
		await endDraft(draft.id);
		return {
			message: "Given up.",
			audit: { subject: draft.name, hostId: draft.hostId, before: draft.place },
			goTo: draft.hostId ? `/hosts/${draft.hostId}/overview` : "/hosts/new",
		};
	},
});
