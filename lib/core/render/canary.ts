import type { RenderTarget } from "../host/profile";
import type { ConfigFile } from "../release/types";
import type { MailSystem } from "../system/mail-system";
import { DOMAINS_MAP, renderDomainsMap } from "./exim/domains-map";
import { RUNTIME_BEGINS, RUNTIME_ENDS, RUNTIME_OPTIONS } from "./exim/runtime";
import { renderExim } from "./render";

/** Where and as whom a canary delivers: into recording stand-ins, and to a sink. */
export type Canary = {
	/** Holds the canary's own spool, log and pid file. */
	directory: string;
	user: string;
	group: string;
	sinkPort: number;
	/** The stand-in's directory for each installation, by id. */
	homes: Readonly<Record<string, string>>;
};

/**
 * Exim's files for a delivery that reaches nobody: the live text but for the runtime block, and the map with
 * the stand-ins in the prefixes' place. Throws RangeError where an installation with a domain has no stand-in.
 */
export function renderCanary(system: MailSystem, target: RenderTarget, canary: Canary): ConfigFile[] {
	const { directory, user, group, sinkPort, homes } = canary;
	const runtime = {
		user,
		group,
		spoolDirectory: `${directory}/spool`,
		logDirectory: `${directory}/log`,
		pidFile: `${directory}/exim.pid`,
		listen: null,
	};
	return [
		...renderExim(system, target, { runtime, sinkPort }, true),
		{
			target: DOMAINS_MAP,
			text: renderDomainsMap(system, ({ id }) => ({ home: homes[id] ?? "", user, group })),
		},
	];
}

/** A text around its runtime block, and the block's own lines; null unless it has exactly one. */
function splitRuntime(text: string): { around: string; block: string[] } | null {
	const lines = text.split("\n");
	const begins = lines.indexOf(RUNTIME_BEGINS);
	const ends = lines.indexOf(RUNTIME_ENDS);
	const once = lines.lastIndexOf(RUNTIME_BEGINS) === begins && lines.lastIndexOf(RUNTIME_ENDS) === ends;
	if (begins < 0 || ends < begins || !once) return null;
	return {
		around: [...lines.slice(0, begins + 1), ...lines.slice(ends)].join("\n"),
		block: lines.slice(begins + 1, ends),
	};
}

const isRuntimeLine = (line: string): boolean =>
	line === "" || line.startsWith("# ") || RUNTIME_OPTIONS.some((option) => line.startsWith(`${option} =`));

/**
 * Whether what a canary tests is what ships.
 * In: both texts of `exim.conf`, placed in the same directory or not at all. Out: true if they are equal but for one
 * runtime block each, and those blocks set nothing but how Exim runs.
 */
export function differsOnlyInRuntime(live: string, canary: string): boolean {
	const [a, b] = [splitRuntime(live), splitRuntime(canary)];
	if (!a || !b) return false;
	return (
		a.around === b.around &&
		[...a.block, ...b.block].every((line) => isRuntimeLine(line) && !line.endsWith("\\"))
	);
}
