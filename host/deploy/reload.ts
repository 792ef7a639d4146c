import type { MailSystem } from "@/lib/core/system/mail-system";
import { type Host, say } from "../context";
import { eximDaemon, reloadExim, startExim, stopExim } from "../exim-daemon";
import type { Journal } from "../journal";
import { mailmanctl, mailmanState, removeCompiled, stopMailman } from "../mailman";

/** What a reload did, for `observe` to hold the world against. */
export type Reloaded = {
	/** By prefix, the runners of before: all of them have to be gone. */
	oldRunners: ReadonlyMap<string, readonly number[]>;
};

/**
 * Has Exim and the installations that need it read the live release.
 * In: the prefixes whose settings changed, and how many runners an installation has when it is whole.
 */
export async function reload(
	host: Host,
	system: MailSystem,
	restart: readonly string[],
): Promise<{ evidence: string; reloaded: Reloaded }> {
	const daemon = eximDaemon(host);
	if (daemon) await reloadExim(host, daemon);
	else await startExim(host);
	const did = [daemon ? `Exim (process ${daemon.pid}) was told to read it` : "Exim was started"];
	const oldRunners = new Map<string, number[]>();
	const managed = new Set(system.installations.map((one) => one.prefix));
	for (const prefix of new Set([...restart, ...managed])) {
		const before = mailmanState(host, prefix);
		const changed = restart.includes(prefix);
		if (changed) removeCompiled(host, prefix);
		if (before.master === null) {
			if (managed.has(prefix)) did.push(await call(host, prefix, "start"));
		} else if (changed) {
			oldRunners.set(
				prefix,
				before.runners.map((runner) => runner.pid),
			);
			did.push(await call(host, prefix, "restart"));
		}
	}
	return { evidence: `${did.join("; ")}.`, reloaded: { oldRunners } };
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
export async function stopWhatWasStarted(host: Host, journal: Journal, prefixes: readonly string[]) {
	const daemon = eximDaemon(host);
	if (daemon && !journal.before.exim) await stopExim(host, daemon);
	for (const prefix of prefixes)
		if (!journal.before.mailman.includes(prefix)) await stopMailman(host, prefix);
}
