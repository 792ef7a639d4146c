import path from "node:path";
import { CONSOLE_USER } from "@/lib/core/host/console-places";
import { sudoersLine } from "@/lib/core/host/program";
import { findUser } from "../account";
import { makeDirectories, replaceFile, unfinished } from "../durable";
import { inspect } from "../inspect";
import { sha256 } from "../sha256";
import type { System } from "../system";
import { machineJson } from "./machine-json";
import { must, refused } from "./must";
import { type InstallRecord, PLACES, readRecord, writeRecord } from "./places";

const SUDO = "/usr/bin/sudo";
const VISUDO = "/usr/sbin/visudo";

const MARK = "# Listkeeper's program for list hosts; written by its install.";

/**
 * What stands at the program's path. The interpreter is named by its whole path, and told nothing by whoever calls:
 * sudo takes such variables away unless somebody has configured it to keep them.
 */
export const wrapper = (node: string, bundle: string): string =>
	`#!/bin/sh\n${MARK}\nunset NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS NODE_REPL_EXTERNAL_MODULE OPENSSL_CONF\nexec ${node} ${bundle} "$@"\n`;

/** The file in sudoers.d, whole. */
export const SUDOERS = `# Lets Listkeeper's console start this one command; written by its install.\n${sudoersLine(CONSOLE_USER)}\n`;

/** Whether a text is what we put at the program's path, by any version. */
export const isOurWrapper = (text: string | null): boolean => text?.split("\n")[1] === MARK;

/** Only root may be able to change what root will run. Throws HostFailure where somebody else could. */
export function refuseForeignInterpreter(system: Pick<System, "facts">, node: string) {
	if (!/^[\w./+-]+$/.test(node))
		throw refused(
			"node-path",
			`Node.js lies at ${node}, a path with other than plain characters.`,
			"Install Node.js in /usr, then install again.",
		);
	for (let one = node; ; one = path.dirname(one)) {
		const facts = system.facts(one);
		if (facts === null || facts.uid !== 0 || (facts.mode & 0o022) !== 0)
			throw refused(
				"node-foreign",
				`Node.js would run as root, and somebody else could change ${one}. Nothing was installed.`,
				"Install Node.js 20.19 or newer where only root can write, as in /usr/bin, and install with that one.",
			);
		if (one === "/") return;
	}
}

/** What lies at our places and isn't ours stays; then nothing is installed. */
function refuseForeignFiles(system: System) {
	const sudoers = system.read(PLACES.sudoers);
	const taken = [
		...(system.facts(PLACES.program) && !isOurWrapper(system.read(PLACES.program)) ? [PLACES.program] : []),
		...(sudoers !== null && sudoers !== SUDOERS ? [PLACES.sudoers] : []),
		...(system.facts(PLACES.library) && readRecord(system) === null ? [PLACES.library] : []),
	];
	if (taken.length > 0)
		throw refused(
			"place-taken",
			`${taken.join(" and ")} ${taken.length > 1 ? "are" : "is"} not as Listkeeper would have put it there. Nothing was installed.`,
			"Look at it, move it away, then install again.",
		);
}

/** Checks the line by visudo before sudo ever reads it: one wrong file there, and sudo lets nobody in. */
async function putSudoers(system: System) {
	const candidate = path.join(PLACES.library, "sudoers");
	replaceFile(system, candidate, SUDOERS, 0o440);
	await must(
		system,
		[VISUDO, "-c", "-f", candidate],
		"sudoers-refused",
		"visudo refuses the line for sudo. It was not put in place.",
		"Look at what it says, then install again.",
	);
	system.removeFile(candidate);
	makeDirectories(system, path.dirname(PLACES.sudoers), 0o755);
	replaceFile(system, PLACES.sudoers, SUDOERS, 0o440);
	await must(
		system,
		[SUDO, "-n", "-l", "-U", CONSOLE_USER, PLACES.program, "serve"],
		"sudoers-unread",
		`sudo doesn't go by ${PLACES.sudoers}.`,
		"See that /etc/sudoers has the line “@includedir /etc/sudoers.d”, then install again.",
	);
}

/**
 * Installs the program on this machine: account, program, `host.json`, state directory and the one line for sudo. What
 * is there already and is Listkeeper's is brought up to date; `host.json` is never overwritten. Exim and Mailman are
 * looked at and not touched. A second run after one that was cut short finishes it.
 * In: the world, the bundled program's own file, the interpreter, and the host's name for mail (null: Exim's own).
 * Out: what was done, a sentence each. Throws HostFailure.
 */
export async function install(
	system: System,
	{ script, node, hostname }: { script: string; node: string; hostname: string | null },
): Promise<string[]> {
	refuseForeignInterpreter(system, node);
	if (system.facts(SUDO) === null || system.facts(VISUDO) === null)
		throw refused(
			"no-sudo",
			"sudo is not on this host. Nothing was installed.",
			"Install it (`apt-get install sudo`), then install again.",
		);
	refuseForeignFiles(system);
	const bundle = system.read(script);
	if (bundle === null) throw new Error(`This program can't read itself at ${script}.`);
	const present = system.facts(PLACES.hostJson) !== null;
	const found = present ? null : await machineJson(system, await inspect(system), hostname);
	const text = found === null ? null : `${JSON.stringify(found, null, "\t")}\n`;

	const account = findUser(CONSOLE_USER);
	const before = readRecord(system);
	const record: InstallRecord = {
		user: account === null || (before?.user ?? false),
		hostJson: text === null ? (before?.hostJson ?? null) : sha256(text),
		console: before?.console ?? null,
	};
	makeDirectories(system, path.dirname(PLACES.library), 0o755);
	makeDirectories(system, path.dirname(PLACES.program), 0o755);
	makeDirectories(system, PLACES.library, 0o755);
	// Noted before it is done, so that what a crash leaves can be taken away, too.
	writeRecord(system, record);
	if (account === null)
		await must(
			system,
			[
				"/usr/sbin/useradd",
				"--system",
				"--user-group",
				"--no-create-home",
				"--home-dir",
				"/nonexistent",
				"--shell",
				"/usr/sbin/nologin",
				CONSOLE_USER,
			],
			"no-account",
			`The account ${CONSOLE_USER} can't be made.`,
			"Make it (`useradd --system listkeeper`), then install again.",
		);
	replaceFile(system, PLACES.bundle, bundle, 0o755);
	replaceFile(system, PLACES.program, wrapper(node, PLACES.bundle), 0o755);
	makeDirectories(system, PLACES.settings, 0o755);
	if (text !== null) replaceFile(system, PLACES.hostJson, text, 0o644);
	makeDirectories(system, PLACES.state, 0o755);
	await putSudoers(system);
	return [
		account === null
			? `The account ${CONSOLE_USER} was made; it can't log in.`
			: `The account ${CONSOLE_USER} stays as it is.`,
		`The program is ${PLACES.program}, run by ${node}.`,
		text === null
			? `${PLACES.hostJson} stays as it is.`
			: `${PLACES.hostJson} says what was found here. Read it, and correct it as root.`,
		`${PLACES.sudoers} lets ${CONSOLE_USER} start \`${PLACES.program} serve\` and nothing else.`,
		...(found?.allowedPrefixes.length === 0
			? [
					`No Mailman was found. Name its prefix under allowedPrefixes in ${PLACES.hostJson} before you deploy.`,
				]
			: []),
		"Exim and Mailman were not touched.",
	];
}

/** Names that a cut-short install may have left. */
export const UNFINISHED = [PLACES.program, PLACES.sudoers, PLACES.hostJson].map(unfinished);
