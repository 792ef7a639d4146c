import fs from "node:fs";
import path from "node:path";
import { safePath } from "@/lib/core/system/installation";
import { namesOf, processAccount } from "../account";
import { type HostConfig, hostConfigPath } from "../config";
import { changedHostJson, newHostJson, presentHostJson } from "./host-json";
import { layoutOf } from "./layout";
import { installSimulatedMailman, type SimulatedList } from "./mailman/install";
import { refuse } from "./refuse";
import { refuseForeignMailman, refuseUnreachable, runnerOf } from "./runner";

export type RehearsalOptions = {
	/** Absolute; made if need be. */
	directory: string;
	/** Whom root runs everything as; null means Exim's own user. Anybody else runs it as oneself. */
	user?: string | null;
	/** Exim's path; null looks where Debian and others put it. */
	exim?: string | null;
	/** The stand-ins' interpreter. */
	python?: string;
	/** Prefixes of real Mailman 2.1 installations, used in place of the simulated ones. */
	mailman?: readonly string[];
	/** The lists of the two simulated installations, where they have none yet. */
	lists?: { com: readonly SimulatedList[]; org: readonly SimulatedList[] };
};

const member = (name: string) => `${name}@example.net`;
/** Same-named lists with different readers, and one list that only the first installation has. */
const DEFAULT_LISTS = {
	com: [
		{ name: "news", members: ["ada", "ben", "cleo"].map(member) },
		{ name: "staff", members: ["ada", "dora"].map(member) },
	],
	org: [{ name: "news", members: ["emil", "fay"].map(member) }],
};

/**
 * Makes a whole list host in a directory of its own, or brings one up to date; ports, lists and settings that are
 * there stay. Starts nothing. Out: its `host.json`.
 * Throws HostFailure where the directory, the user or a Mailman can't be used, with what to do; an ErrnoException
 * when the disk refuses.
 */
export async function createRehearsalHost(options: RehearsalOptions): Promise<HostConfig> {
	const { directory } = options;
	const mailman = [...new Set(options.mailman ?? [])];
	refuseUnsafe("The directory", directory);
	for (const prefix of mailman) refuseUnsafe("The prefix", prefix);
	const before = presentHostJson(directory);
	// A host keeps the account it was made for: all its files belong to it.
	const account = (before && processAccount(before)) ?? runnerOf(options.user ?? null);
	const names = namesOf(account);
	if (before && options.user && options.user !== names.user)
		refuse(
			"user-fixed",
			`The host in ${directory} runs as ${names.user}, and its files are that user's.`,
			`Leave out --user, or make another host in another directory.`,
		);
	fs.mkdirSync(directory, { recursive: true });
	refuseUnreachable(directory, account, names.user);
	for (const prefix of mailman) refuseForeignMailman(prefix, account, names.user);

	const layout = layoutOf(directory);
	const owner = process.getuid?.() === 0 ? account : null;
	fs.mkdirSync(path.dirname(hostConfigPath(directory)), { recursive: true, mode: 0o755 });
	for (const name of [layout.state, layout.spool, layout.log, layout.run, layout.sink]) {
		fs.mkdirSync(name, { recursive: true, mode: 0o755 });
		if (owner) fs.lchownSync(name, owner.uid, owner.gid);
	}
	const wishes = { directory, exim: options.exim ?? null, mailman };
	const config = before ? changedHostJson(before, wishes) : await newHostJson(wishes, names);
	const lists = options.lists ?? DEFAULT_LISTS;
	for (const [prefix, own] of [
		[layout.com, lists.com],
		[layout.org, lists.org],
	] as const)
		if (config.installations.some((known) => known.simulated && known.prefix === prefix))
			installSimulatedMailman({
				prefix,
				...names,
				python: options.python ?? "/usr/bin/python3",
				owner,
				lists: own,
			});
	return config;
}

function refuseUnsafe(field: string, value: string) {
	const named = safePath(field).safeParse(value);
	if (!named.success) refuse("path", named.error.issues[0]?.message ?? "", "Choose another directory.");
}
