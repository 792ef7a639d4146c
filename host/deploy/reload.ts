import { abreast, together } from "../abreast";
import { type Host, say } from "../context";
import { eximDaemon, reloadExim, startExim, stopExim } from "../exim-daemon";
import type { Journal } from "../journal";
import { mailmanctl, mailmanState, removeCompiled, stopMailman } from "../mailman";

/** What a reload did, for `observe` to hold the world against. */
export type Reloaded = {
	/** By prefix, the runners of before: all of them have to be gone. */
	oldRunners: ReadonlyMap<string, readonly number[]>;
};

/** Has Exim read the live release, or starts it where it is to run. Out: evidence. */
async function reloadOrStart(host: Host, start: boolean): Promise<string> {
	const daemon = eximDaemon(host);
	if (daemon) await reloadExim(host, daemon);
	else if (start) await startExim(host);
	else return "Exim isn't running, as before";
	return daemon ? `Exim (process ${daemon.pid}) was told to read it` : "Exim was started";
}

/**
 * Has Exim and the installations that need it read the live release.
 * In: the prefixes whose settings changed, those that are to run, and whether Exim is.
 * Out: evidence, and what `observe` needs.
 */
export async function reload(
	host: Host,
	restart: readonly string[],
	running: readonly string[],
	exim: boolean,
): Promise<{ evidence: string; reloaded: Reloaded }> {
	const oldRunners = new Map<string, number[]>();
	const mailman = async (prefix: string): Promise<string[]> => {
		const { master, runners } = mailmanState(host, prefix);
		const changed = restart.includes(prefix);
		if (changed) removeCompiled(host, prefix);
		if (master === null) return running.includes(prefix) ? [await call(host, prefix, "start")] : [];
		if (!changed) return [];
		oldRunners.set(
			prefix,
			runners.map((runner) => runner.pid),
		);
		return [await call(host, prefix, "restart")];
	};
	const [read, did] = await together(
		() => reloadOrStart(host, exim),
		() => abreast([...new Set([...restart, ...running])], mailman),
	);
	return { evidence: `${[read, ...did.flat()].join("; ")}.`, reloaded: { oldRunners } };
}

async function call(host: Host, prefix: string, word: "start" | "restart"): Promise<string> {
	for (const line of await mailmanctl(host, prefix, word)) say(host, "reload", line);
	return `Mailman in ${prefix} was asked to ${word}`;
}

/** Brings a runner that gave up (`maximum restart limit`) back: a restart doesn't, stop and start does (facts, section 5). */
export async function startAfresh(host: Host, prefix: string) {
	await stopMailman(host, prefix);
	await mailmanctl(host, prefix, "start");
}

/** Stops what a first deployment started, where no release is left to run it on. */
export async function stopWhatWasStarted(host: Host, before: Journal["before"], prefixes: readonly string[]) {
	const daemon = eximDaemon(host);
	if (daemon && !before.exim) await stopExim(host, daemon);
	// It ran on the host's own configuration, and reads that again.
	else if (daemon && host.config.target.layout === "woven") await reloadExim(host, daemon);
	for (const prefix of prefixes)
		if (!before.mailman.some((one) => one.prefix === prefix)) await stopMailman(host, prefix);
}
