import { z } from "zod";
import { crowdingReason, givingUpReason, queueingReason, refusingReason } from "./queueing";

const count = (name: string, min: number, max: number) =>
	z
		.int({ error: `${name} must be a whole number.` })
		.min(min, `${name} must be at least ${min}.`)
		.max(max, `${name} must be at most ${max.toLocaleString("en")}.`);

/**
 * The numbers that decide how list mail is handed to Exim (HOWTO, "Tuning of numbers of recipients"), each for itself:
 * what a release of any age may hold, whatever has been learnt since of which don't go together.
 */
export const keptTuning = z.strictObject({
	/** `SMTP_MAX_RCPTS`: recipients Mailman puts on one message. */
	smtpMaxRcpts: count("SMTP_MAX_RCPTS", 1, 1000),
	/** `SMTP_MAX_SESSIONS_PER_CONNECTION`: messages Mailman sends on one connection; 0 is no limit. */
	smtpMaxSessionsPerConnection: count("SMTP_MAX_SESSIONS_PER_CONNECTION", 0, 10_000),
	/** `smtp_accept_queue_per_connection`: messages Exim delivers at once from one connection; 0 is no limit. */
	acceptQueuePerConnection: count("smtp_accept_queue_per_connection", 0, 10_000),
	// Where one of these is absent nothing is written, and the program's own default stands.
	/** `remote_max_parallel`: deliveries of one message at a time. */
	remoteMaxParallel: count("remote_max_parallel", 1, 100).optional(),
	/** `queue_run_max`: queue runners at a time; 0 is no limit. */
	queueRunMax: count("queue_run_max", 0, 1_000).optional(),
	/** `smtp_accept_max`: connections that Exim takes at a time; 0 is no limit. */
	acceptMax: count("smtp_accept_max", 0, 10_000).optional(),
	/** `recipients_max`: recipients that Exim takes on a message; 0 is no limit. */
	recipientsMax: count("recipients_max", 0, 100_000).optional(),
	/** `DELIVERY_RETRY_WAIT`, in minutes: until Mailman tries again what Exim put off. */
	retryWaitMinutes: count("DELIVERY_RETRY_WAIT", 1, 10_080).optional(),
});

/** The same as they may be saved and deployed: none stalls delivery. */
export const deliveryTuning = keptTuning.superRefine((t, ctx) => {
	const reason = queueingReason(t);
	if (reason) ctx.addIssue({ code: "custom", path: ["acceptQueuePerConnection"], message: reason });
	const refusing = refusingReason(t);
	if (refusing) ctx.addIssue({ code: "custom", path: ["recipientsMax"], message: refusing });
	const crowding = crowdingReason(t);
	if (crowding) ctx.addIssue({ code: "custom", path: ["acceptMax"], message: crowding });
	const givingUp = givingUpReason(t);
	if (givingUp) ctx.addIssue({ code: "custom", path: ["retryWaitMinutes"], message: givingUp });
});
export type DeliveryTuning = z.infer<typeof deliveryTuning>;

/** The numbers that may be left to the program: where one is absent nothing is written. */
export const OPTIONAL_NUMBERS = [
	"remoteMaxParallel",
	"queueRunMax",
	"acceptMax",
	"recipientsMax",
	"retryWaitMinutes",
] as const satisfies readonly (keyof DeliveryTuning)[];
export type OptionalNumber = (typeof OPTIONAL_NUMBERS)[number];
export type RequiredNumber = Exclude<keyof DeliveryTuning, OptionalNumber>;

/**
 * What the program itself has where nothing is written; two where versions differ, the older first.
 * Source: `exim -bP` of Debian's 4.94.2, 4.96 and 4.98.2; Mailman 2.1's Defaults.py.
 */
export const OWN_DEFAULTS: Readonly<Record<OptionalNumber, readonly string[]>> = {
	remoteMaxParallel: ["2", "4"],
	queueRunMax: ["5"],
	acceptMax: ["20"],
	recipientsMax: ["50,000"],
	retryWaitMinutes: ["60"],
};
