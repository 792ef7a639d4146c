import { z } from "zod";

const count = (name: string, min: number, max: number) =>
	z
		.int({ error: `${name} must be a whole number.` })
		.min(min, `${name} must be at least ${min}.`)
		.max(max, `${name} must be at most ${max.toLocaleString("en")}.`);

/** The numbers that decide how list mail is handed to Exim (HOWTO, "Tuning of numbers of recipients"). */
export const deliveryTuning = z
	.strictObject({
		/** `SMTP_MAX_RCPTS`: recipients Mailman puts on one message. */
		smtpMaxRcpts: count("SMTP_MAX_RCPTS", 1, 1000),
		/** `SMTP_MAX_SESSIONS_PER_CONNECTION`: messages Mailman sends on one connection; 0 is no limit. */
		smtpMaxSessionsPerConnection: count("SMTP_MAX_SESSIONS_PER_CONNECTION", 0, 10_000),
		/** `smtp_accept_queue_per_connection`: messages Exim delivers at once from one connection; 0 is no limit. */
		acceptQueuePerConnection: count("smtp_accept_queue_per_connection", 0, 10_000),
	})
	.superRefine((t, ctx) => {
		const reason = queueingReason(t);
		if (reason) ctx.addIssue({ code: "custom", path: ["acceptQueuePerConnection"], message: reason });
	});
export type DeliveryTuning = z.infer<typeof deliveryTuning>;

/**
 * Why some list mail would wait for a queue run, or null when none does.
 * Exim queues, without delivering, every message on a connection after the limit (Exim specification, ch. 14).
 */
export function queueingReason(
	t: Pick<DeliveryTuning, "smtpMaxSessionsPerConnection" | "acceptQueuePerConnection">,
): string | null {
	const { smtpMaxSessionsPerConnection: sends, acceptQueuePerConnection: accepts } = t;
	if (accepts === 0 || (sends !== 0 && sends <= accepts)) return null;
	return sends === 0
		? `Mailman sends without limit on a connection (SMTP_MAX_SESSIONS_PER_CONNECTION is 0), so every message after ${accepts} would wait for a queue run. Set smtp_accept_queue_per_connection to 0, or limit Mailman to ${accepts}.`
		: `Mailman sends ${sends} messages on a connection and Exim delivers only ${accepts} of them at once; the others would wait for a queue run. Set smtp_accept_queue_per_connection to ${sends} or more.`;
}
