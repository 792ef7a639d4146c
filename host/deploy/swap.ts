import path from "node:path";
import type { Host } from "../context";
import { removeDurably, replaceLink } from "../durable";
import type { Journal } from "../journal";
import type { ReleaseRef } from "../store";
import { weaveAround } from "../weaves";

/** Points the link at a release, or takes it away where none is to be live. This is the moment it becomes so. */
function point(host: Host, release: ReleaseRef | null) {
	if (release === null) removeDurably(host.system, host.paths.current);
	else replaceLink(host.system, host.paths.current, path.join("releases", release.directory));
}

/** Makes the journal's release the live one. Out: evidence. */
export function swap(host: Host, journal: Journal): string {
	weaveAround(host, journal.weaves, "forward", () => point(host, journal.release));
	return journal.release === null
		? `${host.paths.current} is gone.`
		: `${host.paths.current} now points at ${journal.release.directory}.`;
}

/** Makes what was live before live again. May be repeated. */
export function swapBack(host: Host, { weaves, previous, foreign }: Journal) {
	weaveAround(host, weaves, "back", () => {
		if (previous === null && foreign !== null) replaceLink(host.system, host.paths.current, foreign);
		else point(host, previous);
	});
}
