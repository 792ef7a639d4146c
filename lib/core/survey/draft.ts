import { z } from "zod";
import { VERP_STRATEGIES } from "../system/verp";
import type { FoundValue } from "./survey";

const foundVerp = z.object({
	strategy: z.enum(VERP_STRATEGIES),
	interval: z.number(),
	passwordReminders: z.boolean(),
	confirmations: z.boolean(),
	personalizedDeliveries: z.boolean(),
	probes: z.boolean(),
	ownersCanPersonalize: z.boolean(),
});

/**
 * What a host's configuration comes to before a person has decided anything. It holds what was found as it was found:
 * nothing in it has been held against the rules for settings yet.
 */
export const foundDraft = z.object({
	/** Where mail for `mailman` goes; null where that isn't known. */
	administrator: z.string().nullable(),
	domains: z.array(z.object({ name: z.string(), installation: z.string() })),
	installations: z.array(
		z.object({
			id: z.string(),
			prefix: z.string(),
			user: z.string(),
			group: z.string(),
			python: z.string(),
			webHost: z.string(),
			/** Its DEFAULT_EMAIL_HOST where that is one of its domains; null otherwise. */
			mailHost: z.string().nullable(),
			/** Its own where it differs from the host's; null otherwise. */
			verp: foundVerp.nullable(),
		}),
	),
	/** By the names in MailSystem's `tuning`. */
	tuning: z.record(z.string(), z.number()),
	verp: foundVerp,
});
export type FoundDraft = z.infer<typeof foundDraft>;

/** Something that only a person can say before what was found makes settings. */
export const question = z.object({
	/** What is asked for, as a path in MailSystem that names installations by their id. */
	setting: z.string(),
	/** Another `installation` of those that were found, or a `value` that is typed. */
	kind: z.enum(["value", "installation"]),
	/** Its name on the host, as in SMTP_MAX_RCPTS. */
	what: z.string(),
	found: z.string().nullable(),
	proposed: z.string().nullable(),
	why: z.string(),
	place: z.object({ file: z.string(), line: z.number().nullable() }).nullable(),
});
export type Question = z.infer<typeof question>;

/** A place in a system as schemas name it (`installations.0.user`) under the name that people and forms use. */
export function settingAt(
	system: { installations: readonly { id: string }[]; domains: readonly { name: string }[] },
	path: readonly PropertyKey[],
): string {
	const [root, index, ...rest] = path;
	const named =
		typeof index !== "number"
			? undefined
			: root === "installations"
				? system.installations[index]?.id
				: root === "domains"
					? system.domains[index]?.name
					: undefined;
	return named === undefined
		? path.map(String).join(".")
		: [String(root), named, ...rest.map(String)].join(".");
}

/** What a draft says at a setting. */
function valueAt(draft: FoundDraft, setting: string): string | null {
	const [root = "", key = "", field = ""] = setting.split(".");
	const at: Readonly<Record<string, unknown>> | undefined =
		root === "tuning"
			? draft.tuning
			: root === "verp"
				? draft.verp
				: draft.installations.find(({ id }) => id === key);
	const value = root === "administrator" ? draft.administrator : at?.[root === "installations" ? field : key];
	return value === null || value === undefined || value === "" ? null : String(value);
}

type Issue = { path: readonly PropertyKey[]; message: string };

/** Where a value in the draft is of the wrong kind as a whole, what is asked is which installation it is. */
const kindOf = (setting: string): Question["kind"] =>
	/^installations\.[^.]+(\.(id|prefix))?$/.test(setting) ? "installation" : "value";

const settingOf = (setting: string) =>
	kindOf(setting) === "installation" ? setting.split(".").slice(0, 2).join(".") : setting;

/**
 * What has to be decided or said before a draft makes settings, each thing once.
 * In: the draft, what was marked on the way, and what stands against it as settings.
 */
export function questionsOf(
	draft: FoundDraft,
	values: readonly FoundValue[],
	issues: readonly Issue[],
): Question[] {
	const asked = new Map<string, Question>();
	for (const { mark, what, value, setting, place, note, proposed } of values) {
		// What a whole list of domains stands for isn't said in a field: it is left out, or added later.
		if (mark !== "conflicts" || setting === null || setting === "domains") continue;
		const before = asked.get(setting);
		asked.set(setting, {
			setting,
			kind: kindOf(setting),
			what,
			found: before?.found ?? (value === "unknown" ? null : value),
			proposed: proposed ?? null,
			why: [before?.why, note].filter(Boolean).join(" "),
			place: before?.place ?? place,
		});
	}
	for (const { path, message } of issues) {
		const setting = settingOf(settingAt(draft, path));
		if (asked.has(setting) || setting.startsWith("domains")) continue;
		const found = valueAt(draft, setting);
		const what = setting === "administrator" ? "administrator" : (setting.split(".").at(-1) ?? setting);
		const why =
			setting === "administrator" && found === null
				? "Nothing on the host says whom mail for mailman goes to. Name a person's address."
				: message;
		asked.set(setting, { setting, kind: kindOf(setting), what, found, proposed: null, why, place: null });
	}
	return [...asked.values()];
}
