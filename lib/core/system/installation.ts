import { z } from "zod";
import { domainName } from "./domain";
import { verpSettings } from "./verp";

const PATH_CHARACTERS = /^[A-Za-z0-9._/-]+$/;
const ACCOUNT = /^[a-z_][a-z0-9_-]{0,31}$/i;

/**
 * A schema of an absolute path that may be written into Exim's and Python's text and given to a shell unquoted.
 * In: the field's name for its sentences.
 */
export const safePath = (field: string) =>
	z
		.string({ error: `${field} is missing.` })
		.trim()
		.superRefine((path, ctx) => {
			const refuse = (message: string) => ctx.addIssue({ code: "custom", message: `${field} ${message}` });
			if (path === "") refuse("is empty. Write an absolute path, as in /usr/local/mailman.");
			else if (!path.startsWith("/")) refuse("is not absolute. Begin it with a slash.");
			else if (!PATH_CHARACTERS.test(path))
				refuse(
					"has a character that means something to Exim, Python or a shell. Use letters, digits and . _ - / only.",
				);
			else if (path.split("/").includes("..")) refuse("has a “..”. Write the path without it.");
			else if (path.includes("//") || path.split("/").includes("."))
				refuse("has an empty or “.” part. Write the path without it.");
			else if (path !== "/" && path.endsWith("/")) refuse("ends with a slash. Leave out the last slash.");
			else if (path === "/") refuse("is the root directory. Name the directory itself.");
			else if (path.length > 200) refuse("is longer than 200 characters. Use a shorter path.");
		});

const account = (field: string) =>
	z
		.string({ error: `${field} is missing.` })
		.trim()
		.regex(
			ACCOUNT,
			`${field} must begin with a letter or “_” and have at most 32 letters, digits, “_” or “-”, as in mailman.`,
		)
		.refine((name) => name !== "root", `${field} can't be root: Exim never delivers as root. Use mailman.`);

/** An installation's name inside Listkeeper: a directory name and an identifier in comments. */
export const installationId = z
	.string({ error: "The name is missing." })
	.trim()
	.regex(
		/^[a-z][a-z0-9-]{0,30}$/,
		"The name must begin with a small letter and have at most 31 small letters, digits or hyphens, as in example-com.",
	);

/** One Mailman 2.1 installation: a prefix with its own lists, queue runners and `mm_cfg.py`. */
export const mailmanInstallation = z.strictObject({
	id: installationId,
	/** Mailman's prefix directory (`--prefix`), the home of `lists/`, `mail/mailman` and `bin/mailmanctl`. */
	prefix: safePath("The prefix"),
	/** Runs the wrapper; must match what Mailman's configure was told (`--with-mail-gid`). */
	user: account("The user"),
	group: account("The group"),
	/** The interpreter this installation runs with, as in /usr/bin/python2. */
	python: safePath("The interpreter"),
	/** `DEFAULT_URL_HOST`. */
	webHost: domainName,
	/** `DEFAULT_EMAIL_HOST`; null means the first of the domains on this installation. */
	mailHost: domainName.nullable().default(null),
	/** Settings of its own; null means the host's. */
	verp: verpSettings.nullable().default(null),
});
export type MailmanInstallation = z.infer<typeof mailmanInstallation>;

/** A name for a found installation: the last telling part of its prefix (`/srv/com/mailman` gives `com`). */
export function nameFor(prefix: string, taken: ReadonlySet<string>): string {
	const parts = prefix.toLowerCase().split("/").filter(Boolean);
	const telling = parts.findLast((part) => !/^(mailman.*|local|lib|usr|var)$/.test(part)) ?? "mailman";
	const base = (telling.replace(/[^a-z0-9-]+/g, "-").replace(/^[^a-z]+/, "") || "mailman").slice(0, 28);
	let name = base;
	for (let n = 2; taken.has(name); n++) name = `${base}-${n}`;
	return name;
}
