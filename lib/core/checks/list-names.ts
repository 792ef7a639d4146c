import type { MailSystem } from "../system/mail-system";
import { ALIASES, isListName, suffixOf } from "./names";
import type { ListsByInstallation } from "./sample";
import type { Diagnosis } from "./types";

/** At most so many lists are named in one sentence. */
const NAMED = 5;

const naming = (names: readonly string[]): string =>
	names.length <= NAMED
		? names.join(", ")
		: `${names.slice(0, NAMED).join(", ")} and ${names.length - NAMED} others`;

const warning = (
	code: string,
	sentence: string,
	remedy: string,
	setting: string | null,
	names: readonly string[],
): Diagnosis => ({ code, sentence, remedy, place: null, setting, said: [...names] });

/**
 * Lists whose names make some of their mail go elsewhere. None of these stops a deployment.
 * In: the system, and the lists of each installation by its id. Out: one warning a kind and installation; `said` has
 * all the names.
 */
export function warnListNames(system: MailSystem, lists: ListsByInstallation): Diagnosis[] {
	return system.installations.flatMap(({ id }) => {
		const names = [...new Set(lists[id] ?? [])].sort();
		const domains = system.domains.filter((domain) => domain.installation === id).map(({ name }) => name);
		const suffixed = names.filter((name) => suffixOf(name) !== null && isListName(name));
		const split = names.filter((name) => /-(bounces|confirm)\+/.test(name));
		const hidden = names.filter((name) => name !== "mailman" && ALIASES.some((alias) => alias === name));
		const odd = names.filter((name) => !isListName(name) && !/-(bounces|confirm)\+/.test(name));
		const setting = `installations.${id}`;
		const own = names.filter((name) => isListName(name) && name !== "mailman");
		return [
			...(suffixed.length > 0
				? [
						warning(
							"list-name-suffix",
							`On ${id}, no post reaches ${naming(suffixed)}: the name ends in what Exim takes for a suffix${taker(suffixed, names)}.`,
							"Rename the list in Mailman, for instance with a dot instead of the hyphen.",
							setting,
							suffixed,
						),
					]
				: []),
			...(split.length > 0
				? [
						warning(
							"list-name-verp",
							`On ${id}, no mail reaches ${naming(split)}: the name looks like a VERP bounce or a confirmation.`,
							"Rename the list in Mailman.",
							setting,
							split,
						),
					]
				: []),
			...(hidden.length > 0
				? [
						warning(
							"list-name-alias",
							`On ${id}, posts to ${naming(hidden)} go to the administrator, who has that address in every list domain.`,
							"Rename the list in Mailman.",
							setting,
							hidden,
						),
					]
				: []),
			...(odd.length > 0
				? [
						warning(
							"list-name-odd",
							`On ${id}, ${naming(odd.map((name) => JSON.stringify(name)))} can't be ${odd.length === 1 ? "a list" : "lists"}: Mailman has no such names.`,
							"Look at these directories in lists/ and move away what isn't a list.",
							setting,
							odd,
						),
					]
				: []),
			...(domains.length > 1 && own.length > 0
				? [
						warning(
							"list-names-shared",
							`On ${id}, every list is reached at each of ${naming(domains)}: ${naming(own)}.`,
							"If two of these domains are to have lists of the same name, give one an installation of its own.",
							setting,
							own,
						),
					]
				: []),
		];
	});
}

/** Who gets the posts instead, where there is such a list. */
function taker(suffixed: readonly string[], names: readonly string[]): string {
	const taken = suffixed.filter((name) => names.includes(name.replace(/-\w+$/, "")));
	return taken.length === 0
		? ""
		: `, and what is sent to ${naming(taken)} goes to ${naming(taken.map((name) => name.replace(/-\w+$/, "")))}`;
}
