import type { MailSystem } from "../system/mail-system";
import { isListName } from "./names";

/** A list as it is reached at one of its installation's domains. */
export type ListAddress = { installation: string; domain: string; list: string };

export type ListSample = {
	addresses: ListAddress[];
	/** How many there are in all, sampled or not. */
	of: number;
};

/** The lists that a host found, by installation id. */
export type ListsByInstallation = Readonly<Record<string, readonly string[]>>;

/** An installation's lists that mail can reach, sorted. */
const reachable = (lists: ListsByInstallation, installation: string): string[] =>
	[...new Set(lists[installation] ?? [])].filter(isListName).sort();

/**
 * Chooses which lists to test at which domains, when there are too many for all. Every domain that has a list gets
 * one before any gets a second, and neighbouring domains get different ones. The same lists give the same choice.
 * In: at most how many; every domain's first is chosen beyond it.
 */
export function sampleLists(system: MailSystem, lists: ListsByInstallation, max: number): ListSample {
	const names = new Map(system.installations.map(({ id }) => [id, reachable(lists, id)]));
	const domains = system.domains.map(({ name, installation }, index) => ({
		domain: name,
		installation,
		names: names.get(installation) ?? [],
		index,
	}));
	const of = domains.reduce((sum, { names }) => sum + names.length, 0);
	const addresses: ListAddress[] = [];
	const longest = domains.reduce((most, { names }) => Math.max(most, names.length), 0);
	for (let round = 0; round < longest; round++)
		for (const { domain, installation, names, index } of domains) {
			if (round >= names.length || (round > 0 && addresses.length >= max)) continue;
			const list = of <= max ? names[round] : names[(index + round) % names.length];
			if (list !== undefined) addresses.push({ installation, domain, list });
		}
	return { addresses, of };
}

/** What was left out, as a sentence; null when nothing was. */
export const sampleNote = ({ addresses, of }: ListSample): string | null =>
	addresses.length === of
		? null
		: `${addresses.length.toLocaleString("en")} of ${of.toLocaleString("en")} list addresses were tested, at least one at every domain.`;
