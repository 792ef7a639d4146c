import "server-only";
import { notFound } from "next/navigation";
import { findHost } from "@/lib/hosts/data";
import { hostWithStatus, loadHost } from "@/lib/hosts/loaders";
import type { HostRecord } from "@/lib/hosts/schema";
import type { StreamMessage } from "@/lib/kernel/event-stream";
import { woken } from "@/lib/kernel/wake";
import type { Access } from "@/lib/session/loaders";
import { domainOf } from "@/lib/tests/schema";
import {
	allEvents,
	eventsAfter,
	lastDeployed,
	listDeployments,
	readDeployment,
	stateNow,
	verdictsOf,
} from "./data";
import { isFollowed, settleOpen } from "./mutations";
import {
	type DeploymentSummary,
	type DeploymentTail,
	deploymentTopic,
	isOpen,
	type LastTests,
} from "./schema";

/** How many the history shows. */
const SHOWN = 100;
/** How often the host is asked about a deployment that nobody here follows, or that waits to be confirmed. */
const ASK_AGAIN_MS = 3_000;
/** How often a page looks for events that another process wrote. */
const LOOK_AGAIN_MS = 1_000;

/** Lets what the host says settle what is open. */
async function settled(host: HostRecord): Promise<HostRecord> {
	if (host.status && host.statusAt && !host.statusError)
		await settleOpen(host.id, host.status, host.statusAt.getTime());
	return host;
}

/** For the history: deployments and roll backs, newest first. */
export async function loadDeployments(hostId: string, take = SHOWN) {
	const { access, host } = await loadHost(hostId);
	await settled(host);
	return { access, host, deployments: await listDeployments(hostId, take) };
}

/** How the tests of what was last made live went; null where nothing ever was. */
export async function loadLastTests(hostId: string): Promise<LastTests | null> {
	await loadHost(hostId);
	const last = await lastDeployed(hostId);
	if (!last) return null;
	// A second answer to the same question, on the live configuration, counts instead of the first.
	const answers = new Map<string, { domain: string; ok: boolean }>();
	for (const { test, ok } of await verdictsOf(last.id))
		answers.set(JSON.stringify([test.address, test.sender, test.sendingHost]), {
			domain: domainOf(test),
			ok,
		});
	const domains: Record<string, { passed: number; of: number }> = {};
	for (const { domain, ok } of answers.values()) {
		const counted = domains[domain] ?? { passed: 0, of: 0 };
		domains[domain] = { passed: counted.passed + (ok ? 1 : 0), of: counted.of + 1 };
	}
	return { deploymentId: last.id, at: last.finishedAt ?? last.startedAt, domains };
}

/** The ms a pending release has left, by the host's own clock; null where none waits. */
export function remainingMs({ status, statusAt }: HostRecord, releaseId?: string): number | null {
	const pending = status?.pending;
	if (!status || !statusAt || !pending || (releaseId !== undefined && pending.release !== releaseId))
		return null;
	return Math.max(0, pending.deadline - status.at - (Date.now() - statusAt.getTime()));
}

/** What a page needs beyond a deployment's events. */
const tailOf = (deployment: DeploymentSummary, host: HostRecord): DeploymentTail => ({
	state: deployment.state,
	sentence: deployment.sentence,
	number: deployment.number,
	finishedAt: deployment.finishedAt,
	remainingMs: deployment.state === "pending" ? remainingMs(host, deployment.releaseId) : null,
	live: host.status?.live ? { number: host.status.live.number, id: host.status.live.id } : null,
});

/** For the page of one deployment: all that is stored, and how it stands. */
export async function loadDeployment(hostId: string, id: string) {
	const { access, host } = await loadHost(hostId);
	const first = (await readDeployment(hostId, id)) ?? notFound();
	const now =
		isOpen(first.state) && !isFollowed(id) ? await settled(await hostWithStatus(access, ASK_AGAIN_MS)) : host;
	const { events, seq } = await allEvents(id);
	const deployment = (await readDeployment(hostId, id)) ?? notFound();
	return { access, host: now, deployment, events, seq, tail: tailOf(deployment, now) };
}

/**
 * What happens to a deployment from now on, for one open page. Messages without a name carry events; `state` says
 * how it stands. Ends when nothing more can come of it.
 * In: the number of the last event the page has.
 */
export async function* streamDeployment(
	access: Access,
	id: string,
	after: number,
	signal: AbortSignal,
): AsyncGenerator<StreamMessage> {
	let seq = after;
	let told = "";
	while (!signal.aborted) {
		const news = woken(deploymentTopic(id), LOOK_AGAIN_MS, signal);
		// Before the events: what has ended by now has written all of them, and none is missed.
		const before = await stateNow(id);
		if (!before) return;
		const rows = await eventsAfter(id, seq);
		if (rows.length > 0) {
			seq = rows.at(-1)?.seq ?? seq;
			yield { id: String(seq), data: rows.map((row) => row.event) };
			continue;
		}
		const watched = isFollowed(id) || !isOpen(before.state);
		const host = watched ? await findHost(access.hostId) : await hostWithStatus(access, ASK_AGAIN_MS);
		if (!host) return;
		if (!watched) await settled(host);
		const deployment = (await stateNow(id)) ?? before;
		if (deployment.state !== before.state) continue;
		const tail = tailOf(deployment, host);
		// The countdown runs in the browser; only what it can't know is told.
		const telling = JSON.stringify({ ...tail, remainingMs: tail.remainingMs !== null });
		if (telling !== told) yield { event: "state", data: tail };
		told = telling;
		if (!isOpen(deployment.state)) return;
		await news;
	}
}

/** 404 for a deployment that isn't the host's. */
export async function requireDeployment(access: Access, id: string): Promise<void> {
	(await readDeployment(access.hostId, id)) ?? notFound();
}
