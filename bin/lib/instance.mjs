// @ts-check
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { alive, identify } from "./own-process.mjs";

/** @import { OwnProcess } from "./own-process.mjs" */
/** A running copy: the `npm run up` that watches over it, its server, its address on this machine, and the one people use. @typedef {{ up: OwnProcess, server: OwnProcess, address: string, url: string }} Instance */

/** The copy that runs from this state directory; null if none does. @param {string} file @returns {Instance | null} */
export const runningInstance = (file) => {
	if (!existsSync(file)) return null;
	/** @type {Instance} */
	const instance = JSON.parse(readFileSync(file, "utf8"));
	return alive(instance.server) ? instance : null;
};

/** @param {string} file @param {Instance} instance */
export const recordInstance = (file, instance) => {
	writeFileSync(`${file}.new`, `${JSON.stringify(instance)}\n`, { mode: 0o600 });
	renameSync(`${file}.new`, file);
};

/** @param {string} file */
export const forgetInstance = (file) => rmSync(file, { force: true });

/**
 * Takes the one place at the start, so that two of us don't build into the same directory. Out: a
 * function that gives it back, or the number of the process that holds it.
 * @param {string} file @returns {(() => void) | number}
 */
export const takeStart = (file) => {
	// Written aside and linked, so that whoever finds it finds all of it.
	const aside = `${file}.${process.pid}`;
	writeFileSync(aside, JSON.stringify(identify(process.pid)), { mode: 0o600 });
	try {
		for (;;) {
			try {
				linkSync(aside, file);
				let held = true;
				return () => {
					if (held) rmSync(file, { force: true });
					held = false;
				};
			} catch (error) {
				if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
			}
			/** @type {OwnProcess} */
			const holder = JSON.parse(readFileSync(file, "utf8"));
			if (alive(holder)) return holder.pid;
			rmSync(file, { force: true });
		}
	} finally {
		rmSync(aside);
	}
};

/**
 * Waits until a server answers anything but a failure. In: its address, how to see that it still
 * lives, and how long to wait in milliseconds. Throws when it ends or the time is up.
 * @param {string} address @param {() => boolean} lives @param {number} limitMs
 */
export const untilAnswers = async (address, lives, limitMs) => {
	const deadline = Date.now() + limitMs;
	let last = "no answer";
	while (Date.now() < deadline) {
		if (!lives()) throw new Error("The web server ended before it answered.");
		try {
			const response = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(5_000) });
			if (response.status < 500) return;
			last = `status ${response.status}`;
		} catch {
			// Not listening yet.
		}
		await pause(50);
	}
	throw new Error(`The web server did not answer in ${limitMs / 1000} s (${last}).`);
};
