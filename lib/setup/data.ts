import "server-only";
import { db } from "@/lib/kernel/db";
import type { RunKind, RunState, SetupRun } from "./schema";
import type { Way } from "./steps";
import { nothingTold, told } from "./told";

/** What was noted of a host's set-up; null where nobody began one. Times in ms since 1970. */
export type Setup = {
	done: string[];
	way: Way | null;
	reviewed: string | null;
	/** The lines in the host's own configuration that were agreed to with the review. */
	weaving: string | null;
	startedBy: string;
	finishedAt: number | null;
};

const list = (text: string): string[] => {
	const read: unknown = JSON.parse(text);
	return Array.isArray(read) ? read.filter((one) => typeof one === "string") : [];
};

export async function readSetup(hostId: string): Promise<Setup | null> {
	const row = await db.hostSetup.findUnique({ where: { hostId } });
	return (
		row && {
			done: list(row.done),
			way: row.way === "import" || row.way === "fresh" ? row.way : null,
			reviewed: row.reviewed,
			weaving: row.weaving,
			startedBy: row.startedBy,
			finishedAt: row.finishedAt?.getTime() ?? null,
		}
	);
}

export async function readRun(hostId: string, kind: RunKind): Promise<SetupRun | null> {
	const row = await db.setupRun.findUnique({ where: { hostId_kind: { hostId, kind } } });
	if (!row) return null;
	const read = told.safeParse(JSON.parse(row.told));
	return {
		runId: row.runId,
		releaseId: row.releaseId,
		state: row.state as RunState,
		startedAt: row.startedAt.getTime(),
		finishedAt: row.finishedAt?.getTime() ?? null,
		by: row.by,
		told: read.success ? read.data : nothingTold(),
	};
}

/** Whether anybody has looked at a host. */
export const hasLook = async (hostId: string): Promise<boolean> =>
	(await db.hostLook.count({ where: { hostId } })) > 0;

/** How many installations and domains are wanted on a host. */
export async function countWanted(hostId: string): Promise<{ installations: number; domains: number }> {
	const [installations, domains] = await Promise.all([
		db.installation.count({ where: { hostId } }),
		db.domain.count({ where: { hostId } }),
	]);
	return { installations, domains };
}
