import fs from "node:fs";
import path from "node:path";
import { safePath } from "@/lib/core/system/installation";
import { findUser, namesOf } from "../account";
import { type HostConfig, type HostConfigInput, hostConfig, hostConfigPath } from "../config";
import { diagnosisOf, HostFailure } from "../errors";
import type { Account } from "../system";
import { layoutOf } from "./layout";
import { installSimulatedMailman, type SimulatedList } from "./mailman/install";
import { canListen, freePort } from "./ports";

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

const EXIM_PATHS = ["/usr/sbin/exim4", "/usr/sbin/exim", "/usr/exim/bin/exim"];
const DEFAULT_USER = "Debian-exim";

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
 * Throws HostFailure where the directory can't be used, with what to do; an ErrnoException when the disk refuses.
 */
export async function createRehearsalHost(options: RehearsalOptions): Promise<HostConfig> {
	const { directory } = options;
	const named = safePath("The directory").safeParse(directory);
	if (!named.success) refuse("directory", named.error.issues[0]?.message ?? "", "Choose another directory.");
	const account = runningAs(options.user ?? null);
	const names = namesOf(account);
	fs.mkdirSync(directory, { recursive: true });
	refuseUnreachable(directory, account, names.user);

	const layout = layoutOf(directory);
	const owner = process.getuid?.() === 0 ? account : null;
	fs.mkdirSync(path.dirname(hostConfigPath(directory)), { recursive: true, mode: 0o755 });
	for (const name of [layout.state, layout.spool, layout.log, layout.run, layout.sink]) {
		fs.mkdirSync(name, { recursive: true, mode: 0o755 });
		if (owner) fs.chownSync(name, owner.uid, owner.gid);
	}

	const config = await settle(options, names);
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

/** Reads or writes `host.json`. */
async function settle(
	options: RehearsalOptions,
	names: { user: string; group: string },
): Promise<HostConfig> {
	const { directory } = options;
	const layout = layoutOf(directory);
	const file = hostConfigPath(directory);
	const before = fs.existsSync(file) ? hostConfig.parse(JSON.parse(fs.readFileSync(file, "utf8"))) : null;
	const interfaces = before?.target.runtime?.interfaces ?? (await loopbacks());
	const port = before?.target.runtime?.port ?? (await freePort(interfaces, []));
	const real = options.mailman ?? [];
	const prefixes = [real[0] ?? layout.com, real[1] ?? layout.org];
	const input: HostConfigInput = {
		kind: "rehearsal",
		target: {
			layout: "whole",
			hostname: "rehearsal.listkeeper.example",
			stateDirectory: layout.state,
			runtime: {
				...names,
				spoolDirectory: layout.spool,
				logDirectory: layout.log,
				pidFile: layout.eximPid,
				interfaces,
				port,
			},
			sinkPort: before?.target.sinkPort ?? (await freePort(["127.0.0.1"], [port])),
		},
		exim: {
			path: options.exim ?? EXIM_PATHS.find((found) => fs.existsSync(found)) ?? EXIM_PATHS[0] ?? "",
		},
		installations: prefixes.map((prefix) => ({ prefix, simulated: !real.includes(prefix) })),
		allowedPrefixes: prefixes,
		processUser: process.getuid?.() === 0 ? names.user : null,
		processGroup: process.getuid?.() === 0 ? names.group : null,
	};
	const text = `${JSON.stringify(input, null, "\t")}\n`;
	if (before === null || fs.readFileSync(file, "utf8") !== text) {
		fs.writeFileSync(`${file}.new`, text, { mode: 0o644 });
		fs.renameSync(`${file}.new`, file);
	}
	return hostConfig.parse(input);
}

/** The loopback addresses this machine has. */
async function loopbacks(): Promise<("127.0.0.1" | "::1")[]> {
	return (await canListen("::1", 0)) ? ["127.0.0.1", "::1"] : ["127.0.0.1"];
}

/** The account everything will run as: for root the named user, otherwise oneself. */
function runningAs(user: string | null): Account {
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

/** Refuses a directory that the account can't reach because one above it is closed. */
function refuseUnreachable(directory: string, account: Account, user: string) {
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

function refuse(code: string, sentence: string, remedy: string): never {
	throw new HostFailure("environment", diagnosisOf(code, sentence, remedy));
}
