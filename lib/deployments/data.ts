import "server-only";
import type { TestedAddress } from "@/lib/core/checks/types";
import { type HostEvent, hostEvent } from "@/lib/core/host/events";
import { keptSystem, type MailSystem } from "@/lib/core/system/mail-system";
import { db } from "@/lib/kernel/db";
import { DEPLOYMENT_STATES, type DeploymentSummary } from "./schema";

const SUMMARY = {
	id: true,
	kind: true,
	number: true,
	releaseId: true,
	baseId: true,
	note: true,
	confirmMinutes: true,
	state: true,
	sentence: true,
	actorName: true,
	startedAt: true,
	finishedAt: true,
} as const;
type Row = Awaited<ReturnType<typeof rowsOf>>[number];

const summaryOf = ({ actorName, startedAt, finishedAt, kind, state, ...row }: Row): DeploymentSummary => ({
	...row,
	kind: kind === "rollback" ? "rollback" : "deploy",
	state: DEPLOYMENT_STATES.find((known) => known === state) ?? "unknown",
	actor: actorName,
	startedAt: startedAt.getTime(),
	finishedAt: finishedAt?.getTime() ?? null,
});

const rowsOf = (hostId: string, take: number, where: { state?: { in: string[] } } = {}) =>
	db.deployment.findMany({
		where: { hostId, ...where },
		orderBy: { startedAt: "desc" },
		take,
		select: SUMMARY,
	});

/** A host's deployments and roll backs, newest first. */
export const listDeployments = async (hostId: string, take: number): Promise<DeploymentSummary[]> =>
	(await rowsOf(hostId, take)).map(summaryOf);

/** Those of which something may still come, newest first. */
export const openDeployments = async (hostId: string): Promise<DeploymentSummary[]> =>
	(await rowsOf(hostId, 100, { state: { in: ["running", "pending", "unknown"] } })).map(summaryOf);

/** The last one that ended live (or waits to be confirmed), whose system the host can be expected to run. */
export const lastDeployed = async (hostId: string): Promise<DeploymentSummary | null> => {
	const [row] = await rowsOf(hostId, 1, { state: { in: ["live", "pending"] } });
	return row ? summaryOf(row) : null;
};

/** One deployment with the settings it carried; null where the host has none of that id. */
export async function readDeployment(
	hostId: string,
	id: string,
): Promise<(DeploymentSummary & { system: MailSystem | null }) | null> {
	const row = await db.deployment.findFirst({
		where: { id, hostId },
		select: { ...SUMMARY, system: true },
	});
	if (!row) return null;
	const { system, ...summary } = row;
	return { ...summaryOf(summary), system: keptSystem.safeParse(JSON.parse(system)).data ?? null };
}

/** Stored events after a number, in order, each with its own number; at most `take` of them. */
export async function eventsAfter(
	deploymentId: string,
	after: number,
	take = 2_000,
): Promise<{ seq: number; event: HostEvent }[]> {
	const rows = await db.deploymentEvent.findMany({
		where: { deploymentId, seq: { gt: after } },
		orderBy: { seq: "asc" },
		take,
	});
	return rows.map(({ seq, event }) => ({ seq, event: hostEvent.parse(JSON.parse(event)) }));
}

/** All stored events of a deployment and the number of the last, 0 for none. */
export async function allEvents(deploymentId: string): Promise<{ events: HostEvent[]; seq: number }> {
	const events: HostEvent[] = [];
	let seq = 0;
	for (;;) {
		const page = await eventsAfter(deploymentId, seq);
		events.push(...page.map((row) => row.event));
		seq = page.at(-1)?.seq ?? seq;
		if (page.length === 0) return { events, seq };
	}
}

/** What Exim answered in a deployment, in order; an address that was asked twice is there twice. */
export async function verdictsOf(deploymentId: string): Promise<TestedAddress[]> {
	const rows = await db.deploymentEvent.findMany({
		// As `JSON.stringify` writes what the schema of events gives.
		where: { deploymentId, event: { startsWith: '{"type":"verdict"' } },
		orderBy: { seq: "asc" },
		select: { event: true },
	});
	return rows.flatMap(({ event }) => {
		const parsed = hostEvent.safeParse(JSON.parse(event)).data;
		return parsed?.type === "verdict" ? [parsed.tested] : [];
	});
}

/** A deployment's state, sentence and number now. */
export const stateNow = async (id: string): Promise<DeploymentSummary | null> => {
	const row = await db.deployment.findUnique({ where: { id }, select: SUMMARY });
	return row && summaryOf(row);
};

/** The settings that a release of this host was deployed with; null where it was never deployed from here. */
export async function systemOfRelease(hostId: string, releaseId: string): Promise<MailSystem | null> {
	const row = await db.deployment.findFirst({
		where: { hostId, releaseId, kind: "deploy" },
		orderBy: { startedAt: "desc" },
		select: { system: true },
	});
	return row && (keptSystem.safeParse(JSON.parse(row.system)).data ?? null);
}
