import type { Diagnosis } from "@/lib/core/checks/types";
import { needAccepted } from "./checks/accepts";
import { needAddresses } from "./checks/addresses";
import { needCanary } from "./checks/canary";
import { needPolicy } from "./checks/policy";
import { needSessions } from "./checks/sessions";
import { liveEximFile } from "./config";
import { type Host, say } from "./context";
import { failureOf } from "./environment";
import { takeLock } from "./lock";
import { forgetUndone, newExim, writeNote } from "./sentinel";
import { liveRelease, type StoredRelease } from "./store";

/** Asks the new Exim everything that a deployment asks. Out: what no longer holds. */
async function askAgain(host: Host, live: StoredRelease): Promise<Diagnosis[]> {
	const file = liveEximFile(host.config);
	// The verdicts of what is live belong to no step that anybody watches.
	const quiet: Host = { ...host, emit: () => {} };
	const problems: Diagnosis[] = [];
	for (const ask of [
		() => needAccepted(quiet, file),
		() => needAddresses(quiet, "observe", file, live.system, live.tests),
		() => needPolicy(quiet, file, live.system),
		() =>
			needSessions(
				quiet,
				file,
				live.sessions.filter(({ title }) => !live.sessionsBroken.includes(title)),
				false,
			),
		() => needCanary(quiet, live),
	]) {
		try {
			await ask();
		} catch (error) {
			problems.push(failureOf(error).diagnosis);
		}
	}
	return problems;
}

/**
 * A package update changes Exim under a configuration that was proved with another. Where its program is a new one,
 * the saved tests, the derived ones, the policy's cases and the canary are asked again, once, and what no longer
 * holds is kept for `status`. Nothing while somebody works on the host.
 */
export async function watchExim(host: Host, actor: string): Promise<void> {
	forgetUndone(host);
	const live = liveRelease(host.system, host.state);
	const found = live && (await newExim(host));
	if (!found) return;
	const { before, now } = found;
	const unlock = await takeLock(host.system, host.state, { actor, verb: "check of a new Exim" }, 0);
	try {
		const problems = await askAgain(host, live);
		const upgrade = {
			at: host.system.now(),
			sha256: now.sha256,
			from: before.seen.version,
			to: now.version,
			problems,
		};
		writeNote(host, { seen: problems.length === 0 ? now : before.seen, upgrade });
		say(host, null, `Exim is another program since ${live.number} went live: everything was asked again.`);
	} finally {
		await unlock();
	}
}
