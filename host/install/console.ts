import path from "node:path";
import { CONSOLE, CONSOLE_USER, UNITS } from "@/lib/core/host/console-places";
import {
	type ConsoleChoices,
	consoleChoices,
	readSettings,
	settingsText,
} from "@/lib/core/host/console-settings";
import { findUser } from "../account";
import { makeDirectories, removeTree, replaceFile, replaceLink, unfinished } from "../durable";
import { sha256 } from "../sha256";
import type { Observations, System } from "../system";
import { wrapper } from "./install";
import { must, refused } from "./must";
import { readRecord, writeRecord } from "./places";
import { unitFiles } from "./units";

/** What is said about a console when it is installed; what isn't stays as it is, or is the usual. */
export type ConsoleOptions = {
	/** The directories of a build, each laid over the ones before. */
	parts: readonly string[];
	url: string | undefined;
	port: string | undefined;
	listen: string | undefined;
};

const SYSTEMD = "/run/systemd/system";
export const SYSTEMCTL = "/bin/systemctl";
const BUILDS = path.join(CONSOLE.library, "builds");

/** Whether systemd runs this machine. */
export const systemdRuns = (system: Pick<System, "facts">): boolean => system.facts(SYSTEMD) !== null;

/** Names and hashes of all files below a directory. */
function contents(system: Observations, directory: string, within = ""): string[] {
	return (system.list(path.join(directory, within)) ?? []).flatMap((name) => {
		const one = path.join(within, name);
		const at = path.join(directory, one);
		const kind = system.facts(at)?.kind;
		if (kind === "directory") return contents(system, directory, one);
		return [`${one}\0${kind === "link" ? system.readLink(at) : system.hash(at)}`];
	});
}

/** Puts a build into a directory of its own, which is there whole or not at all. Out: the directory. */
async function putBuild(system: System, parts: readonly string[]): Promise<string> {
	const id = sha256(parts.flatMap((part) => contents(system, part)).join("\n")).slice(0, 16);
	const build = path.join(BUILDS, id);
	makeDirectories(system, BUILDS, 0o755);
	if (system.facts(build) !== null) return build;
	const fresh = unfinished(build);
	removeTree(system, fresh);
	system.makeDirectory(fresh, 0o755);
	const copy = (...argv: [string, ...string[]]) =>
		must(
			system,
			argv,
			"console-not-copied",
			`The console can't be copied to ${BUILDS}. What ran before still does.`,
			"See that there is room for it, then install again.",
		);
	for (const part of parts) await copy("/bin/cp", "-R", `${part}/.`, fresh);
	// Whoever has built it may keep their files to themselves.
	await copy("/bin/chmod", "-R", "u=rwX,go=rX", fresh);
	await copy("/bin/sync", "-f", fresh);
	system.rename(fresh, build);
	system.sync(BUILDS);
	return build;
}

/** What the settings come to: what is said now, else what stands there, else the usual. Throws HostFailure. */
function choicesOf(options: ConsoleOptions, present: Record<string, string>): ConsoleChoices {
	const read = consoleChoices.safeParse({
		url: options.url ?? (present.LISTKEEPER_URL || null),
		port: options.port ?? (present.PORT || "3000"),
		listen: options.listen ?? (present.HOST || "127.0.0.1"),
	});
	if (read.success) return read.data;
	throw refused("console-choice", `${read.error.issues[0]?.message}`, "Correct it, then install again.");
}

/** The directory that is the account's own. One that is somebody else's is left alone. */
async function makeState(system: System) {
	const account = findUser(CONSOLE_USER);
	const facts = system.facts(CONSOLE.state);
	if (facts !== null && (facts.kind !== "directory" || facts.uid !== account?.uid))
		throw refused(
			"console-state-taken",
			`${CONSOLE.state} is not a directory of ${CONSOLE_USER}'s. The console was not put in use.`,
			"Look at it, move it away, then install again.",
		);
	await must(
		system,
		["/usr/bin/install", "-d", "-m", "0700", "-o", CONSOLE_USER, "-g", CONSOLE_USER, CONSOLE.state],
		"console-state",
		`${CONSOLE.state} can't be made.`,
		"See why, then install again.",
	);
}

/** The console's files, by path, with their modes. */
function filesOf(
	system: System,
	node: string,
	choices: ConsoleChoices,
): [file: string, text: string, mode: number][] {
	const units = systemdRuns(system) ? Object.entries(unitFiles(node)) : [];
	return [
		[CONSOLE.settings, settingsText(choices), 0o600],
		[CONSOLE.command, wrapper(node, path.join(CONSOLE.current, "bin/command.mjs")), 0o755],
		...units.map(([file, text]): [string, string, number] => [file, text, 0o644]),
	];
}

/**
 * Puts the console on a machine where the program is installed, beside the one before: its build, settings, state
 * directory and what starts it. Starts nothing. What an administrator has edited stays, and is named; a second run after
 * one that was cut short finishes it. Out: what was done, a sentence each. Throws HostFailure.
 */
export async function installConsole(
	system: System,
	node: string,
	options: ConsoleOptions,
): Promise<string[]> {
	const record = readRecord(system);
	if (record === null) throw new Error("The program comes first.");
	const settings = readSettings(system.read(CONSOLE.settings) ?? "");
	const files = filesOf(system, node, choicesOf(options, settings));
	const before = record.console ?? {};
	const edited = files
		.filter(([file]) => system.facts(file) !== null)
		.filter(([file, text]) => ![...(before[file] ?? []), sha256(text)].includes(system.hash(file) ?? ""))
		.map(([file]) => file);
	const ours = files.filter(([file]) => !edited.includes(file));
	const build = await putBuild(system, options.parts);
	await makeState(system);
	const note = (hashes: (file: string, text: string) => string[]) =>
		writeRecord(system, {
			...record,
			console: {
				...before,
				...Object.fromEntries(ours.map(([file, text]) => [file, hashes(file, text)])),
			},
		});
	// Noted before it is done: what a crash leaves is known for ours, whichever it is.
	note((file, text) => [...(before[file] ?? []), sha256(text)]);
	for (const [file, text, mode] of ours) {
		makeDirectories(system, path.dirname(file), 0o755);
		replaceFile(system, file, text, mode);
	}
	replaceLink(system, CONSOLE.current, path.relative(CONSOLE.library, build));
	note((_, text) => [sha256(text)]);
	if (systemdRuns(system))
		for (const words of [["daemon-reload"], ["enable", "--now", UNITS.socket], ["enable", UNITS.console]])
			await must(
				system,
				[SYSTEMCTL, ...words],
				"systemd-refused",
				`systemctl ${words.join(" ")} failed.`,
				"Look at what it says, then install again.",
			);
	return [
		`The console is in ${build}; it may write ${CONSOLE.state} and nothing else.`,
		`${CONSOLE.settings} is yours to edit; ${CONSOLE.command} starts and stops the console.`,
		...edited.map((file) => `${file} was changed since and stays as it is.`),
	];
}
