import type { HostEvent } from "@/lib/core/host/events";
import type { Host } from "./context";
import { lockHolder } from "./lock";
import { readPending, remaining } from "./pending";

const LOOK_AGAIN_MS = 250;

/** Milliseconds as minutes and seconds, as in `9:05`, rounded up: nothing is due before 0:00. */
export function minutesAndSeconds(ms: number): string {
	const seconds = Math.ceil(ms / 1_000);
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Whether an event says that a release was made live for a time, and somebody sits at a terminal. */
export const awaitsConfirmation = (event: HostEvent): boolean =>
	event.type === "result" &&
	event.verb === "deploy" &&
	event.deploy.outcome === "pending" &&
	process.stdin.isTTY === true &&
	process.stdout.isTTY === true;

/** What a person did, or what became of the release meanwhile. */
type Choice = "confirm" | "leave" | "settled";

/**
 * Shows at a terminal how long a release that waits still stays, until somebody there presses Enter or leaves, or it
 * was confirmed or taken back by others. The clock is the host's: leaving changes nothing.
 */
export async function countDown(host: Host): Promise<Choice> {
	let choice: Choice | null = null;
	const enter = () => {
		choice = "confirm";
	};
	const leave = () => {
		choice = "leave";
	};
	process.stdin.once("data", enter).once("end", leave);
	for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, leave);
	try {
		while (choice === null) {
			const pending = readPending(host.system, host.state);
			const left = pending === null ? 0 : remaining(host.system, pending);
			if (pending === null) return "settled";
			if (left === 0) {
				// The host is going back by itself: what is live is told once it has.
				if (lockHolder(host.system, host.state) === null) return "settled";
				await host.system.sleep(LOOK_AGAIN_MS);
				continue;
			}
			process.stdout.write(
				`\r\u001b[KRelease ${pending.release.number} reverts in ${minutesAndSeconds(left)}. Enter confirms it, Ctrl-C leaves it waiting. `,
			);
			await host.system.sleep(LOOK_AGAIN_MS);
		}
		return choice;
	} finally {
		process.stdout.write("\n");
		process.stdin.off("data", enter).off("end", leave).pause();
		for (const signal of ["SIGINT", "SIGHUP"] as const) process.off(signal, leave);
	}
}
