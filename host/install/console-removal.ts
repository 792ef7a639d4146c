import { CONSOLE, CONSOLE_USER, UNITS } from "@/lib/core/host/console-places";
import { removeDurably, removeTree, unfinished } from "../durable";
import type { System } from "../system";
import { SYSTEMCTL, systemdRuns } from "./console";
import { must } from "./must";
import type { InstallRecord } from "./places";

const LEFT = "The console can't be stopped. Nothing was removed.";
const REMEDY = "Look at what it says, then uninstall again.";

/** Stops the console, and keeps systemd from starting it again. Throws HostFailure where that fails. */
export async function stopConsole(system: System) {
	if (systemdRuns(system)) {
		const known = [UNITS.console, UNITS.socket].filter(
			(unit) => system.facts(`/etc/systemd/system/${unit}`) !== null,
		);
		if (known.length > 0)
			await must(system, [SYSTEMCTL, "disable", "--now", ...known], "systemd-refused", LEFT, REMEDY);
	} else if (system.facts(CONSOLE.command) !== null && system.facts(CONSOLE.current) !== null)
		await must(system, [CONSOLE.command, "stop"], "console-not-stopped", LEFT, REMEDY);
}

/**
 * Takes the console's files away; its builds go with the program's own directory. In: what was written into each, and
 * whether its state goes, too. Out: what stays, a sentence each. Throws HostFailure.
 */
export async function removeConsole(
	system: System,
	written: NonNullable<InstallRecord["console"]>,
	purge: boolean,
): Promise<string[]> {
	const kept: string[] = [];
	for (const [file, hashes] of Object.entries(written)) {
		const hash = system.hash(file);
		if (hash !== null && !hashes.includes(hash)) kept.push(`${file} was changed since and stays.`);
		else removeDurably(system, file);
		removeDurably(system, unfinished(file));
	}
	removeTree(system, CONSOLE.runtime);
	if (systemdRuns(system))
		await must(
			system,
			[SYSTEMCTL, "daemon-reload"],
			"systemd-refused",
			"systemctl daemon-reload failed.",
			REMEDY,
		);
	if (purge) removeTree(system, CONSOLE.state);
	else if (system.facts(CONSOLE.state) !== null)
		kept.push(
			`${CONSOLE.state} has the console's database, and stays with the account ${CONSOLE_USER}. To remove both: rm -r ${CONSOLE.state}; userdel ${CONSOLE_USER}`,
		);
	return kept;
}
