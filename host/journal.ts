import { z } from "zod";
import { STEPS } from "@/lib/core/host/protocol";
import { removeDurably, removeIfThere, replaceFile, unfinished } from "./durable";
import { releaseRef, statePaths } from "./store";
import type { Observations, System } from "./system";

/**
 * A change of a file that isn't a release's. `line`: the one that stood at its end, and the one that is to stand there.
 * `whole`: all of its bytes, each as one character. `link`: where a link leads. Null is none.
 */
const weave = z.object({
	kind: z.enum(["line", "whole", "link"]).default("line"),
	file: z.string(),
	from: z.string().nullable(),
	to: z.string().nullable(),
});
export type Weave = z.infer<typeof weave>;

/**
 * What is being done, written before it is done. It stands for exactly as long as a deployment or a
 * roll back is under way, so after a crash it says what to undo or to finish.
 */
export const journal = z.object({
	kind: z.enum(["deploy", "rollback", "leave"]),
	actor: z.string(),
	/** Milliseconds since 1970. */
	at: z.number(),
	/** The step that was about to begin; `revert` once going back was decided. */
	step: z.enum([...STEPS, "revert"]),
	/** What is to become live; null until its directory's name is known. */
	release: releaseRef.nullable(),
	/** What was live. */
	previous: releaseRef.nullable(),
	/** Where the link led instead, if somebody had pointed it out of the releases: going back restores that too. */
	foreign: z.string().nullable(),
	/** What ran before anything was touched, runners by their pids: a revert owes no more than this. */
	before: z.object({
		exim: z.boolean(),
		mailman: z.array(z.object({ prefix: z.string(), runners: z.array(z.number()) })),
	}),
	/** What happens to Listkeeper's lines in each `mm_cfg.py`, and in the host's own Exim configuration. */
	weaves: z.array(weave),
	/** Prefixes whose `mm_cfg.py` differs between the two releases. */
	restart: z.array(z.string()),
	/** Names of the sessions that no longer hold, where its actor wants it nonetheless. */
	sessionsBroken: z.array(z.string()).default([]),
	/** When it reverts unless confirmed, in ms since 1970 and by the machine's uptime; null where it needn't be. */
	deadline: z.object({ at: z.number(), uptime: z.number() }).nullable(),
});
export type Journal = z.infer<typeof journal>;

/** What stands in the journal; null when nothing is under way. An unreadable journal throws. */
export function readJournal(system: Observations, state: string): Journal | null {
	const text = system.read(statePaths(state).journal);
	return text === null ? null : journal.parse(JSON.parse(text));
}

/**
 * Steps whose note has to outlast a loss of power: from the swap on the link may have moved, and from the commit on
 * nothing is taken back. The others' only have to outlast us: recovering does the same before and after each.
 */
const LASTING: readonly Journal["step"][] = ["swap", "commit", "revert"];

export function writeJournal(system: System, state: string, content: Journal) {
	const { journal: file } = statePaths(state);
	const text = `${JSON.stringify(content)}\n`;
	if (LASTING.includes(content.step)) replaceFile(system, file, text, 0o600);
	else {
		removeIfThere(system, unfinished(file));
		system.write(unfinished(file), text, 0o600);
		system.rename(unfinished(file), file);
	}
}

export function clearJournal(system: System, state: string) {
	removeDurably(system, statePaths(state).journal);
}
