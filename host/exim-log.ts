import path from "node:path";
import type { Host } from "./context";

const TAIL_BYTES = 64 * 1024;
const REJECTED_BYTES = 256 * 1024;
const SHOWN_LINES = 20;
/** Exim's stamps are whole seconds, and what is asked about began a little before. */
const SLACK_MS = 3_000;

/** A logged line's moment, in ms since 1970; Exim writes the machine's own time. */
function momentOf(line: string): number {
	const stamp = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)/.exec(line);
	return stamp ? new Date(`${stamp[1]}T${stamp[2]}`).getTime() : Number.NaN;
}

const logDirectory = (host: Host) => host.config.target.runtime?.logDirectory ?? "/var/log/exim4";

/** The end of what Exim refused; empty where there is no such log. */
export const rejectlogTail = (host: Host): string =>
	host.system.tail(path.join(logDirectory(host), "rejectlog"), REJECTED_BYTES) ?? "";

/** What Exim wrote to its panic and main log since a moment, where it is known which they are. */
export function eximLog(host: Host, since: number): string[] {
	return ["paniclog", "mainlog"].flatMap((name) =>
		(host.system.tail(path.join(logDirectory(host), name), TAIL_BYTES) ?? "")
			.split("\n")
			.filter((line) => momentOf(line) >= since - SLACK_MS)
			.slice(-SHOWN_LINES),
	);
}
