import { CONSOLE, CONSOLE_USER } from "@/lib/core/host/console-places";
import { findUser } from "../account";
import { removeDurably, removeTree } from "../durable";
import { lockHolder } from "../lock";
import { readHostConfig } from "../open";
import { REFUSAL_LOG } from "../refusal-log";
import { statePaths } from "../store";
import type { System } from "../system";
import { removeConsole, stopConsole } from "./console-removal";
import { isOurWrapper, SUDOERS, UNFINISHED } from "./install";
import { refused } from "./must";
import { PLACES, readRecord } from "./places";

const PROGRAM_MS = 60_000;

/** The state directory that `host.json` names; the usual one where that can't be read. */
function stateDirectory(): string {
	try {
		return readHostConfig(null).target.stateDirectory;
	} catch {
		return PLACES.state;
	}
}

/** Exim and Mailman read files of a live release: without them neither would start again. */
function refuseLive(system: System, state: string) {
	const paths = statePaths(state);
	const marks = [paths.current, paths.journal, paths.pending].some((one) => system.facts(one) !== null);
	const kept = (system.list(paths.releases) ?? []).length > 0;
	if (marks || kept || lockHolder(system, state) !== null)
		throw refused(
			"still-live",
			"Releases of Listkeeper's are live or kept on this host, or something is under way. Nothing was removed.",
			"Run `listkeeper leave` first, which gives Exim and Mailman back their own configuration.",
		);
}

/** Removes a directory where nothing is left in it. Out: whether it is gone. */
function removeIfEmpty(system: System, directory: string): boolean {
	const names = system.list(directory);
	if (names?.length === 0) system.removeDirectory(directory);
	return names === null || names.length === 0;
}

/**
 * Takes away what `install` has put on this machine, and nothing else: what somebody has edited since stays, and is named.
 * A console's own state stays as well, with the account that owns it, unless it is to be purged. A second run finishes
 * one that was cut short. In: the world, and whether to purge. Out: what was done, a sentence each. Throws HostFailure.
 */
export async function uninstall(system: System, purge: boolean): Promise<string[]> {
	const record = readRecord(system);
	if (record === null)
		throw refused("not-installed", "Listkeeper is not installed on this host.", "Nothing needs to be done.");
	const state = stateDirectory();
	refuseLive(system, state);
	const paths = statePaths(state);
	const kept: string[] = [];
	const removeOurs = (file: string, ours: boolean) => {
		if (system.facts(file) === null) return;
		if (ours) removeDurably(system, file);
		else kept.push(`${file} was changed since and stays.`);
	};
	if (record.console !== null) {
		await stopConsole(system);
		kept.push(...(await removeConsole(system, record.console, purge)));
	}
	const stateStays = record.console !== null && system.facts(CONSOLE.state) !== null;
	// The way in goes first.
	removeOurs(PLACES.sudoers, system.read(PLACES.sudoers) === SUDOERS);
	if (record.user && !stateStays && findUser(CONSOLE_USER) !== null) {
		const { status } = await system.run({ argv: ["/usr/sbin/userdel", CONSOLE_USER], timeoutMs: PROGRAM_MS });
		if (status !== 0)
			kept.push(`The account ${CONSOLE_USER} is in use and stays; \`userdel ${CONSOLE_USER}\` removes it.`);
	}
	removeOurs(PLACES.hostJson, record.hostJson !== null && system.hash(PLACES.hostJson) === record.hostJson);
	removeOurs(PLACES.program, isOurWrapper(system.read(PLACES.program)));
	for (const file of [...UNFINISHED, ...REFUSAL_LOG, paths.lock, paths.sentinel, paths.attention])
		removeOurs(file, true);
	for (const directory of [paths.releases, paths.canary, paths.candidate, paths.weaving])
		removeIfEmpty(system, directory);
	for (const directory of [PLACES.settings, state])
		if (!removeIfEmpty(system, directory) && directory === state)
			kept.push(`${state} still has files in it, such as copies of hand edits, and stays.`);
	removeTree(system, PLACES.library);
	return ["Listkeeper is not on this host any more.", ...kept];
}
