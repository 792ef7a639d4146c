// @ts-check
import { must } from "./run.mjs";

/** Makes the rehearsal host in its directory, or leaves the one that is there. Throws ProgramFailed. @param {string} program @param {string} directory */
export const createRehearsal = (program, directory) =>
	must([process.execPath, program, "rehearsal", "create", "--root", directory]);

/** Starts what a rehearsal host needs and isn't running. Throws ProgramFailed. @param {string} program @param {string} directory */
export const startRehearsal = (program, directory) =>
	must([process.execPath, program, "rehearsal", "start", "--root", directory]);

/** Ends what runs in a rehearsal host's directory. Throws ProgramFailed. @param {string} program @param {string} directory */
export const stopRehearsal = (program, directory) =>
	must([process.execPath, program, "rehearsal", "stop", "--root", directory], { tidying: true });
