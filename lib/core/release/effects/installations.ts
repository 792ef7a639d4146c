import { type MailSystem, mailHostOf } from "../../system/mail-system";
import { shownDomain } from "../../system/readable";
import type { Effect } from "../types";
import { effect, insteadOf } from "./words";

type Installation = MailSystem["installations"][number];
type Field = "prefix" | "user" | "group" | "python" | "webHost";

/** What a changed field does. In: the installation's name, and ` instead of` its old value. */
const FIELDS: Record<
	Field,
	{ group: Effect["group"]; says: (id: string, now: string, was: string) => string }
> = {
	prefix: {
		group: "Mail flow",
		says: (id, now, was) => `Mail for ${id} is handed to the wrapper below ${now}${was}.`,
	},
	user: {
		group: "Mail flow",
		says: (id, now, was) => `The wrapper of ${id} runs as the user ${now}${was}.`,
	},
	group: {
		group: "Mail flow",
		says: (id, now, was) =>
			`The wrapper of ${id} runs as the group ${now}${was}; it refuses any other than Mailman was built for.`,
	},
	python: {
		group: "Mailman",
		says: (id, now, was) => `The mm_cfg.py of ${id} is checked with ${now}${was}.`,
	},
	webHost: {
		group: "Mailman",
		says: (id, now, was) =>
			`New lists of ${id} have their web pages at ${now}${was}; existing lists keep theirs.`,
	},
};

function fieldEffects(was: Installation, now: Installation): Effect[] {
	return (Object.keys(FIELDS) as Field[])
		.filter((field) => was[field] !== now[field])
		.map((field) => {
			const { group, says } = FIELDS[field];
			const sentence = says(now.id, now[field], insteadOf(was[field]));
			return effect(group, `installations.${now.id}.${field}`, sentence, was[field], now[field]);
		});
}

/** Where new lists are made: the installation's own choice, or its first domain. */
function mailHostEffect(id: string, was: string | null, now: string | null): Effect[] {
	if (was === now) return [];
	const sentence =
		now === null
			? `${id} has no domain left: its host names are no longer set.`
			: `New lists of ${id} are made in ${shownDomain(now)}${insteadOf(was && shownDomain(was))}; existing lists keep their host_name.`;
	return [effect("Mailman", `installations.${id}.mailHost`, sentence, was, now)];
}

/** What happens to each installation, apart from its VERP settings. */
export function installationEffects(before: MailSystem | null, after: MailSystem): Effect[] {
	const was = new Map((before?.installations ?? []).map((i) => [i.id, i]));
	const is = new Map(after.installations.map((i) => [i.id, i]));
	const effects: Effect[] = [];
	for (const id of [...new Set([...was.keys(), ...is.keys()])].sort()) {
		const [a, b] = [was.get(id), is.get(id)];
		const setting = `installations.${id}`;
		if (a && b) effects.push(...fieldEffects(a, b));
		else if (b)
			effects.push(
				effect(
					"Mailman",
					setting,
					`The installation ${id} at ${b.prefix} gets its settings from here.`,
					null,
					b.prefix,
				),
			);
		else if (a)
			effects.push(
				effect(
					"Mailman",
					setting,
					`The installation ${id} at ${a.prefix} gets no settings from here any more.`,
					a.prefix,
					null,
				),
			);
		if (b)
			effects.push(...mailHostEffect(id, before && a ? mailHostOf(before, a) : null, mailHostOf(after, b)));
	}
	return effects;
}
