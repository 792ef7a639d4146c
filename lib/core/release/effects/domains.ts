import type { MailSystem } from "../../system/mail-system";
import { shownDomain } from "../../system/readable";
import type { Effect } from "../types";
import { count, effect, insteadOf, listed } from "./words";

type Move = { name: string; from: string | null; to: string | null };

/** Every domain that appears, disappears or changes its installation, by name. */
function moves(before: MailSystem | null, after: MailSystem): Move[] {
	const was = new Map((before?.domains ?? []).map((d) => [d.name, d.installation]));
	const is = new Map(after.domains.map((d) => [d.name, d.installation]));
	return [...new Set([...was.keys(), ...is.keys()])]
		.sort()
		.map((name) => ({ name, from: was.get(name) ?? null, to: is.get(name) ?? null }))
		.filter(({ from, to }) => from !== to);
}

/** One sentence for all domains that make the same move. */
function sentence({ from, to }: Move, names: readonly string[]): string {
	const many = names.length > 1;
	const who = names.length > 5 ? `${count(names.length)} domains (${listed(names)})` : listed(names);
	if (to === null)
		return `Mail for ${who} is no longer taken for lists: Exim treats ${many ? "them" : "it"} like any other host's domain.`;
	if (from === null) return `${who} ${many ? "take" : "takes"} mail for the lists of ${to}.`;
	return `Mail for ${who} goes to the lists of ${to} instead of ${from}.`;
}

/** What happens to mail for the list domains and for the people who run them. */
export function domainEffects(before: MailSystem | null, after: MailSystem): Effect[] {
	const groups = new Map<string, Move[]>();
	for (const move of moves(before, after)) {
		const key = `${move.from}>${move.to}`;
		const group = groups.get(key);
		if (group) group.push(move);
		else groups.set(key, [move]);
	}
	const effects = [...groups.values()].flatMap((group) => {
		const [first] = group;
		if (!first) return [];
		const names = group.map((move) => shownDomain(move.name));
		return [effect("Mail flow", "domains", sentence(first, names), first.from, first.to)];
	});
	const was = before?.administrator ?? null;
	if (was !== after.administrator)
		effects.push(
			effect(
				"Mail flow",
				"administrator",
				`In every list domain, mail for mailman, mailman-admin and postmaster goes to ${after.administrator}${insteadOf(was)}.`,
				was,
				after.administrator,
			),
		);
	return effects;
}
