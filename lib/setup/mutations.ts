import "server-only";
import { randomUUID } from "node:crypto";
import type { HostEvent } from "@/lib/core/host/events";
import { unaudited, writing } from "@/lib/kernel/db";
import { HostFailed } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import { readSetup, type Setup } from "./data";
import type { RunKind, RunState } from "./schema";
import { type NotedStep, type SetupStep, stepHref, type Way } from "./steps";
import { nothingTold, tell } from "./told";

type Noted = Partial<Pick<Setup, "way" | "reviewed" | "weaving">> & { done?: NotedStep };

/** Notes how far a set-up has come; the first note begins it. */
async function note(hostId: string, { done, ...noted }: Noted, by: string): Promise<void> {
	const before = (await readSetup(hostId))?.done ?? [];
	const steps = JSON.stringify([...new Set([...before, ...(done ? [done] : [])])]);
	await writing().hostSetup.upsert({
		where: { hostId },
		create: { hostId, done: steps, startedBy: by, ...noted },
		update: { done: steps, ...noted },
	});
}

/** Begins the set-up of a host that was just added. */
export const beginSetup = (hostId: string, by: string): Promise<void> => note(hostId, {}, by);

/** Notes that somebody said of a step that it is done. */
export const noteStep = (hostId: string, step: NotedStep, by: string): Promise<void> =>
	note(hostId, { done: step }, by);

/** Notes a step as done where a form of its page leads on to the next one. In: where the form leads. */
export async function noteOnwards(
	hostId: string,
	step: NotedStep,
	goTo: string,
	next: SetupStep,
	by: string,
) {
	if (goTo === stepHref(hostId, next)) await noteStep(hostId, step, by);
}

/** Notes whether what stands on the host was taken over, or it begins with nothing. */
export const noteWay = (hostId: string, way: Way, by: string): Promise<void> => note(hostId, { way }, by);

/** Notes which release was reviewed, and which lines in the host's own configuration were agreed to. */
export const noteReviewed = (hostId: string, reviewed: string, weaving: string | null, by: string) =>
	note(hostId, { reviewed, weaving }, by);

const said = () => unaudited("what a host said of itself");

const held = globalThis as typeof globalThis & { listkeeperRuns?: Set<string> };
held.listkeeperRuns ??= new Set();
/** The runs whose host this process is listening to. */
const followed = held.listkeeperRuns;
export const isRunFollowed = (runId: string): boolean => followed.has(runId);

/** How often what a host has said so far is kept. */
const PORTION_MS = 300;

/** Notes the beginning of a run, in place of the last of its kind. Out: its id, to follow it by. */
export async function beginRun(
	hostId: string,
	kind: RunKind,
	releaseId: string,
	by: string,
): Promise<string> {
	const runId = randomUUID();
	const row = {
		runId,
		releaseId,
		state: "running",
		startedAt: new Date(),
		finishedAt: null,
		by,
		told: JSON.stringify(nothingTold()),
	};
	followed.add(runId);
	await said().setupRun.upsert({
		where: { hostId_kind: { hostId, kind } },
		create: { hostId, kind, ...row },
		update: row,
	});
	return runId;
}

/** What the host's last word says: the release that it was about, where it names one, and whether all of it holds. */
type LastWord = { ok: boolean; id: string | null };

function lastWordOf(event: HostEvent): LastWord | null {
	if (event.type === "error") return { ok: false, id: null };
	if (event.type !== "result") return null;
	if (event.verb === "check") return { ok: event.ok, id: event.id };
	return event.verb === "verify" ? { ok: event.ok, id: null } : null;
}

/** Notes that all of a set-up was seen to work; only the first time counts. */
async function finishSetup(hostId: string): Promise<void> {
	await said().hostSetup.updateMany({
		where: { hostId, finishedAt: null },
		data: { finishedAt: new Date() },
	});
}

/** Listens to a host until its last word, and keeps what it says. What is live and works ends the set-up. */
export async function followRun(
	hostId: string,
	kind: RunKind,
	{ runId, releaseId }: { runId: string; releaseId: string },
	events: AsyncIterable<HostEvent>,
): Promise<void> {
	const heard = nothingTold();
	const keep = (state: RunState) =>
		said().setupRun.updateMany({
			where: { hostId, kind, runId },
			data: {
				state,
				told: JSON.stringify(heard),
				finishedAt: state === "running" ? null : new Date(),
			},
		});
	let state: RunState = "cut";
	try {
		let keptAt = Date.now();
		for await (const event of events) {
			tell(heard, event);
			const word = lastWordOf(event);
			// A host that renders something else would prove something else.
			if (word) state = word.ok && (word.id === null || word.id === releaseId) ? "passed" : "failed";
			else if (Date.now() - keptAt > PORTION_MS) {
				await keep("running");
				keptAt = Date.now();
			}
		}
	} catch (error) {
		if (error instanceof HostFailed) heard.diagnoses.push(error.diagnosis);
		else log.error({ hostId, kind, err: error }, "A question to a host could not be followed.");
	} finally {
		// First, so that a page that hears of the one knows of the other.
		if (kind === "verify" && state === "passed") await finishSetup(hostId);
		await keep(state);
		followed.delete(runId);
	}
}
