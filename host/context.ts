import type { Diagnosis, TestedAddress } from "@/lib/core/checks/types";
import type { HostEvent } from "@/lib/core/host/events";
import type { Step } from "@/lib/core/host/protocol";
import type { HostConfig } from "./config";
import { statePaths } from "./store";
import type { Account, System } from "./system";

/** A host as one call of the program has it: the world, what root decided, and whom to tell. */
export type Host = {
	system: System;
	config: HostConfig;
	/** The host's own directory; null for this machine itself. */
	root: string | null;
	/** Whom root became for this host's programs; null where programs run as oneself. */
	account: Account | null;
	state: string;
	paths: ReturnType<typeof statePaths>;
	emit: (event: HostEvent) => void;
};

export const hostOf = (
	system: System,
	config: HostConfig,
	root: string | null,
	account: Account | null,
	emit: Host["emit"],
): Host => ({
	system,
	config,
	root,
	account,
	state: config.target.stateDirectory,
	paths: statePaths(config.target.stateDirectory),
	emit,
});

/** Says a line of progress, under a step where there is one. */
export const say = (host: Host, step: Step | null, text: string) =>
	host.emit({ type: "line", step, at: host.system.now(), text });

export const sayDiagnosis = (host: Host, step: Step | null, diagnosis: Diagnosis) =>
	host.emit({ type: "diagnosis", step, diagnosis });

export const sayVerdict = (host: Host, step: Step | null, tested: TestedAddress) =>
	host.emit({ type: "verdict", step, tested });

/** Milliseconds of one of `host.json`'s time limits. */
export const limitMs = (host: Host, name: keyof HostConfig["timeLimits"]): number =>
	host.config.timeLimits[name] * 1_000;

/**
 * Looks again and again until something holds.
 * In: the look, which gives null once all is well and otherwise why not; ms until it is given up.
 * Out: null, or the last reason.
 */
export async function awaitThat(
	system: System,
	limit: number,
	look: () => Promise<string | null>,
): Promise<string | null> {
	const end = system.uptime() + limit;
	let pause = 10;
	for (;;) {
		const reason = await look();
		if (reason === null || system.uptime() >= end) return reason;
		await system.sleep(pause);
		pause = Math.min(pause * 1.2, 200);
	}
}
