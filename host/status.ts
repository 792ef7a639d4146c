import type { HostStatus } from "@/lib/core/host/events";
import type { HostProfile } from "@/lib/core/host/profile";
import { difference } from "@/lib/core/weave/difference";
import { readAttention } from "./attention";
import { liveEximFile } from "./config";
import type { Host } from "./context";
import { bannerDrift, findDrift, runningIn } from "./drift";
import { queueLength } from "./exim";
import { eximDaemon, listensOn } from "./exim-daemon";
import { eximVersion } from "./exim-version";
import { eximDifferences, weavingId } from "./exim-weaves";
import { findInstallations } from "./found";
import { readJournal } from "./journal";
import { lockHolder } from "./lock";
import { knownAs, mailmanState } from "./mailman";
import { readPending } from "./pending";
import { readNote } from "./sentinel";
import { keptReleases, liveRelease, type StoredRelease, summaryOf } from "./store";
import { plural } from "./words";

/** A banner that keeps us longer than this is no banner. */
const BANNER_MS = 3_000;

/** The directory of the release with which Exim greets; null where it doesn't, or names none. */
export async function runningRelease(host: Host): Promise<string | null> {
	const { addresses, port } = listensOn(host);
	return runningIn(await host.system.banner(addresses[0] ?? "127.0.0.1", port, BANNER_MS).catch(() => null));
}

async function eximStatus(host: Host): Promise<HostStatus["exim"]> {
	const daemon = eximDaemon(host);
	const { addresses, port } = listensOn(host);
	const banner = await host.system.banner(addresses[0] ?? "127.0.0.1", port, BANNER_MS).catch(() => null);
	const detail =
		daemon && banner
			? `Listens on port ${port}.`
			: daemon
				? `Process ${daemon.pid} runs, but port ${port} doesn't answer.`
				: banner
					? `Not running; another program has port ${port}.`
					: "Not running.";
	return { running: daemon !== null && banner !== null, pid: daemon?.pid ?? null, banner, detail };
}

function mailmanStatus(host: Host, prefix: string, whole: number): HostStatus["mailman"][number] {
	const { master, runners } = mailmanState(host, prefix);
	const detail =
		master === null
			? "Not running: nobody living holds the master lock."
			: runners.length < whole
				? `${runners.length} of ${plural(whole, "queue runner")} live.`
				: `${plural(runners.length, "queue runner")} live.`;
	return {
		prefix,
		simulated: knownAs(host, prefix).simulated,
		running: master !== null && runners.length >= whole,
		runners: runners.length,
		detail,
	};
}

async function profileOf(host: Host): Promise<HostProfile> {
	return {
		kind: host.config.kind,
		target: host.config.target,
		exim: await eximVersion(host),
		found: findInstallations(host),
	};
}

const liveOf = (live: StoredRelease | null): HostStatus["live"] =>
	live && { ...summaryOf(live), system: live.system };

/** What differs; who runs what is asked of a host at rest only, and where the link itself isn't amiss. */
function drifted(host: Host, live: StoredRelease | null, banner: string | null, idle: boolean) {
	const drift = findDrift(host, live);
	const atRest = idle && readJournal(host.system, host.state) === null && readAttention(host) === null;
	return atRest && !drift.some((one) => one.path === host.paths.current)
		? [...drift, ...bannerDrift(host, banner, live)]
		: drift;
}

/** Bytes, each a character, as the text they are. */
const asText = (bytes: string | null) =>
	bytes === null ? null : Buffer.from(bytes, "latin1").toString("utf8");

/** What of the host's own Exim configuration the first deployment would change. */
function weavingOf(host: Host): NonNullable<HostStatus["weaving"]> | null {
	const { files, problems } = eximDifferences(host);
	if (files.length + problems.length === 0) return null;
	return {
		id: problems.length > 0 ? null : weavingId(files),
		files: files.map(({ file, from, to }) => ({
			file,
			kind: from === null ? "new" : to === null ? "gone" : "changed",
			lines: difference(asText(from), asText(to)),
		})),
		problems,
	};
}

/** Everything that can be seen of a host now. Reads only. */
export async function hostStatus(host: Host): Promise<HostStatus> {
	const { system, state } = host;
	const live = liveRelease(system, state);
	const [profile, exim] = await Promise.all([profileOf(host), eximStatus(host)]);
	const managed = live?.system.installations.map((one) => one.prefix) ?? [];
	const prefixes = new Set([...managed, ...profile.found.map((one) => one.prefix)]);
	const holder = lockHolder(system, state);
	const pending = readPending(system, state);
	return {
		at: system.now(),
		profile,
		live: liveOf(live),
		releases: keptReleases(system, state).map(summaryOf),
		exim,
		mailman: [...prefixes].map((prefix) => mailmanStatus(host, prefix, live?.runners[prefix] ?? 1)),
		queued: live && profile.exim ? await queueLength(host, liveEximFile(host.config)) : null,
		drift: drifted(host, live, exim.banner, holder === null),
		lock: holder && { actor: holder.actor, since: holder.since, pid: holder.pid },
		pending: pending && {
			release: pending.release.id,
			number: pending.release.number,
			deadline: pending.deadline,
		},
		attention: readAttention(host),
		upgrade: readNote(host)?.upgrade ?? null,
		weaving: live === null ? weavingOf(host) : null,
	};
}
