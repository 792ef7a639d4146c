// @ts-check
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildWeb, bundleHost, HOST_PROGRAM, webServer } from "./build.mjs";
import { matchesLock } from "./installed.mjs";
import { forgetInstance, recordInstance, runningInstance, takeStart } from "./instance.mjs";
import { readyMachine } from "./machine.mjs";
import { identify, stop } from "./own-process.mjs";
import { CHECKOUT, npmProgram, statePaths } from "./paths.mjs";
import { choosePort } from "./port.mjs";
import { generateClients } from "./prisma.mjs";
import { progress } from "./progress.mjs";
import { readyLine } from "./ready.mjs";
import { createRehearsal, startRehearsal, stopRehearsal } from "./rehearsal.mjs";
import { reachableProgram, rehearsalPlace } from "./rehearsal-place.mjs";
import { interrupt, must, ProgramFailed } from "./run.mjs";
import { baseUrl, webEnvironment } from "./web-environment.mjs";
import { PortTaken, startServer } from "./web-server.mjs";

/** How often another port is tried where one is taken between choosing and listening. */
const OTHER_PORTS = 5;

/** @import { OwnProcess } from "./own-process.mjs" */

const did = (/** @type {boolean} */ anything) => (anything ? null : "up to date");

/** Waits for Ctrl-C or another request to end. Out: 128 + the signal's number, for the exit status. @returns {{ asked: Promise<number>, status: () => number | null }} */
const ending = () => {
	/** @type {number | null} */
	let status = null;
	/** @type {Promise<number>} */
	const asked = new Promise((resolve) => {
		for (const [signal, number] of /** @type {const} */ ([
			["SIGHUP", 1],
			["SIGINT", 2],
			["SIGTERM", 15],
		]))
			process.on(signal, () => {
				status ??= 128 + number;
				interrupt();
				resolve(status);
			});
	});
	return { asked, status: () => status };
};

/** The state directory and the files that must not be readable to others. As root others may pass through to the rehearsal host. @param {ReturnType<typeof statePaths>} paths @param {boolean} root */
const makeState = (paths, root) => {
	mkdirSync(paths.logs, { recursive: true, mode: 0o700 });
	chmodSync(paths.state, root ? 0o711 : 0o700);
	// SQLite gives the files it lays beside a database the database's own mode.
	if (!existsSync(paths.database)) writeFileSync(paths.database, "", { mode: 0o600 });
};

/**
 * Does everything that is not done yet, starts the console, says where it is, and stays until it is
 * asked to end. Out: the exit status. Throws ProgramFailed, or an Error whose message is for people.
 * @param {{ env: NodeJS.ProcessEnv, dev: boolean, out: NodeJS.WriteStream }} options
 * @returns {Promise<number>}
 */
export const up = async ({ env, dev, out }) => {
	const paths = statePaths(env);
	const root = process.getuid?.() === 0;
	const { step, say } = progress(out);
	const already = runningInstance(paths.instance);
	if (already !== null) {
		say(await readyLine({ ...already, setupToken: paths.setupToken }));
		return 0;
	}
	makeState(paths, root);
	const giveBack = takeStart(paths.starting);
	if (typeof giveBack === "number")
		throw new Error(
			`Another npm run up is at work here (process ${giveBack}). Wait for its line, or end it.`,
		);

	const end = ending();
	/** @type {(() => Promise<unknown>)[]} */
	const undo = [];
	try {
		const host = env.HOST || "127.0.0.1";
		await step(
			"npm packages",
			async () => {
				if (matchesLock(CHECKOUT)) return false;
				await must(["npm", "ci", "--no-audit", "--no-fund"]);
				return true;
			},
			did,
		);
		const machine = await step(
			"mail server",
			() => readyMachine(() => {}),
			({ words }) => words,
		);
		for (const sentence of machine.advice) say(`  ${sentence}`);
		await step("database clients", () => generateClients(), did);
		await step("host program", () => bundleHost(), did);

		const rehearsal = rehearsalPlace({ wanted: paths.rehearsal, root, home: os.homedir() });
		const program = reachableProgram({ program: env.LISTKEEPER_PROGRAM || HOST_PROGRAM, rehearsal, root });
		const wanted = env.PORT ? Number(env.PORT) : null;
		let port = await choosePort(host, wanted);
		let web = webEnvironment({ env, paths, rehearsal, program, host, port });
		await step(
			"database",
			() => must([process.execPath, "bin/migrate.mjs", "deploy"], { env: web }),
			({ output }) => output.trim(),
		);
		if (!dev) await step("console", () => buildWeb(env), did);
		await step("rehearsal host", async () => {
			await createRehearsal(program, rehearsal);
			undo.push(() => stopRehearsal(program, rehearsal));
			await startRehearsal(program, rehearsal);
		}).catch((error) => {
			// The console is of use without it, and says the same.
			if (end.status() !== null || !(error instanceof ProgramFailed)) throw error;
			say(`  ${error.output.trim().split("\n").join("\n  ")}`);
		});

		const serve = () =>
			startServer({
				argv: dev
					? [npmProgram("next"), "dev", "--hostname", host, "--port", String(port)]
					: [process.execPath, webServer(env)],
				env: dev ? { ...web, NODE_ENV: "development" } : web,
				address: baseUrl(host, port),
				log: path.join(paths.logs, "web.log"),
				limitMs: dev ? 120_000 : 30_000,
			});
		const server = await step("web server", async () => {
			for (let tries = 0; ; tries++) {
				try {
					return await serve();
				} catch (error) {
					// Building takes its time, and another copy may have chosen the same port meanwhile.
					if (!(error instanceof PortTaken) || wanted !== null || tries === OTHER_PORTS) throw error;
					port = await choosePort(host, null);
					web = webEnvironment({ env, paths, rehearsal, program, host, port });
				}
			}
		});
		const address = baseUrl(host, port);
		undo.push(() => stop(server.own));
		const self = /** @type {OwnProcess} */ (identify(process.pid));
		const instance = { up: self, server: server.own, address, url: web.LISTKEEPER_URL ?? address };
		recordInstance(paths.instance, instance);
		undo.push(async () => forgetInstance(paths.instance));
		giveBack();
		if (host !== "127.0.0.1" && host !== "::1" && host !== "localhost")
			say(`  It listens on ${host}: put HTTPS in front of it before anybody signs in from elsewhere.`);
		say(await readyLine({ ...instance, setupToken: paths.setupToken }));
		await Promise.race([end.asked, server.ended]);
		if (end.status() !== null) return 0;
		throw new Error(`The web server ended by itself. Its log is ${path.join(paths.logs, "web.log")}.`);
	} catch (error) {
		const status = end.status();
		if (status !== null) return status;
		throw error;
	} finally {
		giveBack();
		for (const work of undo.reverse()) await work().catch((error) => say(error.message));
	}
};
