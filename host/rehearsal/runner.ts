import fs from "node:fs";
import path from "node:path";
import { findUser } from "../account";
import type { Account } from "../system";
import { refuse } from "./refuse";

/** Made by Exim's package on Debian, so it is there where its Exim is. */
const DEFAULT_USER = "Debian-exim";

/**
 * The account a new rehearsal host runs as: for root the named user, otherwise oneself.
 * Throws HostFailure where there is no such user, or it is root.
 */
export function runnerOf(user: string | null): Account {
	const uid = process.getuid?.() ?? 0;
	if (uid !== 0) return { uid, gid: process.getgid?.() ?? 0 };
	const name = user ?? DEFAULT_USER;
	const account = findUser(name);
	if (account === null)
		return refuse(
			"no-such-user",
			`This machine has no user ${name}, and a rehearsal host never runs as root.`,
			user === null
				? "Install exim4-daemon-heavy, which makes it, or name a user."
				: "Name a user that exists.",
		);
	if (account.uid === 0)
		return refuse("user-root", "A rehearsal host never runs as root.", "Name another user.");
	return account;
}

/** Throws HostFailure where the account can't reach the directory, because it or one above it is closed. */
export function refuseUnreachable(directory: string, account: Account, user: string) {
	for (let at = directory; ; at = path.dirname(at)) {
		const { mode, uid, gid } = fs.statSync(at);
		const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
		if ((mode & bit) === 0)
			refuse(
				"directory-closed",
				`The user ${user} can't enter ${at}, so nothing in ${directory} can run as that user.`,
				`Choose a directory below one that everybody may enter, such as /var/lib, or run chmod o+x ${at}.`,
			);
		if (at === path.dirname(at)) return;
	}
}

/** Throws HostFailure where a prefix holds no Mailman, or one whose queue runners another user has to run. */
export function refuseForeignMailman(prefix: string, account: Account, user: string) {
	const missing = ["bin/mailmanctl", "mail/mailman", "lists"].find(
		(name) => !fs.existsSync(path.join(prefix, name)),
	);
	if (missing !== undefined)
		refuse(
			"no-mailman",
			`${prefix} holds no Mailman: ${missing} is missing.`,
			"Name the prefix of an installation of Mailman 2.1.",
		);
	if (fs.statSync(path.join(prefix, "lists")).uid !== account.uid)
		refuse(
			"mailman-foreign",
			`The lists in ${prefix} don't belong to ${user}, who would run this Mailman here.`,
			"Name their owner with --user, or use a copy that belongs to that user.",
		);
}
