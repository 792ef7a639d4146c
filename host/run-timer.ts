import { readAttention } from "./attention";
import { type Host, sayDiagnosis } from "./context";
import { failureOf } from "./environment";
import { recover } from "./recover";
import { awaitDeadline } from "./timer";

const FIRST_AGAIN_MS = 1_000;
const LAST_AGAIN_MS = 30_000;

/**
 * Waits for a deadline and goes back, however long somebody else holds the lock or the disk stays full meanwhile.
 * Out: the exit status, once nothing is pending any more (0) or it is noted what a person has to do (1).
 */
export async function runTimer(host: Host): Promise<number> {
	let againMs = FIRST_AGAIN_MS;
	while (await awaitDeadline(host)) {
		try {
			const { outcome } = await recover(host, "deadline");
			// A note that the disk did not take reaches nobody, so the timer goes on by itself.
			if (outcome === "attention" && readAttention(host) !== null) return 1;
		} catch (error) {
			const { code, diagnosis } = failureOf(error);
			if (code !== "locked") sayDiagnosis(host, null, diagnosis);
		}
		await host.system.sleep(againMs);
		againMs = Math.min(2 * againMs, LAST_AGAIN_MS);
	}
	return 0;
}
