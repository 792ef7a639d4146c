import { z } from "zod";
import { foundDraft, question } from "./draft";
import type { Proposal } from "./propose";
import {
	type FoundValue,
	foundValue,
	hostSurvey,
	type SurveyedInstallation,
	surveyedInstallation,
} from "./survey";

/** So many values of a mark are told, and so many lists of an installation; of the rest, how many there are. */
const VALUES = 200;
const LISTS = 50;
const QUESTIONS = 60;

const marks = ["understood", "conflicts", "kept"] as const satisfies readonly FoundValue["mark"][];

const toldInstallation = surveyedInstallation.omit({ settings: true }).extend({
	/** How many lists there are; the first of them are named. */
	listCount: z.number(),
	/** Whether its interpreter could read its settings. */
	readable: z.boolean(),
});
export type ToldInstallation = z.infer<typeof toldInstallation>;

/** What is told of a look at a host to whoever asked for it from elsewhere: nothing that a secret could stand in. */
export const toldLook = z.object({
	survey: hostSurvey.extend({ installations: z.array(toldInstallation) }),
	/** Null where Exim has no configuration of the host's own. */
	proposal: z
		.object({
			values: z.array(foundValue),
			/** How many more there are of each mark. */
			more: z.object({ understood: z.number(), conflicts: z.number(), kept: z.number() }),
			/** How many of those that conflict can't be decided in a field, and are left out. */
			leftOut: z.number(),
			draft: foundDraft,
			questions: z.array(question),
		})
		.nullable(),
});
export type ToldLook = z.infer<typeof toldLook>;
export type ToldProposal = NonNullable<ToldLook["proposal"]>;

/** Lookups whose text names a file and nothing else (specification, 9.3). */
const FILE_LOOKUP =
	/^(?:partial\d*-?)?(?:n?wildlsearch|i?p?lsearch|cdb|dbmj?z?|dsearch)\*{0,2}(?:@)?;\s*[\w./-]+$/;

/**
 * A value as it may be told. What stays as it is, is named only: in the rest of its line a password could stand. What
 * isn't a plain word, number, address, path or pattern is worked out by Exim from who knows what.
 */
export function tellable({ mark, what, value, ...rest }: FoundValue): FoundValue {
	const named = /^\w+(?= = )/.exec(value)?.[0];
	if (named !== undefined) return { mark, what, value: named, ...rest };
	const plain = /^[\p{L}\p{N}\p{M}@./+:_^*, -]{0,300}$/u.test(value) || FILE_LOOKUP.test(value);
	return { mark, what, value: plain ? value : "(worked out by Exim)", ...rest };
}

/**
 * What an interpreter said, without the lines it read: where it stopped, and what kind of mistake it is.
 * The lines of a settings file are where passwords stand, and a traceback quotes them.
 */
function toldOf(said: readonly string[]): string[] {
	const line = said.findLast((one) => /^\s*File ".*", line \d+/.test(one));
	const at = /^\s*File "(.*)", line (\d+)/.exec(line ?? "");
	const kind = /^([A-Za-z_.]+(?:Error|Exception|Exit|Interrupt))\b/.exec(said.at(-1) ?? "")?.[1];
	const absent = said.find((one) => /^\/\S+ isn't there\.$/.test(one));
	return [
		...(absent ? [absent] : []),
		...(kind ? [`${kind}${at ? ` in ${at[1]}, line ${at[2]}` : ""}`] : []),
	];
}

const toldInstallationOf = ({ settings, lists, said, ...one }: SurveyedInstallation): ToldInstallation => ({
	...one,
	lists: lists.slice(0, LISTS),
	listCount: lists.length,
	readable: settings !== null,
	said: toldOf(said),
});

/**
 * What may be told of a look: bounded, and without settings, values and words that could hold a secret.
 * In: everything that was found.
 */
export function toldLookOf({
	survey,
	proposal,
}: {
	survey: z.infer<typeof hostSurvey>;
	proposal: Proposal | null;
}): ToldLook {
	const { exim } = survey;
	const at = exim?.refusedAt;
	const refused = `Exim refuses its own configuration${at ? `, at ${at.file}${at.line === null ? "" : `, line ${at.line}`}` : ""}.`;
	return {
		survey: {
			...survey,
			exim: exim && { ...exim, refused: exim.refused && refused, sources: exim.sources.slice(0, VALUES) },
			installations: survey.installations.map(toldInstallationOf),
			notes: survey.notes.map((note) =>
				exim?.refused && note.sentence.includes(exim.refused) ? { ...note, sentence: refused } : note,
			),
		},
		proposal: proposal && told(proposal),
	};
}

function told({ values, draft, questions }: Proposal): ToldProposal {
	const of = (mark: FoundValue["mark"]) => values.filter((value) => value.mark === mark);
	const more = (mark: FoundValue["mark"]) => Math.max(0, of(mark).length - VALUES);
	return {
		values: marks.flatMap((mark) => of(mark).slice(0, VALUES).map(tellable)),
		more: { understood: more("understood"), conflicts: more("conflicts"), kept: more("kept") },
		leftOut: of("conflicts").filter(({ setting }) => setting === null || setting === "domains").length,
		draft,
		questions: questions.slice(0, QUESTIONS).map((one) => ({
			...one,
			found: one.found && tellable({ ...asValue, value: one.found }).value,
		})),
	};
}
const asValue = {
	mark: "conflicts",
	what: "",
	setting: null,
	place: { file: "", line: null },
	note: null,
} as const;
