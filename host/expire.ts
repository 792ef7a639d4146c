import type { DeployResult } from "@/lib/core/host/events";
import { type Host, say, sayDiagnosis } from "./context";
import { changedInstallations } from "./deploy/changed";
import { eximDaemon } from "./exim-daemon";
import type { Journal } from "./journal";
import { mailmanState } from "./mailman";
import type { Pending } from "./pending";
import { resultOf } from "./result";
import { revert } from "./revert";
import { liveDirectory, readManifest } from "./store";
import { weavesBetween } from "./weaves";

/**
 * Goes back from a release that nobody confirmed in time. There is nobody to ask, so what was live before is not
 * put through all checks again: Exim has to accept it, and it is observed.
 */
export async function expire(host: Host, pending: Pending): Promise<DeployResult> {
	const { system, state } = host;
	const from = readManifest(system, state, pending.release.directory);
	const to = readManifest(system, state, pending.previous.directory);
	if (from === null || to === null || liveDirectory(system, state) !== pending.release.directory)
		say(host, null, "What is live is not what waited to be confirmed; it goes back all the same.");
	say(host, null, `Release ${pending.release.number} was not confirmed by ${pending.actor} in time.`);
	const journal: Journal = {
		kind: "deploy",
		actor: pending.actor,
		at: system.now(),
		step: "revert",
		release: pending.release,
		previous: pending.previous,
		foreign: null,
		before: {
			exim: eximDaemon(host) !== null,
			mailman: (to?.system.installations ?? []).map(({ prefix }) => ({
				prefix,
				runners: mailmanState(host, prefix).runners.map((runner) => runner.pid),
			})),
		},
		weaves: from && to ? weavesBetween(host, to.system, from.system) : [],
		restart: from && to ? changedInstallations(to, from) : [],
		sessionsBroken: [],
		deadline: null,
	};
	// Going back journals itself, as far as the disk lets it: until it is done, what is pending stands and says the same.
	const attention = await revert(host, journal);
	if (attention) {
		sayDiagnosis(host, null, attention);
		return resultOf(host, "attention", attention.sentence, pending.release.number);
	}
	return resultOf(
		host,
		"reverted",
		`Release ${pending.release.number} was not confirmed in time: release ${pending.previous.number} is live again.`,
		pending.release.number,
	);
}
