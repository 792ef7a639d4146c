import { randomUUID } from "node:crypto";
import type { HostEvent } from "@/lib/core/host/events";
import type { HostRequest } from "@/lib/core/host/protocol";
import { mailAddress } from "@/lib/core/system/address";
import type { Host } from "./context";
import { diagnosisOf, errno, HostFailure } from "./errors";
import { listensOn } from "./exim-daemon";
import { type Sent, sendMessage } from "./rehearsal/send";

type Request = Extract<HostRequest, { verb: "password-link" }>;

const IN_THE_END =
	"On the console's machine `bin/listkeeper account reset` makes such a link without any mail.";

/** The message as it goes out: all words but the address and the link are these (RFC 5322; RFC 3834, section 5). */
const composed = (from: string, { to, link, minutes }: Request, now: number, hostname: string): string =>
	[
		`From: Listkeeper <${from}>`,
		`To: <${to}>`,
		"Subject: Choose a new password for Listkeeper",
		`Date: ${new Date(now).toUTCString().replace("GMT", "+0000")}`,
		`Message-ID: <${randomUUID()}@${hostname}>`,
		"Auto-Submitted: auto-generated",
		"MIME-Version: 1.0",
		"Content-Type: text/plain; charset=us-ascii",
		"",
		"Somebody asked for a new password for your account at this Listkeeper console.",
		`This link lets you choose one. It works once, for ${minutes} minutes:`,
		"",
		link,
		"",
		"Was it not you? Then do nothing: your password stays as it is.",
		"",
	].join("\n");

const refusal = (code: string, sentence: string, said: string[]) =>
	new HostFailure("refused", diagnosisOf(code, sentence, IN_THE_END, { said }));

/** Hands it to the daemon that listens, as everything on this host does. */
async function submit(host: Host, letter: Parameters<typeof sendMessage>[1]): Promise<Sent> {
	const { addresses, port } = listensOn(host);
	try {
		const helo = host.config.target.hostname;
		return await sendMessage({ host: addresses[0] ?? "127.0.0.1", port, helo }, letter);
	} catch (error) {
		if (errno(error) === null) throw error;
		throw refusal("exim-unanswered", `Exim doesn't answer on port ${port} of this host.`, [String(error)]);
	}
}

/**
 * Sends the link to choose a new password by this host's Exim. Throws HostFailure where Exim is away or doesn't take
 * it, and where root has named another console.
 */
export async function mailPasswordLink(
	host: Host,
	request: Request,
): Promise<Extract<HostEvent, { type: "result"; verb: "password-link" }>> {
	const { passwordLinks, target } = host.config;
	if (
		passwordLinks.console !== null &&
		new URL(passwordLinks.console).origin !== new URL(request.link).origin
	)
		throw refusal(
			"another-console",
			"This host sends links of another console only: passwordLinks.console in its host.json.",
			[],
		);
	const from = passwordLinks.from ?? mailAddress.parse(`postmaster@${target.hostname}`);
	const data = composed(from, request, host.system.now(), target.hostname);
	const sent = await submit(host, { sender: from, recipients: [request.to], data });
	if (!sent.accepted)
		throw refusal(
			"mail-refused",
			"Exim refused the message.",
			sent.dialogue.filter((line) => /^S: [45]/.test(line)),
		);
	return {
		type: "result",
		verb: "password-link",
		said: sent.dialogue.findLast((line) => line.startsWith("S: 250"))?.slice(3) ?? "",
	};
}
