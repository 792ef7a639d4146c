import type { HostStatus } from "@/lib/core/host/events";
import type { Question } from "@/lib/core/survey/draft";
import type { FoundValue } from "@/lib/core/survey/survey";
import type { ToldLook } from "@/lib/core/survey/told";

/** What was found on a host when somebody looked last; `mark` is by what it is known again. */
export type Look = ToldLook & { mark: string; at: number; by: string };

/** So many domains have a box of their own; the others are named to be left out. */
export const DOMAINS_SHOWN = 100;

/** What of a look can be imported, as far as a form shows it. */
export type ImportOffer = {
	look: string;
	domains: { name: string; installation: string; prefix: string }[];
	/** How many there are altogether. */
	domainCount: number;
	installationCount: number;
	administrator: string | null;
	questions: Question[];
	/** The prefixes that Mailman was found in. */
	prefixes: string[];
	/** What conflicts and no field can decide: the first of it, and how much it is. */
	leftOut: FoundValue[];
	leftOutCount: number;
	/** What was found of numbers, by setting. */
	numbers: Record<string, string>;
};

/** The offer of a look; null where there is nothing that could be imported. */
export function offerOf({ mark, survey, proposal }: Look): ImportOffer | null {
	if (!proposal || proposal.draft.domains.length === 0) return null;
	const { draft, questions, values, leftOut } = proposal;
	const prefixes = new Map(draft.installations.map(({ id, prefix }) => [id, prefix]));
	return {
		look: mark,
		domains: draft.domains
			.slice(0, DOMAINS_SHOWN)
			.map((one) => ({ ...one, prefix: prefixes.get(one.installation) ?? "" })),
		domainCount: draft.domains.length,
		installationCount: draft.installations.length,
		administrator: draft.administrator,
		questions,
		prefixes: survey.installations.map(({ prefix }) => prefix),
		leftOut: values.filter(
			({ mark, setting }) => mark === "conflicts" && (setting === null || setting === "domains"),
		),
		leftOutCount: leftOut,
		numbers: Object.fromEntries(
			Object.entries(draft.tuning).map(([name, value]) => [`tuning.${name}`, String(value)]),
		),
	};
}

/** Why a look may not say any more what is on the host; null where nothing speaks against it. */
export function overtaken(
	look: Pick<Look, "at" | "survey">,
	status: Pick<HostStatus, "live" | "profile"> | null,
): string | null {
	if (!status) return null;
	if (status.live && status.live.at > look.at)
		return `Release ${status.live.number} went live since. Look again before you import.`;
	const exim = status.profile.exim?.version;
	if (exim && look.survey.exim && exim !== look.survey.exim.version)
		return `The host has Exim ${exim} now. Look again before you import.`;
	return null;
}

/** A setting's field in the form. */
export const fieldOf = (setting: string): string => `decide.${setting}`;

/** Whether a setting can be put right in a field of the form. */
export const hasField = (setting: string): boolean =>
	/^(administrator|tuning\.\w+|verp\.interval|installations\.[\w-]+(\.\w+)?)$/.test(setting);

const counted = (count: number, noun: string) =>
	`${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

/** Settings in a line. */
export const settingsInBrief = (of: {
	domains: number;
	installations: number;
	administrator: string | null;
}): string =>
	`${counted(of.domains, "domain")}, ${counted(of.installations, "installation")}, administrator ${of.administrator ?? "not known"}`;
