import type { HostRequest } from "@/lib/core/host/protocol";
import { liveEximFile } from "./config";
import { type Host, limitMs, say, sayDiagnosis } from "./context";
import { refusePending, withLock } from "./deploy/lock";
import { observeAllMailman } from "./deploy/observe";
import { type Reloaded, reload } from "./deploy/reload";
import { swap } from "./deploy/swap";
import { removeTree } from "./durable";
import { failureOf } from "./environment";
import { diagnosisOf, HostFailure } from "./errors";
import { eximDaemon, linesOf, listensOn, stopExim } from "./exim-daemon";
import { eximUnweaves } from "./exim-weaves";
import { clearJournal, type Journal, writeJournal } from "./journal";
import { mailmanState } from "./mailman";
import { revert } from "./revert";
import { liveRelease, refOf, type StoredRelease } from "./store";
import { prepareWeave, weavesBetween } from "./weaves";

const failed = (code: string, sentence: string, remedy: string, said: string[] = []) =>
	new HostFailure("refused", diagnosisOf(code, sentence, remedy, { said }));

/** Whether Exim would take the host's own configuration once our lines are gone; somebody may have come to need them. */
async function needTheirs(host: Host, journal: Journal) {
	const { config, system } = host;
	const live = liveEximFile(config);
	const coming = journal.weaves.find(({ kind, file }) => kind === "whole" && file === live)?.to;
	if (config.target.layout === "whole" || coming == null) return;
	const copy = `${host.paths.candidate}.conf`;
	try {
		system.write(copy, Buffer.from(coming, "latin1"), 0o644);
		const argv = [config.exim.path, "-C", copy, "-bV"];
		const ran = await system.run({ argv, timeoutMs: limitMs(host, "program") });
		if (ran.status !== 0)
			throw failed(
				"leave-refused",
				"Without Listkeeper's lines Exim would not accept this host's own configuration. Nothing was changed.",
				"Put right what it says, then leave again.",
				linesOf(ran).map((line) => line.replaceAll(copy, live)),
			);
	} finally {
		if (system.facts(copy)) system.removeFile(copy);
	}
}

/** Has everything read what is the host's own again, and looks whether it runs. Out: what was seen. */
async function handBack(host: Host, journal: Journal, live: StoredRelease): Promise<string> {
	const daemon = eximDaemon(host);
	const running = journal.before.mailman.map(({ prefix }) => prefix);
	const { reloaded }: { reloaded: Reloaded } = await reload(
		host,
		running,
		[],
		// A host whose configuration was all ours has none left to run Exim on.
		false,
	).catch((error: unknown) => {
		throw failureOf(error);
	});
	const seen = [await observeAllMailman(host, running, live.runners, reloaded)];
	if (daemon === null) return seen.join("; ");
	if (host.config.target.layout === "whole") {
		await stopExim(host, daemon);
		return [...seen, "Exim was stopped, for it has no configuration now"].join("; ");
	}
	const { addresses, port } = listensOn(host);
	const end = host.system.uptime() + limitMs(host, "observe");
	for (const address of addresses) {
		let banner = await host.system.banner(address, port, limitMs(host, "observe"));
		while (banner === null || !banner.startsWith("220") || / release \d{6,}-/.test(banner)) {
			if (host.system.uptime() > end)
				throw failed("leave-not-seen", `Port ${port} on ${address} answers “${banner ?? ""}”.`, "");
			await host.system.sleep(50);
			banner = await host.system.banner(address, port, limitMs(host, "observe")).catch(() => null);
		}
	}
	return [...seen, `Exim (process ${daemon.pid}) runs on this host's own configuration`].join("; ");
}

/** Takes away what lies in the state directory; copies of hand edits that a deployment replaced are their owner's. */
function clearState(host: Host) {
	const { system, paths } = host;
	for (const one of [paths.releases, paths.canary, paths.candidate, paths.weaving]) removeTree(system, one);
	for (const one of [paths.sentinel, paths.attention, paths.pending])
		if (system.facts(one)) system.removeFile(one);
}

/**
 * Hands a host back: every line of Listkeeper's is taken out of its Exim and Mailman configuration, byte for byte, and
 * both read what is left. What an administrator has edited since stays. Killed on the way it is taken back by `recover`.
 * Out: what was done, in a sentence. Throws HostFailure, with what was live then still live.
 */
export const leave = (host: Host, request: Pick<HostRequest, "actor">): Promise<string> =>
	withLock(host, { ...request, verb: "leave" as HostRequest["verb"] }, async () => {
		refusePending(host);
		const live = liveRelease(host.system, host.state);
		const weaves = [...weavesBetween(host, live?.system ?? null, null), ...(await eximUnweaves(host))];
		if (live === null) {
			clearState(host);
			return "Nothing of Listkeeper's was live on this host; what was kept is removed.";
		}
		const prefixes = live.system.installations.map(({ prefix }) => prefix);
		const journal: Journal = {
			kind: "leave",
			actor: request.actor,
			at: host.system.now(),
			step: "check",
			release: null,
			previous: refOf(live),
			foreign: null,
			before: {
				exim: eximDaemon(host) !== null,
				mailman: prefixes
					.map((prefix) => ({ prefix, state: mailmanState(host, prefix) }))
					.filter(({ state }) => state.master !== null)
					.map(({ prefix, state }) => ({ prefix, runners: state.runners.map(({ pid }) => pid) })),
			},
			weaves,
			restart: prefixes,
			sessionsBroken: [],
			deadline: null,
		};
		await needTheirs(host, journal);
		for (const weave of weaves) prepareWeave(host, weave);
		writeJournal(host.system, host.state, { ...journal, step: "swap" });
		let seen: string;
		try {
			swap(host, journal);
			for (const { file } of weaves) say(host, null, `${file} is without Listkeeper's lines.`);
			seen = await handBack(host, journal, live);
		} catch (error) {
			const { diagnosis } = failureOf(error);
			const attention = await revert(host, journal);
			if (attention) sayDiagnosis(host, null, attention);
			throw failed(
				"leave-failed",
				`${diagnosis.sentence} ${attention ? attention.sentence : `Release ${live.number} is live again.`}`,
				diagnosis.remedy,
				diagnosis.said,
			);
		}
		clearJournal(host.system, host.state);
		clearState(host);
		return `This host is its own again: ${seen}.`;
	});
