import { z } from "zod";

/** How a host's Exim is configured. */
export const LAYOUTS = ["debian-split", "debian-single", "one-file", "none"] as const;

/** What a person should know of a host before anything is decided, and what to do about it. */
const note = z.object({
	/** A `problem` keeps Listkeeper from the host, `advice` doesn't, `news` is only said. */
	level: z.enum(["problem", "advice", "news"]),
	sentence: z.string(),
	remedy: z.string(),
});
export type SurveyNote = z.infer<typeof note>;

const place = { file: z.string(), line: z.number().nullable() };

/** A Mailman 2.1 installation as it was found, with what it says of itself. */
export const surveyedInstallation = z.object({
	prefix: z.string(),
	version: z.string().nullable(),
	python: z.string(),
	/** Whose its lists are. */
	user: z.string(),
	group: z.string(),
	/** The group that its wrapper was built for, by its own words; null where it didn't tell. */
	wrapperGroup: z.string().nullable(),
	simulated: z.boolean(),
	lists: z.array(z.string()),
	webHost: z.string().nullable(),
	mailHost: z.string().nullable(),
	/** Upper-case names of its settings, as its own interpreter reads them; null where it can't. */
	settings: z.record(z.string(), z.unknown()).nullable(),
	/** What the interpreter said where it can't. */
	said: z.array(z.string()),
});
export type SurveyedInstallation = z.infer<typeof surveyedInstallation>;

/** Everything that can be seen of a host before Listkeeper manages anything on it. */
export const hostSurvey = z.object({
	exim: z
		.object({
			path: z.string(),
			version: z.string(),
			/** Older than 4.94: Listkeeper refuses it. */
			tooOld: z.boolean(),
			features: z.array(z.string()),
			user: z.string().nullable(),
			/** As Exim prints them. */
			ports: z.string().nullable(),
			layout: z.enum(LAYOUTS),
			/** The file that Exim reads; null where there is none. */
			file: z.string().nullable(),
			/** What Exim says of its own configuration where it refuses it; null where it doesn't. */
			refused: z.string().nullable(),
			/** Where it stopped reading then, as far as it says. */
			refusedAt: z.object(place).nullable(),
			/** Where an administrator edits, which on Debian isn't the file that Exim reads. */
			sources: z.array(z.string()),
		})
		.nullable(),
	/** Packages and programs that provide mail here, besides Exim. */
	otherMail: z.array(z.string()),
	installations: z.array(surveyedInstallation),
	notes: z.array(note),
});
export type HostSurvey = z.infer<typeof hostSurvey>;

/**
 * A value that was found on a host. `understood` becomes a setting of Listkeeper's; `kept` stays as it is and works on;
 * `conflicts` has to be decided by a person.
 */
export const foundValue = z.object({
	mark: z.enum(["understood", "kept", "conflicts"]),
	/** What it is, as in “list domain”. */
	what: z.string(),
	value: z.string(),
	/** The path in MailSystem that it becomes; null for what stays. */
	setting: z.string().nullable(),
	place: z.object(place),
	/** Why, where it isn't plain. */
	note: z.string().nullable(),
	/** What a conflict would come to, where something sensible can be said. */
	proposed: z.string().optional(),
});
export type FoundValue = z.infer<typeof foundValue>;
