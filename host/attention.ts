import path from "node:path";
import type { Diagnosis } from "@/lib/core/checks/types";
import { diagnosis } from "@/lib/core/host/events";
import { liveEximFile } from "./config";
import type { Host } from "./context";
import { removeDurably, replaceFile } from "./durable";
import { diagnosisOf } from "./errors";
import { eximDaemon } from "./exim-daemon";
import type { Journal } from "./journal";
import { knownAs } from "./mailman";

/** The commands that do by hand what a revert could not do. */
function commands(host: Host, journal: Journal): string[] {
	const { exim, processUser } = host.config;
	const daemon = eximDaemon(host);
	const as = processUser === null || process.getuid?.() !== 0 ? "" : `runuser -u ${processUser} -- `;
	const self = `listkeeper${host.root === null ? "" : ` --root ${host.root}`} recover`;
	const start = exim.start?.join(" ") ?? `${exim.path} -C ${liveEximFile(host.config)} -bd -q30m`;
	const { current } = host.paths;
	return [
		...(journal.previous
			? [
					`${as}ln -sfn ${path.join("releases", journal.previous.directory)} ${current}`,
					`${as}${exim.path} -C ${liveEximFile(host.config)} -bV`,
					daemon ? `kill -HUP ${daemon.pid}` : `${as}${start}`,
				]
			: [`${as}rm -f ${current}`]),
		...journal.restart.map((prefix) => `${as}${knownAs(host, prefix).mailmanctl} restart`),
		self,
	];
}

/** What a person has to do where going back could not be completed; `why` is what stood in its way. */
export const attentionFor = (host: Host, journal: Journal, why: Diagnosis): Diagnosis =>
	diagnosisOf(
		"attention",
		journal.previous
			? `This host needs attention: going back to release ${journal.previous.number} could not be completed. ${why.sentence}`
			: `This host needs attention: release ${journal.release?.number} could not be taken back. ${why.sentence}`,
		`${why.remedy} Then run these commands, in this order.`,
		{ place: why.place, said: commands(host, journal) },
	);

/** What still needs a person; null when nothing does. */
export function readAttention(host: Host): Diagnosis | null {
	const text = host.system.read(host.paths.attention);
	if (text === null) return null;
	try {
		return diagnosis.parse(JSON.parse(text));
	} catch {
		return diagnosisOf(
			"attention",
			"This host needs attention, and the note of why can't be read.",
			"Run `listkeeper recover`.",
		);
	}
}

export const writeAttention = (host: Host, what: Diagnosis) =>
	replaceFile(host.system, host.paths.attention, `${JSON.stringify(what)}\n`, 0o644);

export const clearAttention = (host: Host) => removeDurably(host.system, host.paths.attention);
