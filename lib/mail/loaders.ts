import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { notFound } from "next/navigation";
import type { Diagnosis } from "@/lib/core/checks/types";
import type { ReceivedMessage } from "@/lib/core/host/events";
import { askForResult } from "@/lib/hosts/connection";
import { findHost } from "@/lib/hosts/data";
import { loadHost } from "@/lib/hosts/loaders";
import type { HostRecord } from "@/lib/hosts/schema";
import { HostFailed } from "@/lib/kernel/errors";
import type { StreamMessage } from "@/lib/kernel/event-stream";
import type { Access } from "@/lib/session/loaders";

/** How many messages the page shows. */
const SHOWN = 50;
/** For so long, and so often, the host is asked whether something arrived after a message was sent. */
const ARRIVALS_MS = 15_000;
const LOOK_MS = 600;

/** What wrappers and the sink received last, newest first. Throws HostFailed. */
async function received(access: Access, host: HostRecord, limit: number): Promise<ReceivedMessage[]> {
	const ask = { verb: "received", limit } as const;
	const { messages } = await askForResult(host.connection, ask, access.person.name, { silenceMs: 20_000 });
	return messages;
}

/** For a rehearsal host's mail: what wrappers and sink received last, or why it isn't known. 404 for other hosts. */
export async function loadMail(hostId: string) {
	const { access, host } = await loadHost(hostId);
	if (host.connection.kind !== "rehearsal") notFound();
	let messages: ReceivedMessage[] = [];
	let silent: Diagnosis | null = null;
	try {
		messages = await received(access, host, SHOWN);
	} catch (error) {
		if (!(error instanceof HostFailed)) throw error;
		silent = error.diagnosis;
	}
	return { access, host, messages, silent };
}

/** Says each time that what was received has changed, beginning with what stands now; ends after a while. */
export async function* streamArrivals(access: Access, signal: AbortSignal): AsyncGenerator<StreamMessage> {
	const host = await findHost(access.hostId);
	if (host?.connection.kind !== "rehearsal") return;
	let told = "";
	for (const end = Date.now() + ARRIVALS_MS; Date.now() < end && !signal.aborted; ) {
		const [newest] = await received(access, host, 1);
		const seen = JSON.stringify(newest ?? null);
		if (seen !== told) yield { event: "received", data: newest?.at ?? null };
		told = seen;
		await pause(LOOK_MS);
	}
	yield { event: "end", data: null };
}
