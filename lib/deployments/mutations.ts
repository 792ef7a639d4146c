import "server-only";
import type { HostEvent, HostStatus } from "@/lib/core/host/events";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { audited } from "@/lib/kernel/audit";
import { db, unaudited, writing } from "@/lib/kernel/db";
import { HostFailed } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import { wake } from "@/lib/kernel/wake";
import { openDeployments } from "./data";
import { type DeploymentKind, deploymentTopic, type Ending, endingOf, settle } from "./schema";

/** Events are written in portions: a large host answers thousands of tests in a second. */
const PORTION_MS = 80;

const held = globalThis as typeof globalThis & { listkeeperFollowed?: Set<string> };
held.listkeeperFollowed ??= new Set();
/** The deployments whose host this process is listening to. */
const followed = held.listkeeperFollowed;
export const isFollowed = (id: string): boolean => followed.has(id);

type Beginning = {
	hostId: string;
	kind: DeploymentKind;
	number: number | null;
	/** The id that was reviewed, and the one that was live then. */
	releaseId: string;
	baseId: string | null;
	/** Null where a release was made elsewhere and its settings were never heard. */
	system: MailSystem | null;
	note: string;
	confirmMinutes: number | null;
	actor: { id: string; name: string };
};

const progress = () => unaudited("how far a deployment has come");

/** So many of a host's deployments keep their events, which may be thousands each; older ones keep their ending. */
const EVENTS_KEPT = 200;

async function forgetOldEvents(hostId: string) {
	const [oldest] = await db.deployment.findMany({
		where: { hostId },
		orderBy: { startedAt: "desc" },
		skip: EVENTS_KEPT - 1,
		take: 1,
		select: { startedAt: true },
	});
	if (oldest)
		await progress().deploymentEvent.deleteMany({
			where: { deployment: { hostId, startedAt: { lt: oldest.startedAt } } },
		});
}

/** Notes a deployment before the host hears of it. Out: its id. */
export async function beginDeployment({ actor, system, ...row }: Beginning): Promise<string> {
	await forgetOldEvents(row.hostId);
	const { id } = await writing().deployment.create({
		data: {
			...row,
			system: JSON.stringify(system),
			state: "running",
			actorId: actor.id,
			actorName: actor.name,
		},
		select: { id: true },
	});
	return id;
}

async function writeEvents(id: string, after: number, events: readonly HostEvent[]) {
	await progress().deploymentEvent.createMany({
		data: events.map((event, i) => ({
			deploymentId: id,
			seq: after + i + 1,
			event: JSON.stringify(event),
		})),
	});
	wake(deploymentTopic(id));
}

/** What is one's own to be told in the audit: an end, and the waiting for one. */
const TOLD: ReadonlySet<string> = new Set(["live", "pending", "refused", "reverted", "attention", "failed"]);

/** Notes how a deployment ended, with a row of the audit for whoever began it, and tells the pages that show it. */
export async function noteEnding(id: string, ending: Ending, number?: number | null) {
	const data = {
		...ending,
		finishedAt: ending.state === "unknown" ? null : new Date(),
		...(number ? { number } : {}),
	};
	if (TOLD.has(ending.state))
		await audited(async () => {
			// Of several who hear of the same end one tells of it.
			const before = await db.deployment.findUniqueOrThrow({ where: { id }, select: { state: true } });
			if (before.state === ending.state) return { result: undefined, rows: [] };
			const row = await writing().deployment.update({ where: { id }, data });
			const { hostId, actorName, kind, releaseId } = row;
			return {
				result: undefined,
				rows: [
					{
						action: "deployments.end",
						actor: { name: actorName },
						hostId,
						subject: row.number === null ? releaseId.slice(0, 12) : `release ${row.number}`,
						after: { kind, release: releaseId, state: ending.state, said: ending.sentence },
						from: "the host",
					},
				],
			};
		});
	else await progress().deployment.update({ where: { id }, data });
	wake(deploymentTopic(id));
}

