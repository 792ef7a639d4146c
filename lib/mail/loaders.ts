import "server-only";
import { notFound } from "next/navigation";
import type { Diagnosis } from "@/lib/core/checks/types";
import type { ReceivedMessage } from "@/lib/core/host/events";
import { askForResult } from "@/lib/hosts/connection";
import { loadHost } from "@/lib/hosts/loaders";
import { HostFailed } from "@/lib/kernel/errors";

/** How many messages the page shows. */
const SHOWN = 50;

/** For a rehearsal host's mail: what wrappers and sink received last, or why it isn't known. 404 for other hosts. */
export async function loadMail(hostId: string) {
	const { access, host } = await loadHost(hostId);
	if (host.connection.kind !== "rehearsal") notFound();
	let messages: ReceivedMessage[] = [];
	let silent: Diagnosis | null = null;
	try {
		const ask = { verb: "received", limit: SHOWN } as const;
		messages = (await askForResult(host.connection, ask, access.person.name, { silenceMs: 20_000 })).messages;
	} catch (error) {
		if (!(error instanceof HostFailed)) throw error;
		silent = error.diagnosis;
	}
	return { access, host, messages, silent };
}
