import { spawn } from "node:child_process";
import { processAccount } from "../account";
import { type HostConfig, liveEximFile } from "../config";
import { awaitThat, type Host, hostOf, limitMs } from "../context";
import { diagnosisOf, HostFailure } from "../errors";
import { eximDaemon, listensOn, startExim, stopExim } from "../exim-daemon";
import { mailmanctl, mailmanState, stopMailman } from "../mailman";
import { processWith } from "../processes";
import { realSystem } from "../real-system";
import { canBecome } from "../run-as";
import { presentHostJson } from "./host-json";
import { layoutOf } from "./layout";

/** What runs of a rehearsal host, by process id; Exim is null before the first deployment. */
export type Running = {
	exim: number | null;
	sink: number | null;
	mailman: { prefix: string; pid: number | null }[];
};

/** A rehearsal host's `host.json`. Throws HostFailure where the directory holds none, or one that isn't safe to use. */
export function readRehearsalHost(directory: string): HostConfig {
	const config = presentHostJson(directory);
	if (config) return config;
	throw new HostFailure(
		"usage",
		diagnosisOf(
			"no-rehearsal-host",
			`${directory} holds no rehearsal host.`,
			`Make one with \`listkeeper rehearsal create --root ${directory}\`.`,
		),
	);
}

/** The host as the program's own functions take it. */
function open(directory: string): Host {
	const config = readRehearsalHost(directory);
	const account = processAccount(config);
	return hostOf(realSystem(account), config, directory, account, () => {});
}

/**
 * Starts what a rehearsal host needs: the sink, the installations' queue runners and, once something is deployed,
 * Exim. What runs already is left alone.
 * In: the directory, and how to call this program (`["/usr/bin/node", "dist/listkeeper.mjs"]`) for the sink; null
 * starts no sink, for a caller that has its own.
 * Throws HostFailure when one of them does not come up.
 */
export async function startRehearsalHost(
	directory: string,
	program: readonly string[] | null,
): Promise<Running> {
	const host = open(directory);
	const { config, system } = host;
	if (program !== null) await startSink(host, directory, program);
	for (const { prefix } of config.installations)
		if (mailmanState(host, prefix).master === null) await mailmanctl(host, prefix, "start");
	if (eximDaemon(host) === null && system.facts(liveEximFile(config)) !== null) {
		await startExim(host);
		const { addresses, port } = listensOn(host);
		for (const address of addresses) await refuseSilence(host, "Exim", address, port);
	}
	return runningOf(host, directory);
}

/** Stops all of it, each by its process id, and waits until the processes are gone. */
export async function stopRehearsalHost(directory: string): Promise<void> {
	const host = open(directory);
	const daemon = eximDaemon(host);
	if (daemon !== null) await stopExim(host, daemon);
	for (const { prefix } of host.config.installations) await stopMailman(host, prefix);
	const sink = sinkProcess(host, directory);
	if (sink === null) return;
	host.system.signal(sink, "SIGTERM");
	await awaitThat(host.system, limitMs(host, "observe"), async () =>
		sinkProcess(host, directory) === null ? null : "still there",
	);
}

/** What runs now. */
export const rehearsalRunning = (directory: string): Running => runningOf(open(directory), directory);

const runningOf = (host: Host, directory: string): Running => ({
	exim: eximDaemon(host)?.pid ?? null,
	sink: sinkProcess(host, directory),
	mailman: host.config.installations.map(({ prefix }) => ({
		prefix,
		pid: mailmanState(host, prefix).master?.pid ?? null,
	})),
});

/** The sink's process id, if what has that number is a sink of this directory. */
function sinkProcess(host: Host, directory: string): number | null {
	const pid = Number.parseInt(host.system.read(layoutOf(directory).sinkPid) ?? "", 10);
	const argv = processWith(host.system, pid)?.argv ?? [];
	return argv.includes("sink") && argv.includes(directory) ? pid : null;
}

async function startSink(host: Host, directory: string, program: readonly string[]) {
	const port = host.config.target.sinkPort;
	if (port === null || sinkProcess(host, directory) !== null) return;
	const [command = "", ...args] = program;
	const child = spawn(command, [...args, "rehearsal", "sink", "--root", directory], {
		detached: true,
		stdio: "ignore",
		cwd: "/",
		// Otherwise it becomes the host's user by itself, wherever its file lies.
		...(host.account && !canBecome() ? host.account : {}),
	});
	// A program that can't be started shows in the silence below.
	child.on("error", () => {});
	child.unref();
	await refuseSilence(host, "The sink", "127.0.0.1", port);
}

/** Throws unless a banner comes from the port within the time that `observe` has. */
async function refuseSilence(host: Host, who: string, address: string, port: number) {
	const reason = await awaitThat(host.system, limitMs(host, "observe"), async () =>
		(await host.system.banner(address, port, limitMs(host, "observe"))) === null ? "nobody listens" : null,
	);
	if (reason === null) return;
	throw new HostFailure(
		"environment",
		diagnosisOf(
			"rehearsal-silent",
			`${who} does not answer on ${address} port ${port}.`,
			`See whether another program has the port (\`ss -ltnp\`), and the log in ${host.config.target.runtime?.logDirectory ?? "the host's directory"}.`,
		),
	);
}
