import { z } from "zod";
import { removeDurably, replaceFile } from "./durable";
import { releaseRef, statePaths } from "./store";
import type { Observations, System } from "./system";

const bootId = "/proc/sys/kernel/random/boot_id";

/** A release that is live until its deadline, and for good once somebody confirms it. */
const pending = z.object({
	release: releaseRef,
	/** What the host goes back to. */
	previous: releaseRef,
	actor: z.string(),
	/** By the clock, in ms since 1970. */
	deadline: z.number(),
	/** The same by the machine's uptime, in ms, for as long as it isn't booted again: nobody's clock can delay it. */
	uptime: z.number(),
	boot: z.string(),
});
export type Pending = z.infer<typeof pending>;

export const currentBoot = (system: Observations): string => system.read(bootId)?.trim() ?? "";

/** What waits to be confirmed; null when nothing does. */
export function readPending(system: Observations, state: string): Pending | null {
	const text = system.read(statePaths(state).pending);
	if (text === null) return null;
	return pending.parse(JSON.parse(text));
}

export function writePending(system: System, state: string, content: Pending) {
	replaceFile(system, statePaths(state).pending, `${JSON.stringify(content)}\n`, 0o644);
}

export function clearPending(system: System, state: string) {
	removeDurably(system, statePaths(state).pending);
}

/** Milliseconds until it reverts; 0 once it is due. */
export function remaining(system: Observations, { deadline, uptime, boot }: Pending): number {
	const byClock = deadline - system.now();
	const byUptime = boot === currentBoot(system) ? uptime - system.uptime() : byClock;
	return Math.max(0, Math.min(byClock, byUptime));
}
