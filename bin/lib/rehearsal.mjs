// @ts-check
import { must } from "./run.mjs";

/**
 * Makes the rehearsal host in its directory, or leaves the one that is there, and starts its Exim and
 * what belongs to it. Throws ProgramFailed with what the program said.
 * @param {string} program @param {string} directory
 */
export const startRehearsal = async (program, directory) => {
	await must([process.execPath, program, "rehearsal", "create", "--root", directory]);
	await must([process.execPath, program, "rehearsal", "start", "--root", directory]);
};

/** Ends what runs in a rehearsal host's directory. @param {string} program @param {string} directory */
export const stopRehearsal = (program, directory) =>
	must([process.execPath, program, "rehearsal", "stop", "--root", directory], { tidying: true });
