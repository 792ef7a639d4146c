/** A file of a release: where in the release it lies (relative, with `/`) and all of its text. */
export type ConfigFile = { target: string; text: string };

/**
 * Everything Listkeeper manages on a host at one moment.
 * `id` is the SHA-256 of targets and bytes as 64 hexadecimal digits; `files` is sorted by target.
 */
export type Release = { id: string; files: readonly ConfigFile[] };

/** Hashes a text's UTF-8 bytes; gives 64 hexadecimal digits. Passed in, since the core has no crypto. */
export type Sha256 = (text: string) => string;

/** Stands, in rendered text, for the directory the release will lie in; the host fills it in when staging. */
export const RELEASE_DIRECTORY = "@release@";

/** Where a difference between two systems shows itself. */
export type EffectGroup = "Mail flow" | "Policy" | "Delivery" | "Mailman";

/** One consequence of a change, for a person. */
export type Effect = {
	group: EffectGroup;
	/** Which setting, as a path in MailSystem: `verp.strategy`. */
	setting: string;
	sentence: string;
	before: string | null;
	after: string | null;
};

/** How one file differs: its whole text before and after, empty where there was or is none. */
export type FileDiff = {
	target: string;
	kind: "added" | "removed" | "changed";
	before: string;
	after: string;
};
export type ReleaseDiff = { files: FileDiff[] };
