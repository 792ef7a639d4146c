import path from "node:path";
import { liveEximFile } from "./config";
import type { Host } from "./context";
import { limitMs } from "./context";
import { diagnosisOf, HostFailure } from "./errors";
import { type Process, processWith, signalIfThere } from "./processes";
import type { Ran } from "./system";

/** Debian's, where `host.json` and the runtime name none. */
const DEFAULT_PID_FILE = "/run/exim4/exim.pid";

/** Where Exim listens: its addresses and port. */
export const listensOn = (host: Host): { addresses: readonly string[]; port: number } => ({
	addresses: host.config.target.runtime?.interfaces ?? ["127.0.0.1"],
	port: host.config.target.runtime?.port ?? 25,
});

/** The listening daemon, by its pid file and by looking whether that process is one; null when none runs. */
export function eximDaemon(host: Host): Process | null {
	const { exim, target } = host.config;
	const text = host.system.read(exim.pidFile ?? target.runtime?.pidFile ?? DEFAULT_PID_FILE);
	if (text === null) return null;
	const found = processWith(host.system, Number.parseInt(text, 10));
	// The pid file stays after the daemon's death, and its number may be another's by now.
	return found &&
		/exim/.test(path.basename(found.argv[0] ?? "")) &&
		found.argv.some((word) => /^-bd/.test(word))
		? found
		: null;
}

/** Starts the daemon on the live release. It has only been asked: whether it listens is for `observe` to see. */
export async function startExim(host: Host): Promise<void> {
	const { exim } = host.config;
	const argv = exim.start ?? [
		exim.path,
		"-C",
		liveEximFile(host.config),
		"-bd",
		...(exim.queueInterval === null ? [] : [`-q${exim.queueInterval}`]),
	];
	refuseFailure(host, argv, await host.system.run({ argv, timeoutMs: limitMs(host, "program") }));
}

/**
 * Has the running daemon read the live release. Only ever called on a release that was checked: a broken
 * one kills the daemon (facts, section 3).
 */
export async function reloadExim(host: Host, daemon: Process): Promise<void> {
	const { reload } = host.config.exim;
	if (reload === null) {
		host.system.signal(daemon.pid, "SIGHUP");
		return;
	}
	refuseFailure(host, reload, await host.system.run({ argv: reload, timeoutMs: limitMs(host, "program") }));
}

/** Stops a daemon and waits until its process is gone. */
export async function stopExim(host: Host, daemon: Process): Promise<void> {
	// It may have ended by itself since it was seen: a daemon whose configuration was taken away does.
	signalIfThere(host.system, daemon.pid, "SIGTERM");
	const end = host.system.uptime() + limitMs(host, "observe");
	while (eximDaemon(host)?.pid === daemon.pid) {
		if (host.system.uptime() > end) {
			signalIfThere(host.system, daemon.pid, "SIGKILL");
			return;
		}
		await host.system.sleep(20);
	}
}

function refuseFailure(host: Host, argv: readonly string[], ran: Ran) {
	if (ran.status === 0) return;
	const command = argv.join(" ");
	throw new HostFailure(
		"environment",
		diagnosisOf(
			ran.timedOut ? "exim-time-out" : "exim-start",
			ran.timedOut
				? `\`${command}\` did not end within ${host.config.timeLimits.program} s.`
				: `\`${command}\` failed with status ${ran.status}.`,
			"Run it by hand to see what it says, put that right, then deploy again.",
			{ said: linesOf(ran) },
		),
	);
}

/** What a program said, a line each, errors first; at most 40 lines. */
export const linesOf = (ran: Pick<Ran, "stdout" | "stderr">): string[] =>
	`${ran.stderr}\n${ran.stdout}`
		.split("\n")
		.map((line) => line.trimEnd())
		.filter((line) => line !== "")
		.slice(0, 40);
