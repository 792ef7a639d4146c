import type { Host } from "./context";
import { readPending, remaining } from "./pending";

/** The word on the command line for the process that waits for a deadline. */
export const TIMER_VERB = "await-deadline";
/** So often is the deadline looked at again: somebody may confirm, and clocks may be set. */
const LOOK_MS = 2_000;

/** Starts the process that reverts at the deadline, on its own: neither we nor the dashboard need live until then. */
export const startTimer = (host: Host): Promise<number> =>
	host.system.leaveBehind([...(host.root === null ? [] : ["--root", host.root]), TIMER_VERB]);

/**
 * Waits until the release that waits to be confirmed is due.
 * Out: true once it is; false when it was confirmed, or went back otherwise.
 */
export async function awaitDeadline(host: Host): Promise<boolean> {
	const awaited = readPending(host.system, host.state);
	if (awaited === null) return false;
	for (;;) {
		const now = readPending(host.system, host.state);
		if (now === null || now.release.directory !== awaited.release.directory) return false;
		const left = remaining(host.system, now);
		if (left === 0) return true;
		await host.system.sleep(Math.min(left, LOOK_MS));
	}
}
