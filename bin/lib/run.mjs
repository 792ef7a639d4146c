// @ts-check
import { spawn } from "node:child_process";
import { CHECKOUT } from "./paths.mjs";

/** What a program said and how it ended; `status` is 128 + the signal's number where one ended it. @typedef {{ status: number, output: string, ms: number }} Ran */

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();
let interrupted = false;

/** Asks every program that `run` waits for to end, and lets no other begin but those that tidy up: somebody pressed Ctrl-C. */
export const interrupt = () => {
	interrupted = true;
	for (const child of running) child.kill("SIGTERM");
};

const SIGNALS = /** @type {Record<string, number>} */ ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 });

/**
 * Runs a program without a shell and waits for its end. In: argv, and where its output goes besides
 * the result: `show` gets each piece as it comes. Throws if the program cannot be started.
 * @param {readonly [string, ...string[]]} argv
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, show?: (text: string) => void, tidying?: boolean }} [options]
 * @returns {Promise<Ran>}
 */
export const run = (argv, { env = process.env, cwd = CHECKOUT, show, tidying = false } = {}) =>
	new Promise((resolve, reject) => {
		if (interrupted && !tidying) return reject(new Error("Interrupted."));
		const began = performance.now();
		const [program, ...args] = argv;
		const child = spawn(program, args, {
			cwd,
			env,
			stdio: ["ignore", "pipe", "pipe"],
			// Ctrl-C, pressed again, must not end what tidies up.
			detached: tidying,
		});
		if (!tidying) running.add(child);
		let output = "";
		for (const stream of [child.stdout, child.stderr])
			stream?.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
				output += text;
				show?.(text);
			});
		child.on("error", (error) => {
			running.delete(child);
			reject(error);
		});
		child.on("close", (status, signal) => {
			running.delete(child);
			resolve({
				status: status ?? 128 + (SIGNALS[signal ?? ""] ?? 0),
				output,
				ms: performance.now() - began,
			});
		});
	});

/** A program that ended badly; `output` is all it said. */
export class ProgramFailed extends Error {
	/** @param {readonly string[]} argv @param {Ran} ran */
	constructor(argv, ran) {
		super(`${argv.join(" ")} ended with status ${ran.status}.`);
		this.output = ran.output;
	}
}

/**
 * Like `run`, but throws ProgramFailed unless the status is 0.
 * @param {readonly [string, ...string[]]} argv
 * @param {Parameters<typeof run>[1]} [options]
 */
export const must = async (argv, options) => {
	const ran = await run(argv, options);
	if (ran.status !== 0) throw new ProgramFailed(argv, ran);
	return ran;
};
