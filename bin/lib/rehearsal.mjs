// @ts-check
import { HOST_PROGRAM } from "./build.mjs";
import { must } from "./run.mjs";

/** @param {string[]} words @returns {[string, ...string[]]} */
const program = (...words) => [process.execPath, HOST_PROGRAM, "rehearsal", ...words];

/**
 * Makes the rehearsal host in its directory, or leaves the one that is there, and starts its Exim and
 * what belongs to it. Throws ProgramFailed with what the program said.
 * @param {string} directory
 */
export const startRehearsal = async (directory) => {
	await must(program("create", "--root", directory));
	await must(program("start", "--root", directory));
};

/** Ends what runs in a rehearsal host's directory. @param {string} directory */
export const stopRehearsal = (directory) => must(program("stop", "--root", directory), { tidying: true });
