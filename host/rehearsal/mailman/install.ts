import fs from "node:fs";
import path from "node:path";
import type { Account } from "../../system";
import { DEFAULTS, MM_CFG, PATHS, VERSION } from "./defaults";
import { MAILMANCTL } from "./mailmanctl";
import { POST, QRUNNER } from "./qrunner";
import { LIST_LISTS, LIST_MEMBERS, SITE, VERSION_PROGRAM } from "./site";
import { WRAPPER } from "./wrapper";

/** A list of a simulated installation. `members` are addresses; `personalize` is Mailman's setting (0, 1 or 2). */
export type SimulatedList = { name: string; members: readonly string[]; personalize?: 0 | 1 | 2 };

export type SimulatedMailman = {
	prefix: string;
	/** Names the programs insist on, as Mailman's configure was told them. */
	user: string;
	group: string;
	python: string;
	/** Owns the files; null leaves them ours. */
	owner: Account | null;
	lists: readonly SimulatedList[];
};

const PROGRAMS: readonly [string, string][] = [
	["mail/mailman", WRAPPER],
	["bin/mailmanctl", MAILMANCTL],
	["bin/qrunner", QRUNNER],
	["bin/list_lists", LIST_LISTS],
	["bin/list_members", LIST_MEMBERS],
	["bin/version", VERSION_PROGRAM],
];
const MODULES: readonly [string, string][] = [
	["bin/paths.py", PATHS],
	["Mailman/__init__.py", ""],
	["Mailman/Version.py", VERSION],
	["Mailman/Defaults.py", DEFAULTS],
	["Mailman/Site.py", SITE],
	["Mailman/Post.py", POST],
];
const DIRECTORIES = [
	...["bin", "mail", "Mailman", "lists", "logs", "locks", "data"],
	...["qfiles", "qfiles/in", "qfiles/out", "simulated", "simulated/coming", "simulated/received"],
];

/** A list's `config.pck`: a pickled dictionary that any Python reads. The name has to be a plain word. */
const pickledSettings = (list: SimulatedList): string =>
	[
		"(dS'real_name'",
		`S'${list.name.charAt(0).toUpperCase()}${list.name.slice(1)}'`,
		"sS'host_name'",
		"NsS'personalize'",
		`I${list.personalize ?? 0}`,
		"s.",
	].join("\n");

/** Where the wrapper of a simulated installation keeps its records. */
export const recordsOf = (prefix: string): string => path.join(prefix, "simulated/received");

/**
 * Puts a simulated Mailman 2.1 into a prefix, or brings the one there up to date. What an installation keeps of its
 * own stays: lists that exist, their members, and `mm_cfg.py`. Throws an ErrnoException when the disk refuses.
 */
export function installSimulatedMailman(mailman: SimulatedMailman): void {
	const { prefix, owner } = mailman;
	const filled = (text: string) =>
		text
			.replaceAll("@PREFIX@", prefix)
			.replaceAll("@PYTHON@", mailman.python)
			.replaceAll("@USER@", mailman.user)
			.replaceAll("@GROUP@", mailman.group);
	const give = (file: string) => {
		if (owner) fs.lchownSync(file, owner.uid, owner.gid);
	};
	const directory = (relative: string) => {
		const made = path.join(prefix, relative);
		if (fs.mkdirSync(made, { recursive: true }) === undefined) return;
		give(made);
	};
	const write = (relative: string, text: string, mode: number) => {
		const file = path.join(prefix, relative);
		if (fs.existsSync(file) && fs.readFileSync(file, "utf8") === text) return;
		fs.writeFileSync(`${file}.new`, text);
		fs.chmodSync(`${file}.new`, mode);
		give(`${file}.new`);
		fs.renameSync(`${file}.new`, file);
	};
	for (const relative of ["", ...DIRECTORIES]) directory(relative);
	for (const [relative, text] of PROGRAMS) write(relative, filled(text), 0o755);
	for (const [relative, text] of MODULES) write(relative, filled(text), 0o644);
	if (!fs.existsSync(path.join(prefix, "Mailman/mm_cfg.py"))) write("Mailman/mm_cfg.py", MM_CFG, 0o644);
	// Without its site list Mailman does not start.
	for (const list of [{ name: "mailman", members: [] }, ...mailman.lists]) {
		const settings = `lists/${list.name}/config.pck`;
		if (fs.existsSync(path.join(prefix, settings))) continue;
		directory(`lists/${list.name}`);
		write(`lists/${list.name}/members`, list.members.map((member) => `${member}\n`).join(""), 0o644);
		write(settings, pickledSettings(list), 0o644);
	}
}
