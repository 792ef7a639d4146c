import { crowdingReason, givingUpReason, queueingReason, refusingReason } from "@/lib/core/system/queueing";
import type { DeliveryTuning } from "@/lib/core/system/tuning";

/**
 * Why numbers would stall delivery, as they are typed; the server says the same on saving.
 * In: the numbers, how many installations the host has, and which fields the server's own sentence stands beside.
 */
export const reasonsOf = (
	tuning: DeliveryTuning,
	installations: number,
	said: (field: keyof DeliveryTuning) => boolean,
): string[] =>
	[
		said("acceptQueuePerConnection") ? null : queueingReason(tuning),
		said("recipientsMax") ? null : refusingReason(tuning),
		said("acceptMax") ? null : crowdingReason(tuning, Math.max(1, installations)),
		said("retryWaitMinutes") ? null : givingUpReason(tuning),
	].filter((reason) => reason !== null);
