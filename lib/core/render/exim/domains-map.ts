import { type MailSystem, verpOf } from "../../system/mail-system";
import { annotation } from "../annotations";
import { mapData, mapLine } from "./escape";

export const DOMAINS_MAP = "exim/domains.map";

/** What an installation's lines in the map say of it. */
type MapEntry = { home: string; user: string; group: string };

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/**
 * The map of list domains: an `lsearch` file, the only file of a release that grows with the domains.
 * In: what each installation's entries say, where it isn't its own prefix, user and group (a canary's stand-ins).
 */
export function renderDomainsMap(
	system: MailSystem,
	entryOf: (installation: MailSystem["installations"][number]) => MapEntry = (i) => ({
		home: i.prefix,
		user: i.user,
		group: i.group,
	}),
): string {
	const installations = new Map(system.installations.map((installation) => [installation.id, installation]));
	const written = new Map<string, string>();
	const dataOf = (id: string): string => {
		const installation = installations.get(id);
		if (!installation) throw new RangeError(`There is no installation ${id}.`);
		const verp = verpOf(system, installation).strategy === "exim" ? "exim" : "off";
		return mapData({ ...entryOf(installation), verp, installation: id });
	};
	const lines = [...system.domains].sort(byName).map(({ name, installation: id }) => {
		const data = written.get(id) ?? dataOf(id);
		written.set(id, data);
		return mapLine(name, data);
	});
	return `${[annotation("domains", "One line a list domain, read by lsearch: whose lists its mail is for"), ...lines].join("\n")}\n`;
}
