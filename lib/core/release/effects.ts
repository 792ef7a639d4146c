import type { MailSystem } from "../system/mail-system";
import { deliveryEffects } from "./effects/delivery";
import { domainEffects } from "./effects/domains";
import { installationEffects } from "./effects/installations";
import { policyEffects } from "./effects/policy";
import type { Effect, EffectGroup } from "./types";

const GROUPS: readonly EffectGroup[] = ["Mail flow", "Policy", "Delivery", "Mailman"];

/**
 * What a change does, in sentences for people: at least one wherever the rendered files differ.
 * In: the live system, null before the first release, where every setting is new; the system to come.
 * Out: the effects, group by group.
 */
export function describeEffects(before: MailSystem | null, after: MailSystem): Effect[] {
	const effects = [
		...domainEffects(before, after),
		...installationEffects(before, after),
		...policyEffects(before?.policy ?? null, after.policy),
		...deliveryEffects(before, after),
	];
	return GROUPS.flatMap((group) => effects.filter((effect) => effect.group === group));
}
