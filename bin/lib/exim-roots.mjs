// @ts-check
import { must } from "./run.mjs";

/** Debian's releases whose Exim the rendered text must work on besides this machine's: 4.94.2 and 4.98. */
const SUITES = ["bullseye", "trixie"];

/**
 * Unpacks each release's Exim for the host tests, unless it is there. Needs root. Throws ProgramFailed.
 * @param {(text: string) => void} show
 */
export const prepareEximRoots = async (show) => {
	for (const suite of SUITES) await must(["sh", "bin/exim-root.sh", suite], { show });
};
