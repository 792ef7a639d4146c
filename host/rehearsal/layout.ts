import path from "node:path";

/** Where things lie in a rehearsal host's own directory. */
export const layoutOf = (directory: string) => ({
	/** What `host.json` calls the state directory: releases and the link to the live one. */
	state: path.join(directory, "var/lib/listkeeper"),
	spool: path.join(directory, "var/spool/exim"),
	log: path.join(directory, "var/log/exim"),
	run: path.join(directory, "run"),
	eximPid: path.join(directory, "run/exim.pid"),
	sinkPid: path.join(directory, "run/sink.pid"),
	/** The sink's records. */
	sink: path.join(directory, "var/sink"),
	/** Prefixes of the two installations. */
	com: path.join(directory, "srv/com/mailman"),
	org: path.join(directory, "srv/org/mailman"),
});
