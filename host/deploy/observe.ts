import { diagnoseLog } from "@/lib/core/checks/diagnose";
import { abreast, together } from "../abreast";
import { needAddresses } from "../checks/addresses";
import { liveEximFile } from "../config";
import { awaitThat, type Host, limitMs } from "../context";
import { diagnosisOf, errno, HostFailure } from "../errors";
import { eximDaemon, listensOn, reloadExim } from "../exim-daemon";
import { eximLog } from "../exim-log";
import { knownAs, mailmanState } from "../mailman";
import { signalIfThere } from "../processes";
import { stagedOn } from "../staged";
import type { ReleaseRef } from "../store";
import type { Course } from "./course";
import { type Reloaded, startAfresh } from "./reload";

/** How a daemon that has read a release greets on loopback. */
const greets = (banner: string, release: ReleaseRef) => banner.endsWith(` release ${release.directory}`);

const STALE = "answers for another configuration";
const NOBODY = "Nothing answers";

/** Why Exim isn't seen to run a release, or null once it is. */
async function lookAtExim(host: Host, release: ReleaseRef): Promise<string | null> {
	const { addresses, port } = listensOn(host);
	const daemon = eximDaemon(host);
	for (const address of addresses) {
		let banner: string | null;
		try {
			banner = await host.system.banner(address, port, limitMs(host, "observe"));
		} catch (error) {
			return `Port ${port} on ${address} took the connection and said nothing (${errno(error)}).`;
		}
		if (banner === null) return `${NOBODY} on ${address} port ${port}.`;
		if (!banner.startsWith("220")) return `Port ${port} on ${address} answered “${banner}”.`;
		if (!greets(banner, release))
			return daemon
				? `Port ${port} on ${address} ${STALE}: “${banner}”.`
				: `Port ${port} on ${address} belongs to another program, which answers “${banner}”.`;
	}
	if (daemon === null) return "The port answers, but the pid file names no listening Exim.";
	const { queueInterval } = host.config.exim;
	if (queueInterval !== null && !daemon.argv.some((word) => /^-q/.test(word)))
		return `Exim (process ${daemon.pid}) runs no queue.`;
	return null;
}

/** How long a daemon may go on as if it had not been told, in ms, until it is told once more. */
const TELL_AGAIN_MS = 2_000;

/**
 * Waits until Exim is seen to run a release, and helps it over two moments in which it doesn't hear (Exim's daemon.c):
 * - While it starts itself anew it ignores SIGHUP. One that still greets for what it read before is told again.
 * - Where a child that it has just forked still holds the port, it can't open it and sleeps for half a minute before it
 *   tries again. SIGUSR1, by which exiwhat(8) asks a process what it does, ends that sleep.
 */
async function awaitExim(host: Host, release: ReleaseRef): Promise<string | null> {
	let told = host.system.uptime();
	return awaitThat(host.system, limitMs(host, "observe"), async () => {
		const reason = await lookAtExim(host, release);
		const daemon = eximDaemon(host);
		if (reason === null || daemon === null || host.system.uptime() - told < TELL_AGAIN_MS) return reason;
		if (reason.includes(STALE)) await reloadExim(host, daemon);
		else if (reason.startsWith(NOBODY)) signalIfThere(host.system, daemon.pid, "SIGUSR1");
		else return reason;
		told = host.system.uptime();
		return reason;
	});
}

/**
 * Waits until the port greets with the release's name. Out: evidence.
 * Throws HostFailure with what was seen instead, and with what Exim logged since it was asked for.
 */
export async function observeExim(host: Host, release: ReleaseRef): Promise<string> {
	const since = host.system.now();
	const reason = await awaitExim(host, release);
	const { port } = listensOn(host);
	if (reason === null)
		return `Port ${port} greets with release ${release.number}, its queue runner lives (process ${eximDaemon(host)?.pid})`;
	const foreign = reason.includes("another program");
	const said = eximLog(host, since);
	const [known] = diagnoseLog(said, stagedOn(host), liveEximFile(host.config));
	throw new HostFailure(
		"environment",
		diagnosisOf(
			foreign ? "port-taken" : "exim-not-seen",
			known && !foreign ? `${reason} ${known.sentence}` : reason,
			foreign
				? `Find the program with \`ss -ltnp sport = :${port}\`, stop it or give this host another port, then deploy again.`
				: (known?.remedy ??
						"Look at the end of Exim's main and panic logs, put right what they say, then deploy again."),
			{ said },
		),
	);
}

function lookAtMailman(host: Host, prefix: string, whole: number, old: readonly number[]): string | null {
	const { master, runners } = mailmanState(host, prefix);
	if (master === null) return `Mailman in ${prefix} isn't running: nobody living holds its master lock.`;
	const stayed = runners.filter((runner) => old.includes(runner.pid));
	if (stayed.length > 0) return `Mailman in ${prefix} still runs ${stayed.length} of its old queue runners.`;
	if (runners.length < whole)
		return `Mailman in ${prefix} runs ${runners.length} of its ${whole} queue runners.`;
	return null;
}

/**
 * Waits until an installation's runners live, all of them new where it was restarted. To `mend` is to start runners
 * that gave up afresh, once. Out: how many run. Throws HostFailure with what was seen instead.
 */
async function observeMailman(
	host: Host,
	prefix: string,
	whole: number,
	old: readonly number[],
	mend: boolean,
): Promise<number> {
	const look = async () => lookAtMailman(host, prefix, whole, old);
	let reason = await awaitThat(host.system, limitMs(host, "observe") / 2, look);
	if (reason !== null && mend) {
		await startAfresh(host, prefix);
		reason = await awaitThat(host.system, limitMs(host, "observe") / 2, look);
	}
	if (reason === null) return mailmanState(host, prefix).runners.length;
	const { mailmanctl, simulated } = knownAs(host, prefix);
	throw new HostFailure(
		"environment",
		diagnosisOf(
			"mailman-not-seen",
			`${reason}${simulated ? " (simulated)" : ""}`,
			`Run \`${mailmanctl} -s start\` by hand and look at ${prefix}/logs/error and ${prefix}/logs/qrunner, then deploy again.`,
		),
	);
}

/**
 * Waits for every installation that is to run.
 * In: their prefixes, how many runners each has when it is whole (at least one), and what `reload` did. Out: evidence.
 */
export async function observeAllMailman(
	host: Host,
	prefixes: readonly string[],
	whole: Readonly<Record<string, number>>,
	{ oldRunners }: Reloaded,
	mend = true,
): Promise<string> {
	const counts = await abreast(prefixes, (prefix) =>
		observeMailman(host, prefix, whole[prefix] ?? 1, oldRunners.get(prefix) ?? [], mend),
	);
	const runners = counts.reduce((sum, count) => sum + count, 0);
	return prefixes.length === 0
		? "no Mailman installation to look at"
		: `${runners} queue runners live in ${prefixes.join(", ")}`;
}

/** Sees with our own eyes that the candidate is what runs, and that mail goes where it should under it. Out: evidence. */
export async function observe(
	{ host, candidate, tests }: Course,
	runners: Readonly<Record<string, number>>,
	reloaded: Reloaded,
): Promise<string> {
	const file = liveEximFile(host.config);
	const prefixes = candidate.system.installations.map((one) => one.prefix);
	const seen = await together(
		() => observeExim(host, candidate),
		() => needAddresses(host, "observe", file, candidate.system, tests),
		() => observeAllMailman(host, prefixes, runners, reloaded),
	);
	return `${seen.join("; ")}.`;
}
