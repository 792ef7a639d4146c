import { type Host, say, sayDiagnosis } from "./context";
import { failureOf } from "./environment";
import { lockHolder } from "./lock";
import { readPending, remaining } from "./pending";
import { recover } from "./recover";
import { watchExim } from "./upgrade";

/**
 * What every start of the program does first: settle what a crash left, go back where a deadline has passed, and
 * ask a new Exim whether it still does what the old one did.
 * Nothing where somebody is at work. A failure is told and stops nobody: looking must stay possible.
 */
export async function settle(host: Host, actor: string): Promise<void> {
	const { system, state, paths } = host;
	try {
		if (lockHolder(system, state) !== null) return;
		const pending = readPending(system, state);
		const due = pending !== null && remaining(system, pending) === 0;
		if (due || system.facts(paths.journal) !== null) say(host, null, (await recover(host, actor)).sentence);
		await watchExim(host, actor);
	} catch (error) {
		const failure = failureOf(error);
		if (failure.code !== "locked") sayDiagnosis(host, null, failure.diagnosis);
	}
}
