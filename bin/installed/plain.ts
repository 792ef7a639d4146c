// Starts and stops an installed console where no systemd does it.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { CONSOLE } from "@/lib/core/host/console-places";
import { takeStart } from "../lib/instance.mjs";
import { alive, identify, type OwnProcess, stop } from "../lib/own-process.mjs";
import { asAccount, withinBounds } from "./bounds";
import { untilOurs } from "./ours";
import { childrenOf, RECORD, type Running, running } from "./running";
import { addressOf, consoleSettings } from "./settings";

const GRACE_MS = 10_000;
const LOGS = `${CONSOLE.state}/log`;
const LOG = `${LOGS}/console.log`;
const PROGRAMS = path.join(CONSOLE.current, "bin");
const ENVIRONMENT = {
	NODE_ENV: "production" as const,
	PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
	LANG: "C.UTF-8",
};

/** What the console said last, for whoever is at the terminal. Asked as the account: the file is in its hands. */
function lastWords(): string {
	const [command, ...words] = asAccount(["/usr/bin/tail", "-n", "15", LOG]);
	return spawnSync(command, words, { encoding: "utf8", env: ENVIRONMENT }).stdout.trim();
}

function identified(pid: number | undefined, what: string): OwnProcess {
	const own = pid === undefined ? null : identify(pid);
	if (own === null) throw new Error(`${what} ended at once.\n${lastWords()}`);
	return own;
}

/** Starts both processes. What the console says goes to what stands beside it, and nowhere else. */
function begin(settings: Record<string, string>): Running {
	const [mkdir, ...made] = asAccount(["/bin/mkdir", "-p", LOGS]);
	spawnSync(mkdir, made, { env: ENVIRONMENT });
	const [keeper, ...kept] = asAccount([
		process.execPath,
		path.join(PROGRAMS, "beside.mjs"),
		CONSOLE.ownSocket,
		LOG,
	]);
	const beside = spawn(keeper, kept, {
		cwd: "/",
		detached: true,
		env: ENVIRONMENT,
		stdio: ["pipe", "ignore", "ignore"],
	});
	const [bounds, ...within] = withinBounds(path.join(PROGRAMS, "within-bounds.sh"), [
		process.execPath,
		path.join(PROGRAMS, "serve.mjs"),
		CONSOLE.ownSocket,
	]);
	const console = spawn(bounds, within, {
		cwd: "/",
		detached: true,
		env: { ...ENVIRONMENT, ...settings },
		stdio: ["ignore", beside.stdin, beside.stdin],
	});
	for (const child of [beside, console]) child.unref();
	beside.stdin.destroy();
	return {
		beside: identified(beside.pid, "What keeps the console's log"),
		bounds: identified(console.pid, "The console"),
	};
}

function note(now: Running) {
	writeFileSync(`${RECORD}.new`, `${JSON.stringify(now)}\n`);
	renameSync(`${RECORD}.new`, RECORD);
}

/** Starts the console, and waits until it answers. Out: false where it ran already. Throws with its last words. */
export async function start(): Promise<boolean> {
	mkdirSync(CONSOLE.runtime, { recursive: true, mode: 0o755 });
	const giveBack = takeStart(`${CONSOLE.runtime}/starting`);
	if (typeof giveBack === "number") throw new Error(`It is being started already, by process ${giveBack}.`);
	try {
		const before = running();
		if (before !== null && alive(before.bounds) && alive(before.beside)) return false;
		if (before !== null) await end(before);
		const settings = consoleSettings();
		const now = begin(settings);
		note(now);
		try {
			await untilOurs(addressOf(settings).address, () => (alive(now.bounds) ? now.bounds.pid : null));
		} catch (error) {
			await end(now);
			throw new Error(`${error instanceof Error ? error.message : error}\n${lastWords()}`);
		}
		return true;
	} finally {
		giveBack();
	}
}

/** Waits until a process has ended. Out: whether it has. */
async function gone(one: OwnProcess, ms: number): Promise<boolean> {
	for (const late = Date.now() + ms; alive(one) && Date.now() < late; ) await pause(20);
	return !alive(one);
}

/** Ends what runs: the server is asked, then everything within the bounds is ended at once. */
async function end({ bounds, beside }: Running) {
	if (alive(bounds)) {
		for (const init of childrenOf(bounds.pid))
			for (const server of childrenOf(init.pid)) await stop(server, GRACE_MS);
		if (!(await gone(bounds, GRACE_MS))) await stop(bounds, 0);
	}
	if (!(await gone(beside, GRACE_MS))) await stop(beside);
	rmSync(RECORD, { force: true });
}

/** Stops the console. Out: false where none ran. */
export async function halt(): Promise<boolean> {
	const now = running();
	if (now === null) return false;
	await end(now);
	return true;
}
