import type { FoundValue } from "@/lib/core/survey/survey";
import type { Inspection } from "./inspect";
import { plural } from "./words";

const LAYOUT_WORDS = {
	"debian-split": "Debian's split configuration",
	"debian-single": "Debian's single template",
	"one-file": "one file",
	none: "no configuration",
} as const;

const MARKS: Record<FoundValue["mark"], string> = {
	understood: "Understood: these become Listkeeper's settings",
	conflicts: "Conflicts: these have to be decided",
	kept: "Kept as it is",
};

const valueLine = ({ what, value, setting, place, note }: FoundValue): string[] => [
	`  ${what}: ${value}${setting === null ? "" : `  → ${setting}`}${place.file === "" ? "" : `  (${place.file}${place.line === null ? "" : `:${place.line}`})`}`,
	...(note === null ? [] : [`      ${note}`]),
];

/** What was found on a host, for a person at its console. */
export function surveyLines({ survey, proposal }: Inspection): string[] {
	const { exim, installations, notes } = survey;
	return [
		...(exim
			? [
					`Exim ${exim.version} at ${exim.path}, ${LAYOUT_WORDS[exim.layout]}${exim.file === null ? "" : `: ${exim.file}`}`,
					`  user ${exim.user ?? "unknown"}, ports ${exim.ports || "25 by default"}, built with ${exim.features.join(" ") || "nothing that is named"}`,
				]
			: []),
		...installations.flatMap((one) => [
			`Mailman ${one.version ?? "of no known version"} in ${one.prefix}${one.simulated ? " (simulated)" : ""}: ${plural(one.lists.length, "list")}`,
			`  files of ${one.user}:${one.group}, wrapper for group ${one.wrapperGroup ?? "unknown"}, ${one.python}, web host ${one.webHost ?? "unknown"}, mail host ${one.mailHost ?? "unknown"}`,
			...one.said.map((line) => `  ${line}`),
		]),
		...notes.map(({ sentence, remedy }) => `${sentence} ${remedy}`),
		...(proposal
			? (["understood", "conflicts", "kept"] as const).flatMap((mark) => {
					const values = proposal.values.filter((value) => value.mark === mark);
					return values.length === 0 ? [] : ["", `${MARKS[mark]}:`, ...values.flatMap(valueLine)];
				})
			: []),
		...(proposal && proposal.lacking.length > 0
			? ["", "The settings still lack:", ...proposal.lacking.map((line) => `  ${line}`)]
			: []),
	];
}
