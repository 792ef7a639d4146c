import { z } from "zod";
import { diagnosisOf, errno, HostFailure } from "./errors";
import { processWith } from "./processes";
import { statePaths } from "./store";
import type { Observations, System } from "./system";

const holder = z.object({
	actor: z.string(),
	/** Milliseconds since 1970. */
	since: z.number(),
	pid: z.number(),
	/** With the pid, names one process only. */
	started: z.number(),
	/** What it does, as in `deploy`. */
	verb: z.string(),
});
type Holder = z.infer<typeof holder>;

/** Who holds a host's lock, where a living process does. */
export function lockHolder(system: Observations, state: string): Holder | null {
	const text = system.read(statePaths(state).lock);
	if (text === null || text === "") return null;
	let said: unknown;
	try {
		said = JSON.parse(text);
	} catch {
		return null;
	}
	const read = holder.safeParse(said);
	if (!read.success) return null;
	return processWith(system, read.data.pid)?.started === read.data.started ? read.data : null;
}

/** The companion of a killed holder takes a moment to notice; a new holder takes one to write its name. */
const AFTERMATH_MS = 1_000;

/** Lets a lock go. */
export type Unlock = () => Promise<void>;

/**
 * Takes a host's lock, which the kernel keeps and frees by itself however we end: flock(1) holds it in a
 * companion that lives as long as our end of its pipe.
 * In: who takes it and for what, and how long to wait in ms. Throws HostFailure `locked` naming the holder.
 */
export async function takeLock(
	system: System,
	state: string,
	who: { actor: string; verb: string },
	waitMs: number,
): Promise<Unlock> {
	const file = statePaths(state).lock;
	const companion = await compete(system, file, state, waitMs);
	const me: Holder = {
		actor: who.actor,
		verb: who.verb,
		since: system.now(),
		pid: process.pid,
		started: processWith(system, process.pid)?.started ?? 0,
	};
	noteHolder(system, file, JSON.stringify(me));
	return async () => {
		noteHolder(system, file, "");
		await companion.close();
	};
}

/** The name is for people; the lock holds without it, on a full or read-only disk too. */
function noteHolder(system: System, file: string, text: string) {
	try {
		// Not renamed into place: the lock is on this very file.
		system.write(file, text, 0o644);
	} catch (error) {
		if (errno(error) === null) throw error;
	}
}

async function compete(system: System, file: string, state: string, waitMs: number) {
	const patience = system.now() + AFTERMATH_MS;
	for (;;) {
		const companion = await system.accompany([
			"/usr/bin/flock",
			"--timeout",
			String(waitMs / 1_000),
			file,
			"/bin/sh",
			"-c",
			"echo held; exec cat",
		]);
		if ((await companion.firstLine) === "held") return companion;
		await companion.close();
		const nobody = lockHolder(system, state) === null && system.facts(file) !== null;
		if (!nobody || system.now() > patience) throw lockedOut(system, state);
		await system.sleep(20);
	}
}

function lockedOut(system: System, state: string): HostFailure {
	const by = lockHolder(system, state);
	if (system.facts(statePaths(state).lock) === null)
		return new HostFailure(
			"environment",
			diagnosisOf(
				"lock-unwritable",
				`The lock ${statePaths(state).lock} can't be made. Nothing was changed.`,
				"Check that the disk has room and that the state directory belongs to the user this runs as.",
			),
		);
	const name = by ? `${by.actor} (${by.verb}, process ${by.pid})` : "Another program";
	return new HostFailure(
		"locked",
		diagnosisOf(
			"locked",
			`${name} is working on this host${by ? ` since ${new Date(by.since).toISOString()}` : ""}. Nothing was changed.`,
			"Wait until it has finished, look at what it did, and try again.",
		),
	);
}
