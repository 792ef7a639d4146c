import type { DeployResult } from "@/lib/core/host/events";
import type { Release } from "@/lib/core/release/types";
import { type Host, sayDiagnosis } from "../context";
import { staleCompiled } from "../drift";
import { failureOf } from "../environment";
import { eximDaemon } from "../exim-daemon";
import { eximWeaves } from "../exim-weaves";
import type { Journal } from "../journal";
import { mailmanState } from "../mailman";
import { discard, resultOf } from "../result";
import { revert } from "../revert";
import { refOf, type StoredRelease } from "../store";
import { ownMmCfg, planWeaves } from "../weaves";
import { clock, stillLive } from "../words";
import { changedInstallations } from "./changed";
import { check } from "./check";
import { commit } from "./commit";
import { type Course, journalled } from "./course";
import { observe } from "./observe";
import { type Reloaded, reload } from "./reload";
import { stage } from "./stage";
import { swap } from "./swap";

/** The journal of something about to begin: how the world is now, and what will have to change in it. */
export async function openJournal(
	host: Host,
	about: Pick<Journal, "kind" | "actor">,
	candidate: StoredRelease,
	previous: StoredRelease | null,
): Promise<Journal> {
	const weaves = [
		...planWeaves(host, previous?.system ?? null, candidate.system),
		...(await eximWeaves(host)),
	];
	const prefixes = new Set(
		[candidate, previous].flatMap((one) => one?.system.installations ?? []).map((i) => i.prefix),
	);
	return {
		...about,
		at: host.system.now(),
		step: "lock",
		release: refOf(candidate),
		previous: previous && refOf(previous),
		foreign: previous === null ? host.system.readLink(host.paths.current) : null,
		before: {
			exim: eximDaemon(host) !== null,
			mailman: [...prefixes]
				.map((prefix) => ({ prefix, state: mailmanState(host, prefix) }))
				.filter(({ state }) => state.master !== null)
				.map(({ prefix, state }) => ({ prefix, runners: state.runners.map((runner) => runner.pid) })),
		},
		weaves,
		restart: restartsOf(
			host,
			weaves.map((weave) => weave.file),
			candidate,
			previous,
		),
		sessionsBroken: [],
		deadline: null,
	};
}

/** Installations that have to read their settings anew: they changed, their line did, or a compiled copy hides them. */
function restartsOf(
	host: Host,
	files: readonly string[],
	candidate: StoredRelease,
	previous: StoredRelease | null,
): string[] {
	const also = [candidate, previous]
		.flatMap((one) => one?.system.installations ?? [])
		.map((one) => one.prefix)
		.filter((prefix) => files.includes(ownMmCfg(prefix)) || staleCompiled(host, prefix).length > 0);
	return [...new Set([...changedInstallations(previous, candidate), ...also])];
}

/** A failure before anything was live: what was staged goes, and the old release was never touched. */
function refused(course: Course): DeployResult {
	const { host, journal, previous } = course;
	try {
		discard(host, journal);
	} catch (error) {
		// The journal stands, so the next start of the program takes away what is left.
		sayDiagnosis(host, null, failureOf(error).diagnosis);
	}
	return resultOf(host, "refused", stillLive(previous));
}

async function goneBack(course: Course, why: string): Promise<DeployResult> {
	const { host, journal, candidate, previous } = course;
	const attention = await revert(host, journal);
	if (attention) {
		sayDiagnosis(host, null, attention);
		return resultOf(host, "attention", attention.sentence, candidate.number);
	}
	const back = previous ? `Release ${previous.number} is live again` : "No release is live, as before";
	return resultOf(
		host,
		"reverted",
		`${back}: release ${candidate.number} was taken back. ${why}`,
		candidate.number,
	);
}

/**
 * The six steps after the lock.
 * In: the course with its journal not yet written, the release to write (null where it lies there already), and
 * minutes until it reverts unless confirmed. Whatever fails, one whole release is live at the end or the outcome
 * is `attention`.
 */
export async function follow(
	start: Course,
	release: Release | null,
	confirmMinutes: number | null,
): Promise<DeployResult> {
	const course = start;
	const { host, candidate, previous } = course;
	let runners: Record<string, number> = {};
	try {
		if (release) await journalled(course, "stage", () => stage(course, release));
		await journalled(course, "check", async () => {
			const checked = await check(course);
			runners = checked.runners;
			course.journal = { ...course.journal, sessionsBroken: checked.sessionsBroken };
			return checked.evidence;
		});
	} catch {
		return refused(course);
	}
	try {
		const prefixes = candidate.system.installations.map((one) => one.prefix);
		let reloaded: Reloaded = { oldRunners: new Map() };
		await journalled(course, "swap", () => swap(host, course.journal));
		await journalled(course, "reload", async () => {
			const done = await reload(host, course.journal.restart, prefixes, true);
			reloaded = done.reloaded;
			return done.evidence;
		});
		await journalled(course, "observe", () => observe(course, runners, reloaded));
		if (confirmMinutes !== null && previous !== null) {
			const ms = confirmMinutes * 60_000;
			course.journal.deadline = { at: host.system.now() + ms, uptime: host.system.uptime() + ms };
		}
		await journalled(course, "commit", () => commit(host, course.journal, runners));
	} catch (error) {
		return goneBack(course, failureOf(error).diagnosis.sentence);
	}
	const { deadline } = course.journal;
	return deadline === null
		? resultOf(host, "live", `Release ${candidate.number} is live.`, candidate.number)
		: resultOf(
				host,
				"pending",
				`Release ${candidate.number} is live, and release ${previous?.number} comes back at ${clock(deadline.at)} unless it is confirmed.`,
				candidate.number,
			);
}
