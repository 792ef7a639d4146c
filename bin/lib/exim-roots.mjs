// @ts-check
import { existsSync, readFileSync } from "node:fs";
import { must } from "./run.mjs";

/** Debian's releases whose Exim Listkeeper must work with, and which it is. @type {readonly (readonly [suite: string, version: string])[]} */
const RELEASES = [
	["bullseye", "4.94.2"],
	["bookworm", "4.96"],
	["trixie", "4.98.2"],
];

/** `VERSION_CODENAME` of this machine, whose own Exim is installed; empty where it has none. */
const codename = () =>
	/^VERSION_CODENAME=(.*)$/m.exec(
		existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "",
	)?.[1] ?? "";

/** The releases, but for this machine's own. */
export const otherReleases = () => RELEASES.filter(([suite]) => suite !== codename());

/**
 * Unpacks each release's Exim for the host tests, unless it is there. Needs root. Throws ProgramFailed.
 * @param {(text: string) => void} show
 */
export const prepareEximRoots = async (show) => {
	for (const [suite] of otherReleases()) await must(["sh", "bin/exim-root.sh", suite], { show });
};
