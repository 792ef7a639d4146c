import fs from "node:fs";
import type { HostConfig } from "./config";
import { diagnosisOf, HostFailure } from "./errors";
import type { Account } from "./system";

type Line = { name: string; id: number; group: number };

/** The accounts or groups of this machine, as its own files list them. */
const linesOf = (file: "/etc/passwd" | "/etc/group"): Line[] =>
	fs
		.readFileSync(file, "utf8")
		.split("\n")
		.map((line) => line.split(":"))
		.filter((fields) => fields.length >= 3)
		.map(([name = "", , id = "", group = ""]) => ({ name, id: Number(id), group: Number(group) }));

/** The number of a user and its primary group by name; null where there is none. */
export function findUser(name: string): Account | null {
	const found = linesOf("/etc/passwd").find((line) => line.name === name);
	return found ? { uid: found.id, gid: found.group } : null;
}

/** A group's number by name; null where there is none. */
export const findGroup = (name: string): number | null =>
	linesOf("/etc/group").find((line) => line.name === name)?.id ?? null;

/** A user's and a group's name by number; the number itself where it has no name. */
export const namesOf = (account: Account): { user: string; group: string } => ({
	user: linesOf("/etc/passwd").find((line) => line.id === account.uid)?.name ?? String(account.uid),
	group: linesOf("/etc/group").find((line) => line.id === account.gid)?.name ?? String(account.gid),
});

/** A user with a group, or with its primary one where `group` is null; null where there is no such account. */
export const accountNamed = (user: string, group: string | null): Account | null => {
	const found = findUser(user);
	const gid = group === null ? found?.gid : findGroup(group);
	return found && gid !== undefined && gid !== null ? { uid: found.uid, gid } : null;
};

/** Whether this process may run a program as an account: as root any, else only as itself. */
export const canBe = ({ uid, gid }: Account): boolean =>
	process.getuid?.() === 0 || (process.geteuid?.() === uid && process.getegid?.() === gid);

/**
 * The account that `host.json` names for a host's programs and files, when root runs this program; otherwise null.
 * Throws HostFailure when the machine has no such user.
 */
export function processAccount(config: Pick<HostConfig, "processUser" | "processGroup">): Account | null {
	if (config.processUser === null || process.getuid?.() !== 0) return null;
	const user = findUser(config.processUser);
	const group = config.processGroup === null ? user?.gid : findGroup(config.processGroup);
	if (user && group !== undefined && group !== null) return { uid: user.uid, gid: group };
	throw new HostFailure(
		"environment",
		diagnosisOf(
			"no-such-user",
			`This machine has no user ${config.processUser}${config.processGroup ? ` or no group ${config.processGroup}` : ""}.`,
			"Install Exim's package, which makes its user, or name another user in host.json.",
		),
	);
}

/**
 * From here on root's own file operations are the account's: what belongs to a rehearsal host can't be
 * used to make root write elsewhere. The real user id stays root's, so that programs can still be started. May be
 * repeated, with another account.
 */
export function become(account: Account) {
	// Each of these calls is told to every thread, and takes its time: once is enough.
	if (process.geteuid?.() === account.uid && process.getegid?.() === account.gid) return;
	process.seteuid?.(process.getuid?.() ?? 0);
	process.setegid?.(process.getgid?.() ?? 0);
	process.setgroups?.([account.gid]);
	process.setegid?.(account.gid);
	process.seteuid?.(account.uid);
}

/** Runs something with root's own rights where `become` laid them down; otherwise just runs it. */
export function asOneself<T>(act: () => T): T {
	const [real, effective] = [process.getuid?.() ?? 0, process.geteuid?.() ?? 0];
	if (real === effective) return act();
	process.seteuid?.(real);
	try {
		return act();
	} finally {
		process.seteuid?.(effective);
	}
}
