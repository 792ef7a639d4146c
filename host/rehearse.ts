import { randomUUID } from "node:crypto";
import type { HostEvent } from "@/lib/core/host/events";
import type { HostRequest } from "@/lib/core/host/protocol";
import type { Host } from "./context";
import { diagnosisOf, HostFailure } from "./errors";
import { listensOn } from "./exim-daemon";
import { layoutOf } from "./rehearsal/layout";
import { readReceived } from "./rehearsal/received";
import { composeMessage, sendMessage } from "./rehearsal/send";

type Answer<V extends string> = Extract<HostEvent, { type: "result"; verb: V }>;

/** An address of this machine that Exim doesn't take for Mailman's: only 127.0.0.1 and ::1 are. */
const STRANGER = "127.0.0.2";

/** The directory of a rehearsal host. Throws HostFailure on a real one: mail there is real. */
function rehearsalDirectory(host: Host): string {
	if (host.config.kind === "rehearsal" && host.root !== null) return host.root;
	throw new HostFailure(
		"usage",
		diagnosisOf(
			"not-a-rehearsal",
			"This is not a rehearsal host, so no mail is made up on it.",
			"Send a message with your own mail program.",
		),
	);
}

/** Hands a made-up message to a rehearsal host's Exim over SMTP. */
export async function send(
	host: Host,
	{ as, sender, recipients, subject }: Extract<HostRequest, { verb: "send" }>,
): Promise<Answer<"send">> {
	rehearsalDirectory(host);
	const { port } = listensOn(host);
	const data = composeMessage({
		sender,
		recipients,
		subject,
		date: new Date(host.system.now()).toUTCString().replace("GMT", "+0000"),
		id: `${randomUUID()}@rehearsal.listkeeper.example`,
	});
	const { accepted, dialogue } = await sendMessage(
		{ host: "127.0.0.1", port, from: as === "outside" ? STRANGER : null },
		{ sender, recipients, data },
	);
	return { type: "result", verb: "send", accepted, dialogue };
}

/** What a rehearsal host's wrappers and sink received, newest first. */
export function received(host: Host, limit: number): Answer<"received"> {
	const { sink } = layoutOf(rehearsalDirectory(host));
	const prefixes = host.config.installations.filter((one) => one.simulated).map((one) => one.prefix);
	return { type: "result", verb: "received", messages: readReceived(prefixes, sink, limit) };
}