/** The host's last word on a deployment; null for any other event. */
function lastWord(event: HostEvent): { ending: Ending; number: number | null } | null {
	if (event.type === "result" && "deploy" in event)
		return { ending: endingOf(event.deploy), number: event.deploy.number };
	if (event.type !== "error") return null;
	// Before the swap nothing has changed; the host says the rest itself by `attention` and `reverted`.
	return { ending: { state: "refused", sentence: event.diagnosis.sentence }, number: null };
}

/** The number of a deployment's last event; 0 for none. */
async function lastSeq(deploymentId: string): Promise<number> {
	const last = await db.deploymentEvent.aggregate({ where: { deploymentId }, _max: { seq: true } });
	return last._max.seq ?? 0;
}

/** Writes a host's events as they come. Out: its last word, null where it left without one. Throws what the source throws. */
async function record(id: string, events: AsyncIterable<HostEvent>) {
	let written = await lastSeq(id);
	let portion: HostEvent[] = [];
	let writing: Promise<void> = Promise.resolve();
	let timer: NodeJS.Timeout | null = null;
	const flush = () => {
		timer = null;
		const now = portion;
		portion = [];
		if (now.length === 0) return;
		const after = written;
		written += now.length;
		writing = writing.then(() => writeEvents(id, after, now));
		// Awaited below; until then a failure must not count as unhandled.
		writing.catch(() => {});
	};
	let word: ReturnType<typeof lastWord> = null;
	try {
		for await (const event of events) {
			portion.push(event);
			word = lastWord(event) ?? word;
			timer ??= setTimeout(flush, PORTION_MS);
		}
	} finally {
		if (timer) clearTimeout(timer);
		flush();
		await writing;
	}
	return word;
}

/** Notes that the connection ended before the host's last word. Out: how that leaves the deployment. */
async function noteCut(id: string, err: unknown): Promise<Ending> {
	const seq = await lastSeq(id);
	if (err instanceof HostFailed)
		await writeEvents(id, seq, [{ type: "error", code: "environment", diagnosis: err.diagnosis }]);
	// Without a single event the host's program never came to it.
	if (seq === 0 && err instanceof HostFailed) return { state: "failed", sentence: err.message };
	return {
		state: "unknown",
		sentence:
			"The connection to the host was lost. The host goes on by itself and is being asked what is live.",
	};
}

/**
 * Follows a host to its last word, and notes the ending. Goes on whether or not anybody watches.
 * In: what is done between the two: a page that hears of the ending is to find a host that was asked since.
 * Out: the ending; `unknown` where the connection ended before the host's last word.
 */
export async function followDeployment(
	id: string,
	events: AsyncIterable<HostEvent>,
	askHost: () => Promise<unknown>,
): Promise<Ending> {
	followed.add(id);
	try {
		const word = await record(id, events);
		await askHost();
		// The connection throws where there is no last word.
		const ending = word?.ending ?? { state: "unknown", sentence: "The host is being asked what is live." };
		await noteEnding(id, ending, word?.number ?? null);
		return ending;
	} catch (err) {
		log.error({ deployment: id, err }, "The connection to a host ended during a deployment.");
		const ending = await noteCut(id, err);
		await noteEnding(id, ending);
		return ending;
	} finally {
		followed.delete(id);
		wake(deploymentTopic(id));
	}
}

/**
 * Notes what became of the host's open deployments, by what the host says.
 * In: a status and when it was heard (ms since 1970): one from before a deployment began says nothing of it.
 */
export async function settleOpen(hostId: string, status: HostStatus, heardAt: number): Promise<void> {
	const open = await openDeployments(hostId);
	for (const deployment of open) {
		if (isFollowed(deployment.id) || deployment.startedAt >= heardAt) continue;
		const later = await db.deployment.count({
			where: {
				hostId,
				startedAt: { gt: new Date(deployment.startedAt) },
				state: { in: ["live", "pending"] },
			},
		});
		const ending = settle(deployment, status, later > 0);
		if (!ending || ending.state === deployment.state) continue;
		const number = status.live?.id === deployment.releaseId ? status.live.number : null;
		await noteEnding(deployment.id, ending, number);
	}
}
