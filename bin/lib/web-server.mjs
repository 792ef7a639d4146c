// @ts-check
import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync } from "node:fs";
import path from "node:path";
import { untilAnswers } from "./instance.mjs";
import { holdsPort } from "./listener.mjs";
import { alive, identify, stop } from "./own-process.mjs";
import { CHECKOUT } from "./paths.mjs";

/** @import { OwnProcess } from "./own-process.mjs" */

/** The port went to another program after it was chosen. */
export class PortTaken extends Error {}

/**
 * Starts a server and waits until it answers. In: what to run, its environment, its address, where its
 * log goes; the log before stays beside it as `.1`. Out: its process, and a promise of its end. Throws, with the log's last
 * lines, when it doesn't come up, PortTaken where another program has its port; it is stopped then.
 * @param {{ argv: readonly [string, ...string[]], env: NodeJS.ProcessEnv, address: string, log: string, limitMs: number }} of
 * @returns {Promise<{ own: OwnProcess, ended: Promise<void> }>}
 */
export const startServer = async ({ argv, env, address, log, limitMs }) => {
	mkdirSync(path.dirname(log), { recursive: true });
	if (existsSync(log)) renameSync(log, `${log}.1`);
	const out = openSync(log, "a", 0o600);
	const [program, ...args] = argv;
	// A group of its own: Ctrl-C reaches us alone, and we end it by its number.
	const child = spawn(program, args, { cwd: CHECKOUT, env, detached: true, stdio: ["ignore", out, out] });
	/** @type {Promise<void>} */
	const ended = new Promise((resolve) => child.once("exit", () => resolve()));
	const failed = new Promise((_, reject) => child.once("error", reject));
	closeSync(out);
	const own = child.pid === undefined ? null : identify(child.pid);
	try {
		await Promise.race([failed, untilAnswers(address, () => own !== null && alive(own), limitMs)]);
		const port = Number(new URL(address).port);
		// Whoever took the port meanwhile would answer just as well.
		if (own !== null && !holdsPort(own.pid, port)) throw new PortTaken(`Port ${port} is another program's.`);
	} catch (error) {
		if (own !== null) await stop(own);
		const said = readFileSync(log, "utf8").trim().split("\n").slice(-15).join("\n");
		if (error instanceof PortTaken || said.includes("EADDRINUSE"))
			throw new PortTaken(`${address} was taken by another program meanwhile.`);
		throw new Error(
			`${error instanceof Error ? error.message : String(error)} Its log, ${log}, ends:\n${said}`,
		);
	}
	return { own: /** @type {OwnProcess} */ (own), ended };
};
