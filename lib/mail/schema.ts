import type { ReceivedMessage } from "@/lib/core/host/events";
import type { FormState } from "@/lib/kernel/form-state";

/** What sending said, with the SMTP dialogue word for word. */
export type SendState = FormState & { dialogue: readonly string[] };

/** Messages that are the same but for their number can only be told apart by all of them. */
export const messageKey = (message: ReceivedMessage, index: number): string =>
	`${message.at} ${message.sender} ${message.recipients.join(",")} ${index}`;

/**
 * The member that a VERP sender names: `ann@example.net` of `announce-bounces+ann=example.net@list.example.com`
 * (Mailman 2.1, VERP_REGEXP); null where it names none.
 */
export function memberOf(sender: string): string | null {
	const [, mailbox, host] = /^[^+@]+-bounces\+(.+)=([^=@]+)@[^@]+$/.exec(sender) ?? [];
	return mailbox && host ? `${mailbox}@${host}` : null;
}

/** The line of a header field, unfolded; null where there is none. */
export function headerField(headers: string, name: string): string | null {
	const lines = headers.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
	const found = lines.find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`));
	return found === undefined ? null : found.slice(name.length + 1).trim();
}
