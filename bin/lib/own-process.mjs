// @ts-check
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** A process that can be recognised later: a number alone may have gone to another meanwhile. @typedef {{ pid: number, started: string }} OwnProcess */

/**
 * When a process was started, in the kernel's ticks since boot; null if there is none (a zombie
 * counts as none). Field 22 of /proc/PID/stat, proc(5).
 * @param {number} pid
 */
const startedAt = (pid) => {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		return fields[0] === "Z" ? null : (fields[19] ?? null);
	} catch {
		return null;
	}
};

/** @param {number} pid @returns {OwnProcess | null} */
export const identify = (pid) => {
	const started = startedAt(pid);
	return started === null ? null : { pid, started };
};

/** @param {OwnProcess} process */
export const alive = ({ pid, started }) => startedAt(pid) === started;

/**
 * Ends a process: SIGTERM, then SIGKILL when it takes longer than `graceMs`. Never touches a process
 * that merely has its number.
 * @param {OwnProcess} own @param {number} [graceMs]
 */
export const stop = async (own, graceMs = 10_000) => {
	for (const signal of /** @type {const} */ (["SIGTERM", "SIGKILL"])) {
		if (!alive(own)) return;
		try {
			process.kill(own.pid, signal);
		} catch {
			return; // It ended meanwhile.
		}
		const deadline = Date.now() + graceMs;
		while (alive(own) && Date.now() < deadline) await pause(20);
	}
};
