import { z } from "zod";
import { queueingReason } from "./queueing";

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
