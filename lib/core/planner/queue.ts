import type { DeliveryTuning } from "../system/tuning";
import type { VerpSettings } from "../system/verp";

type Verp = Pick<VerpSettings, "strategy" | "interval">;
type Tuning = Pick<DeliveryTuning, "smtpMaxRcpts">;

/**
 * Messages that Mailman makes of a post when it does not expand it itself: as many as SMTP_MAX_RCPTS asks for.
 * Mailman cuts at SMTP_MAX_RCPTS within each of four groups of top-level domains (`chunkify` in SMTPDirect.py),
 * so a list whose members are spread over all of them has up to three messages more.
 * In: members that get posts, at least 0. Out: messages, the least number there can be.
 */
export const bulkEntries = (members: number, tuning: Tuning): number =>
	Math.ceil(members / tuning.smtpMaxRcpts);

/**
 * Messages on Exim's queue for one post to one list, while delivery is held: one a member where Mailman expands
 * (every post, or every Nth, which is the one that counts here), else one for SMTP_MAX_RCPTS members.
 * Source: HOWTO, "VERP expansion by exim rather than Mailman"; measured for 2,000 members: 2,000 by Mailman,
 * and by Exim 4 with SMTP_MAX_RCPTS 500, 40 with 50, 134 with 15, 400 with 5.
 */
export const queueEntries = (members: number, verp: Verp, tuning: Tuning): number =>
	verp.strategy === "mailman" ? members : bulkEntries(members, tuning);

/** The same over many posts: with Mailman's VERP on every Nth, one post of N is expanded. Out: messages a post. */
export const averageQueueEntries = (members: number, verp: Verp, tuning: Tuning): number =>
	verp.strategy === "mailman"
		? members / verp.interval + bulkEntries(members, tuning) * (1 - 1 / verp.interval)
		: bulkEntries(members, tuning);
