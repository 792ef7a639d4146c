// @ts-check
import { existsSync, readFileSync } from "node:fs";
import { must } from "./run.mjs";

/** Debian's releases whose Exim the rendered text must work on: 4.94.2, 4.96 and 4.98. */
const SUITES = ["bullseye", "bookworm", "trixie"];

/** `VERSION_CODENAME` of this machine, whose own Exim is installed; empty where it has none. */
const codename = () =>
	/^VERSION_CODENAME=(.*)$/m.exec(
		existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "",
	)?.[1] ?? "";

/**
 * Unpacks each release's Exim for the host tests, unless it is there. Needs root. Throws ProgramFailed.
 * @param {(text: string) => void} show
 */
export const prepareEximRoots = async (show) => {
	for (const suite of SUITES.filter((name) => name !== codename()))
		await must(["sh", "bin/exim-root.sh", suite], { show });
};
