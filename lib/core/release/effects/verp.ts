import { queueEntries } from "../../planner/queue";
import type { DeliveryTuning } from "../../system/tuning";
import type { VerpSettings, VerpStrategy } from "../../system/verp";
import type { Effect } from "../types";
import { count, effect, every, insteadOf } from "./words";

/** The list on which costs are shown; the size of which they were measured (facts, section 7). */
export const MEMBERS = 2000;

const WHO: Record<VerpStrategy, string> = { off: "nobody", mailman: "Mailman", exim: "Exim" };

/** How the entries on Exim's queue change, for one post that is expanded. */
export function entriesChange(
	was: { verp: VerpSettings; tuning: DeliveryTuning },
	now: { verp: VerpSettings; tuning: DeliveryTuning },
): string {
	const [a, b] = [was, now].map(({ verp, tuning }) => queueEntries(MEMBERS, verp, tuning));
	const [from, to] = [a ?? 0, b ?? 0];
	const list = `queue entries for a ${count(MEMBERS)}-member list`;
	const rare = [was, now].find(({ verp }) => verp.strategy === "mailman" && verp.interval > 1);
	const on = rare ? ` on ${every(rare.verp.interval)}` : "";
	if (from === to) return `${list} stay at ${count(to)}${on}`;
	return `${list} ${to < from ? "fall" : "rise"} from ${count(from)} to ${count(to)}${on}`;
}

type Change = { verp: VerpSettings; tuning: DeliveryTuning };

function strategySentence(was: Change | null, now: Change): string {
	const { strategy, interval } = now.verp;
	if (!was) {
		if (strategy === "off")
			return "VERP is off: bounces of list posts don't say in their address which member they are about.";
		return `VERP is done by ${WHO[strategy]}${strategy === "mailman" ? ` on ${every(interval)}` : ""}: a post to a ${count(MEMBERS)}-member list makes ${count(queueEntries(MEMBERS, now.verp, now.tuning))} queue entries.`;
	}
	const change = entriesChange(was, now);
	if (strategy === "off")
		return `VERP is switched off: bounces of list posts no longer say in their address which member they are about; ${change}.`;
	if (was.verp.strategy === "off")
		return `VERP is switched on, done by ${WHO[strategy]}${strategy === "mailman" ? ` on ${every(interval)}` : ""}: ${change}.`;
	return `VERP moves from ${WHO[was.verp.strategy]} to ${WHO[strategy]}: ${change}.`;
}

type Flag =
	| "passwordReminders"
	| "confirmations"
	| "personalizedDeliveries"
	| "probes"
	| "ownersCanPersonalize";
const FLAGS: Record<Flag, { on: string; off: string }> = {
	passwordReminders: {
		on: "Monthly password reminders are sent with VERP: those that bounce name their member.",
		off: "Monthly password reminders are sent without VERP.",
	},
	confirmations: {
		on: "Requests to confirm carry their token in the sender address: a plain reply confirms.",
		off: "Requests to confirm carry their token in the subject only.",
	},
	personalizedDeliveries: {
		on: "Personalised posts are sent with VERP, at no further cost.",
		off: "Personalised posts are sent without VERP, although they cost as much.",
	},
	probes: {
		on: "Mailman sends a bouncing member a probe before it stops delivery.",
		off: "Mailman stops delivery to a bouncing member without a probe.",
	},
	ownersCanPersonalize: {
		on: "List owners can switch personalisation on, which makes one queue entry a member of every post.",
		off: "List owners can't switch personalisation on.",
	},
};

/**
 * What a change of VERP settings does.
 * In: the settings and tuning before, null where there were none; after; the path of the settings; what the
 * sentences begin with where they are about one installation only, as in `On example-com: `.
 */
export function verpEffects(was: Change | null, now: Change, path: string, about = ""): Effect[] {
	const [a, b] = [was?.verp ?? null, now.verp];
	const effects: Effect[] = [];
	const say = (field: string, sentence: string, before: string | null, after: string) =>
		effects.push(effect("Delivery", `${path}.${field}`, about + sentence, before, after));
	if (a?.strategy !== b.strategy)
		say("strategy", strategySentence(was, now), a && WHO[a.strategy], WHO[b.strategy]);
	else if (b.strategy === "mailman" && a?.interval !== b.interval)
		say(
			"interval",
			`Mailman does VERP on ${every(b.interval)}${insteadOf(a && every(a.interval))}: a dead address is noticed on such posts only.`,
			a && every(a.interval),
			every(b.interval),
		);
	for (const flag of Object.keys(FLAGS) as Flag[])
		if (a?.[flag] !== b[flag])
			say(flag, FLAGS[flag][b[flag] ? "on" : "off"], a && (a[flag] ? "on" : "off"), b[flag] ? "on" : "off");
	return effects;
}
