import type { Effect, EffectGroup, FileDiff } from "@/lib/core/release/types";

/** Who last changed what a setting's path begins with, and when (ms since 1970). */
export type Attribution = { by: string; at: number };

/** One consequence of what is not deployed yet. */
export type Change = Effect & {
	attribution: Attribution | null;
	/** Whether taking back this setting alone takes this consequence back; false where it follows from another. */
	discardable: boolean;
};

/** A place in the desired settings that no release can be made of. */
export type Problem = {
	/** A path as forms know it: an installation and a domain by name. */
	setting: string;
	sentence: string;
};

/** What deploying will do on the host, besides writing files. */
export type Undertaking = {
	/** Installations whose settings change. */
	restarts: { id: string; prefix: string; domains: string[]; simulated: boolean }[];
	tests: number;
};

/** What stands between the desired settings and the live release. */
export type Review =
	/** The host never answered, so nobody knows what it needs rendered. */
	| { kind: "unheard" }
	| { kind: "invalid"; problems: Problem[]; nextNumber: number; seen: string }
	| {
			kind: "same";
			live: { number: number; id: string };
			/** The number the host would give it, deployed once more over what was changed by hand. */
			nextNumber: number;
	  }
	| {
			kind: "changes";
			/** The id to deploy, and the one it was compared with; null before the first release. */
			reviewedId: string;
			live: { number: number; id: string } | null;
			/** The mark of the desired settings, for discarding them. */
			seen: string;
			/** The number the host will give it. */
			nextNumber: number;
			changes: Change[];
			files: FileDiff[];
			undertaking: Undertaking;
			/** How many list domains there would be. */
			domains: number;
	  };

/** What the bar at the foot says: how many changes wait, each in a few words, and the number their release would get. */
export type PendingChanges = { count: number; labels: string[]; nextNumber: number };

const GROUPS: readonly EffectGroup[] = ["Mail flow", "Policy", "Delivery", "Mailman"];

/** Changes by where they show themselves, without the groups that have none. */
export const byGroup = (changes: readonly Change[]): { group: EffectGroup; changes: Change[] }[] =>
	GROUPS.map((group) => ({ group, changes: changes.filter((change) => change.group === group) })).filter(
		(one) => one.changes.length > 0,
	);

/** An effect in a few words: its sentence as far as its first stop. */
export const inBrief = (sentence: string): string => sentence.split(/[:;.](?:\s|$)/)[0] ?? sentence;

/** The bar for a review; null while desired and live agree or nothing is known of the host. */
export function pendingOf(review: Review): PendingChanges | null {
	if (review.kind === "invalid")
		return {
			count: review.problems.length,
			labels: review.problems.map((problem) => problem.sentence),
			nextNumber: review.nextNumber,
		};
	if (review.kind !== "changes") return null;
	const labels = review.changes.map((change) => inBrief(change.sentence));
	return {
		count: Math.max(labels.length, 1),
		labels: labels.length > 0 ? labels : ["Listkeeper renders the same settings differently"],
		nextNumber: review.nextNumber,
	};
}

type Named = { installations?: readonly { id: string }[]; domains?: readonly { name: string }[] };

/** A place in MailSystem as schemas name it (`domains.3.name`) under the names that forms and effects use. */
export function settingOfPath(system: Named, path: readonly PropertyKey[]): string {
	const [root, index, ...rest] = path;
	if (root === "domains" && typeof index === "number")
		return ["domains", system.domains?.[index]?.name ?? index].join(".");
	if (root === "installations" && typeof index === "number")
		return ["installations", system.installations?.[index]?.id ?? index, ...rest].join(".");
	return path.map(String).join(".");
}
