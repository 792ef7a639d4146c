import "server-only";
import { notFound } from "next/navigation";
import type { Diagnosis } from "@/lib/core/checks/types";
import { authorizedKeysLine, sudoersLine } from "@/lib/core/host/program";
import { consolePublicKey } from "@/lib/hosts/connection-key";
import { findHost } from "@/lib/hosts/data";
import { compareCommand, fingerprintOf } from "@/lib/hosts/host-keys";
import type { SshPlace } from "@/lib/hosts/ssh-schema";
import { HostFailed } from "@/lib/kernel/errors";
import { accessTo, mayAddHosts, type Person, requirePerson } from "@/lib/session/loaders";
import { may } from "@/lib/session/permissions";
import { draftsOf, findDraft } from "./data";
import { type HostDraft, isConfirmed } from "./schema";

/** A person's own draft, if they may still go on with it. */
export async function ownDraft(person: Person, draftId: string): Promise<HostDraft | null> {
	const draft = await findDraft(draftId);
	if (draft?.createdById !== person.id || !(await mayAddHosts())) return null;
	if (draft.hostId === null) return draft;
	const access = await accessTo(draft.hostId);
	return access && !access.barred && may(access.role, "host.connect") ? draft : null;
}

/** What a person is shown of a host key: its kind, its fingerprint, and what shows the same at the host's console. */
type ShownKey = { kind: string; fingerprint: string; command: string };

const shown = (key: string): ShownKey => ({
	kind: key.split(" ")[0] ?? "",
	fingerprint: fingerprintOf(key),
	command: compareCommand(key),
});

/** What has to be on the host; `problem` where the console has no key to show. */
export type OnHost =
	| { authorizedKeys: string; sudoers: string; problem: null }
	| { authorizedKeys: null; sudoers: string; problem: Diagnosis };

async function onHost({ user }: SshPlace): Promise<OnHost> {
	const sudoers = sudoersLine(user);
	try {
		return { authorizedKeys: authorizedKeysLine(await consolePublicKey()), sudoers, problem: null };
	} catch (error) {
		if (!(error instanceof HostFailed)) throw error;
		return { authorizedKeys: null, sudoers, problem: error.diagnosis };
	}
}

/** For the page of one draft. 404 for everybody but who began it, and for them once they own nothing any more. */
export async function loadDraft(draftId: string) {
	const draft = (await ownDraft(await requirePerson(), draftId)) ?? notFound();
	return {
		draft,
		confirmed: isConfirmed(draft),
		offered: draft.offered.map(shown),
		/** The fingerprints that were confirmed before, where they are others. */
		before: isConfirmed(draft) ? [] : (draft.confirmed ?? []).map(fingerprintOf),
		onHost: await onHost(draft.place),
	};
}

/** What a person began and has not finished. */
export async function loadDrafts(): Promise<{ id: string; name: string; place: SshPlace; anew: boolean }[]> {
	const drafts = await draftsOf((await requirePerson()).id);
	return drafts.map(({ id, name, place, hostId }) => ({ id, name, place, anew: hostId !== null }));
}

/** What the form for an address begins with. */
export type PlaceFields = { name: string; address: string; port: string; user: string };
const EMPTY: PlaceFields = { name: "", address: "", port: "22", user: "listkeeper" };

const fieldsOf = (name: string, { address, port, user }: SshPlace): PlaceFields => ({
	name,
	address,
	port: String(port),
	user,
});

/**
 * For the page that asks for an address. In: the draft that is changed, or the host that is to be reached anew.
 * `fields` is null where the person may not add hosts; 404 for a draft or host that isn't theirs to change.
 */
export async function loadPlace(from: { draft?: string | undefined; host?: string | undefined }) {
	const person = await requirePerson();
	const nothing = { draftId: "", reaches: "", fields: null, anew: false };
	if (!(await mayAddHosts())) return nothing;
	if (from.draft) {
		const draft = (await ownDraft(person, from.draft)) ?? notFound();
		const fields = fieldsOf(draft.name, draft.place);
		return { draftId: draft.id, reaches: "", fields, anew: draft.hostId !== null };
	}
	if (!from.host) return { ...nothing, fields: EMPTY };
	const access = (await accessTo(from.host)) ?? notFound();
	const host = await findHost(access.hostId);
	if (!host || !may(access.role, "host.connect") || host.connection.kind !== "ssh") return notFound();
	return { draftId: "", reaches: host.id, fields: fieldsOf(host.name, host.connection), anew: true };
}
