import { z } from "zod";
import { readDomainName } from "@/lib/core/system/domain";
import { DOMAINS_SHOWN, type Look } from "./offer";

const box = z.literal("on").optional();

/** What the import form sends, besides a field for each domain and each thing to decide. */
export const importForm = z
	.looseObject({
		look: z.string(),
		revision: z.coerce.number(),
		replace: box,
		rest: box,
		leave: z
			.string()
			.max(200_000, "These are too many names. Remove the domains later, on their own page.")
			.default(""),
		goTo: z.string().default(""),
	})
	.transform(({ look, revision, replace, rest, leave, goTo, ...others }) => {
		const fields = Object.entries(others).filter(
			(entry): entry is [string, string] => typeof entry[1] === "string",
		);
		const under = (prefix: string) =>
			fields.flatMap(([name, value]): [string, string][] =>
				name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
			);
		return {
			look,
			revision,
			replace: replace === "on",
			rest: rest === "on",
			leave: leave.split(/[\s,;]+/).filter(Boolean),
			goTo,
			taken: new Set(under("take.").map(([name]) => name)),
			answers: Object.fromEntries(under("decide.")),
		};
	});
export type Importing = z.output<typeof importForm>;

/** The domains that a form leaves out. Throws nothing: names that are none of the look's are given back as `unknown`. */
export function leftOutBy(
	look: Look,
	{ taken, leave }: Pick<Importing, "taken" | "leave">,
): { without: Set<string>; unknown: string[] } {
	const all = (look.proposal?.draft.domains ?? []).map(({ name }) => name);
	const without = new Set(all.slice(0, DOMAINS_SHOWN).filter((name) => !taken.has(name)));
	const known = new Set(all);
	const unknown: string[] = [];
	for (const typed of leave) {
		const reading = readDomainName(typed);
		if (reading.ok && known.has(reading.name)) without.add(reading.name);
		else unknown.push(typed);
	}
	return { without, unknown };
}
