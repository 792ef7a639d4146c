import path from "node:path";
import { judgeCanary } from "@/lib/core/checks/judge-canary";
import { placeFiles } from "@/lib/core/release/build";
import { differsOnlyInRuntime } from "@/lib/core/render/canary";
import { EXIM_CONF, hostRuntime } from "@/lib/core/render/exim/exim-conf";
import { WOVEN_TRANSPORTS } from "@/lib/core/render/exim/woven";
import { renderExim } from "@/lib/core/render/render";
import { type PreparedCanary, prepareCanary } from "../canary";
import type { Host } from "../context";
import { releasePath } from "../deploy/stage";
import { diagnosisOf, HostFailure } from "../errors";
import { stagedOn } from "../staged";
import type { StoredRelease } from "../store";
import { plural } from "../words";

/** Whether what the canary was delivered with is what ships, but for who runs it and where. */
function isWhatShips(host: Host, file: string, release: StoredRelease, canaryText: string): boolean {
	if (release.target.layout === "woven") return isAsRendered(host, release);
	const staged = host.system.read(file) ?? "";
	const own = releasePath(host, release.directory);
	return differsOnlyInRuntime(staged.replaceAll(own, host.paths.canary), canaryText);
}

/** Whether what lies there is what this program would write now; a canary in another's configuration is rendered from that. */
function isAsRendered(host: Host, release: StoredRelease): boolean {
	const own = releasePath(host, release.directory);
	const rendered = renderExim(release.system, release.target, hostRuntime(release.target));
	return placeFiles(rendered, own).every(
		({ target, text }) => host.system.read(path.join(own, target)) === text,
	);
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
	const woven = release.target.layout === "woven";
	const file = path.join(releasePath(host, release.directory), woven ? WOVEN_TRANSPORTS : EXIM_CONF);
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
