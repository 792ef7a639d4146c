import type { Host } from "./context";
import { failureOf } from "./environment";
import { recover } from "./recover";
import { awaitDeadline } from "./timer";

const AGAIN_MS = 1_000;

/** Waits for a deadline and goes back, however long somebody else holds the lock meanwhile. */
export async function runTimer(host: Host): Promise<number> {
	while (await awaitDeadline(host)) {
		try {
			const { outcome } = await recover(host, "deadline");
			return outcome === "attention" ? 1 : 0;
		} catch (error) {
			if (failureOf(error).code !== "locked") throw error;
			await host.system.sleep(AGAIN_MS);
		}
	}
	return 0;
}
