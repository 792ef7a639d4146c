import { z } from "zod";

/** Who writes the member's address into the envelope sender of a list post. */
export const VERP_STRATEGIES = ["off", "mailman", "exim"] as const;
export type VerpStrategy = (typeof VERP_STRATEGIES)[number];

/** The four VERP settings of Mailman, personalisation, and who expands (HOWTO, "Doing VERP and personalisation"). */
export const verpSettings = z.strictObject({
	strategy: z.enum(VERP_STRATEGIES, { error: "Choose who does VERP: off, mailman or exim." }),
	/** `VERP_DELIVERY_INTERVAL` when Mailman does it: 1 is every post, N every Nth. */
	interval: z
		.int({ error: "The interval must be a whole number of posts." })
		.min(1, "The interval must be at least 1: every post.")
		.max(10_000, "The interval must be at most 10,000 posts."),
	/** `VERP_PASSWORD_REMINDERS`. */
	passwordReminders: z.boolean(),
	/** `VERP_CONFIRMATIONS`. */
	confirmations: z.boolean(),
	/** `VERP_PERSONALIZED_DELIVERIES`. */
	personalizedDeliveries: z.boolean(),
	/** `VERP_PROBES`. */
	probes: z.boolean().default(false),
	/** `OWNERS_CAN_ENABLE_PERSONALIZATION`. */
	ownersCanPersonalize: z.boolean(),
});
export type VerpSettings = z.infer<typeof verpSettings>;

/** The interval that reaches `VERP_DELIVERY_INTERVAL`: 0 unless Mailman itself expands list posts. */
export const deliveryInterval = (verp: VerpSettings): number =>
	verp.strategy === "mailman" ? verp.interval : 0;
