// @ts-check
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { CHECKOUT } from "./paths.mjs";
import { must } from "./run.mjs";
import { hashSources, stamped, writeStamp } from "./stamp.mjs";

/** Debian's releases whose Exim the rendered text must work on besides this machine's: 4.94.2 and 4.98. */
const SUITES = ["bullseye", "trixie"];

/** Where each release's Exim is unpacked, one directory a release, kept between runs. */
export const EXIM_ROOTS = path.join(CHECKOUT, "var/exim-roots");

/**
 * Unpacks each release's Exim into a directory of its own, unless it is there. Needs root. Throws
 * ProgramFailed.
 * @param {(text: string) => void} show
 */
export const prepareEximRoots = async (show) => {
	const hash = hashSources(CHECKOUT, ["bin/exim-root.sh"]);
	for (const suite of SUITES) {
		const directory = path.join(EXIM_ROOTS, suite);
		const stamp = path.join(EXIM_ROOTS, `${suite}.stamp`);
		if (stamped(stamp, hash) && existsSync(path.join(directory, "usr/sbin/exim4"))) continue;
		mkdirSync(EXIM_ROOTS, { recursive: true });
		rmSync(stamp, { force: true });
		// Unpacked aside and moved, so that a run that was stopped leaves no half of one.
		rmSync(`${directory}.new`, { recursive: true, force: true });
		await must(["bash", "bin/exim-root.sh", suite, `${directory}.new`], { show });
		rmSync(directory, { recursive: true, force: true });
		renameSync(`${directory}.new`, directory);
		writeStamp(stamp, hash);
	}
};
