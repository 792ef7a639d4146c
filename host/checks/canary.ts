import path from "node:path";
import { judgeCanary } from "@/lib/core/checks/judge-canary";
import { differsOnlyInRuntime } from "@/lib/core/render/canary";
import { EXIM_CONF } from "@/lib/core/render/exim/exim-conf";
import { type PreparedCanary, prepareCanary } from "../canary";
import type { Host } from "../context";
import { releasePath } from "../deploy/stage";
import { diagnosisOf, HostFailure } from "../errors";
import { stagedOn } from "../staged";
import type { StoredRelease } from "../store";
import { plural } from "../words";

/** Whether what the canary was delivered with is what ships, but for who runs it and where. */
function isWhatShips(host: Host, file: string, release: StoredRelease, canaryText: string): boolean {
	const staged = host.system.read(file) ?? "";
	const own = releasePath(host, release.directory);
	return differsOnlyInRuntime(staged.replaceAll(own, host.paths.canary), canaryText);
}

/**
 * Sends a canary through a release, one that is prepared where it is given, and holds what arrived against what should have.
 * Out: evidence. Throws HostFailure for the first cause; further ones are told.
 */
export async function needCanary(
	host: Host,
	release: StoredRelease,
	prepared?: PreparedCanary,
): Promise<string> {
	const file = path.join(releasePath(host, release.directory), EXIM_CONF);
	const { deliveries, records, text, said, log } = await (
		prepared ?? (await prepareCanary(host, release))
	).send();
	if (!isWhatShips(host, file, release, text))
		throw new HostFailure(
			"refused",
			diagnosisOf(
				"canary-differs",
				`${file} isn't what this program would write, so a canary proves nothing of it.`,
				"Deploy its settings anew.",
			),
		);
	const lines = `${log}${said}`.split("\n").filter((line) => line !== "");
	const [first, ...further] = judgeCanary(deliveries, records, lines, stagedOn(host), file);
	if (first) throw new HostFailure("refused", first, further);
	return `${plural(deliveries.length, "canary delivery", "canary deliveries")} arrived`;
}
