import type { DeployResult, HostStatus } from "@/lib/core/host/events";

export const DEPLOYMENT_STATES = [
	"running",
	"live",
	"pending",
	"refused",
	"reverted",
	"attention",
	"failed",
	"unknown",
] as const;
/**
 * `refused` never went live, `reverted` did and was taken back, `pending` reverts by itself unless confirmed,
 * `attention` needs a person on the host, `failed` never began, `unknown` waits for the host to be asked.
 */
export type DeploymentState = (typeof DEPLOYMENT_STATES)[number];

export type DeploymentKind = "deploy" | "rollback";

/** A deployment as lists show it; times in ms since 1970 by the dashboard's clock. */
export type DeploymentSummary = {
	id: string;
	kind: DeploymentKind;
	/** The host's number of the release; null until the host gave one. */
	number: number | null;
	releaseId: string;
	baseId: string | null;
	note: string;
	confirmMinutes: number | null;
	state: DeploymentState;
	/** The first sentence a person should read; null while it runs. */
	sentence: string | null;
	actor: string;
	startedAt: number;
	finishedAt: number | null;
};

/** How a deployment stands, beside its events. */
export type DeploymentTail = Pick<DeploymentSummary, "state" | "sentence" | "number" | "finishedAt"> & {
	/** Until it reverts by itself; null unless it waits to be confirmed. */
	remainingMs: number | null;
	/** What is live now. */
	live: { number: number; id: string } | null;
};

/** How the address tests of the last deployment went, by domain. */
export type LastTests = {
	deploymentId: string;
	/** ms since 1970. */
	at: number;
	domains: Readonly<Record<string, { passed: number; of: number }>>;
};

/** What is woken when a deployment has new events or another state. */
export const deploymentTopic = (id: string): string => `deployment:${id}`;

export type Ending = { state: DeploymentState; sentence: string };

/** How a deployment ended, by the host's own last word. */
export const endingOf = ({ outcome, sentence }: DeployResult): Ending => ({ state: outcome, sentence });

const releaseIs = (status: Pick<HostStatus, "live">) =>
	status.live ? `Release ${status.live.number} is live.` : "No release is live.";

/**
 * What became of a deployment that nobody follows any more: the dashboard was restarted, the connection was cut, or
 * its deadline has passed. The host's link says what is live, not the dashboard's memory.
 * In: the deployment; what the host said after; whether a later deployment has replaced it.
 * Out: its state, or null while the host itself is still at it.
 */
export function settle(
	deployment: Pick<DeploymentSummary, "state" | "releaseId">,
	status: Pick<HostStatus, "live" | "pending" | "lock" | "attention">,
	replaced: boolean,
): Ending | null {
	const live = status.live?.id === deployment.releaseId;
	const named = releaseIs(status);
	if (status.pending?.release === deployment.releaseId)
		return { state: "pending", sentence: `${named} It reverts by itself unless it is confirmed.` };
	if (deployment.state === "pending") {
		if (live) return { state: "live", sentence: `${named} It was confirmed.` };
		return replaced
			? { state: "live", sentence: `It was live until a later deployment replaced it. ${named}` }
			: {
					state: "reverted",
					sentence: `${named} This one was not confirmed in time, and the host went back by itself.`,
				};
	}
	if (status.lock) return null;
	if (status.attention) return { state: "attention", sentence: `${named} ${status.attention.sentence}` };
	if (live)
		return {
			state: "live",
			sentence: `${named} The dashboard lost sight of the deployment; the host finished it by itself.`,
		};
	return {
		state: "reverted",
		sentence: `${named} The deployment was interrupted; the host kept, or went back to, what was live before.`,
	};
}

/** Whether anything more will come of it by itself. */
export const isOpen = (state: DeploymentState): boolean =>
	state === "running" || state === "pending" || state === "unknown";

const WORDS: Record<DeploymentState, string> = {
	running: "Running",
	live: "Live",
	pending: "Waits for confirmation",
	refused: "Refused",
	reverted: "Reverted",
	attention: "Needs attention",
	failed: "Not started",
	unknown: "Unknown",
};
/** A state in a word. In: also whether its release is the live one now; one that was replaced is `Done`. */
export const stateWord = (state: DeploymentState, isLive: boolean): string =>
	state === "live" && !isLive ? "Done" : WORDS[state];

const TONES: Record<DeploymentState, "success" | "warning" | "danger" | "working"> = {
	running: "working",
	live: "success",
	pending: "warning",
	refused: "danger",
	reverted: "warning",
	attention: "danger",
	failed: "danger",
	unknown: "warning",
};
export const stateTone = (state: DeploymentState) => TONES[state];

/** The sentence to read first: what is live, before anything else. In: the live release's number, null for none. */
export function headline(
	{ state, sentence }: Pick<DeploymentSummary, "state" | "sentence">,
	liveNumber: number | null,
): string | null {
	if (sentence === null || state === "live" || /^(No release|Release \d+) is live\b/.test(sentence))
		return sentence;
	const live = liveNumber === null ? "No release is live." : `Release ${liveNumber} is live.`;
	return state === "refused" || state === "failed"
		? `${live} No mail was affected. ${sentence}`
		: `${live} ${sentence}`;
}
