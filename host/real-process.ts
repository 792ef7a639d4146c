import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import { createInterface } from "node:readline";
import { StringDecoder } from "node:string_decoder";
import { asOneself } from "./account";
import type { Account, Companion, Program, Ran } from "./system";

/** What every program sees: a fixed search path and messages in the language that our parsers know. */
const ENVIRONMENT = {
	PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
	LANG: "C",
	LC_ALL: "C",
	PYTHONDONTWRITEBYTECODE: "1",
	// Next's types want a NODE_ENV in every environment; these programs have none.
} as Partial<NodeJS.ProcessEnv> as NodeJS.ProcessEnv;
/** How much a program may write before it is stopped. */
const OUTPUT_BYTES = 64 * 1024 * 1024;
/**
 * A daemon that a program leaves behind may keep its pipes open: after the program's end its output is complete once
 * nothing came for so many looks, so far apart.
 */
const QUIET_LOOKS = 4;
const LOOK_MS = 50;

const asAccount = (account: Account | null) => account ?? {};

/** Kills a whole process group: a program's own children must not outlive it. */
function killGroup(child: ChildProcess) {
	if (child.pid === undefined) return;
	try {
		process.kill(-child.pid, "SIGKILL");
	} catch {
		// It has ended by itself.
	}
}

/** Gathers a stream's text, and hands on its pieces. */
function gather(child: ChildProcess, name: "stdout" | "stderr", onText?: (text: string) => void) {
	const chunks: Buffer[] = [];
	const decoder = new StringDecoder("utf8");
	let bytes = 0;
	child[name]?.on("data", (chunk: Buffer) => {
		chunks.push(chunk);
		bytes += chunk.length;
		if (bytes > OUTPUT_BYTES) killGroup(child);
		onText?.(decoder.write(chunk));
	});
	return { text: () => Buffer.concat(chunks).toString("utf8"), bytes: () => bytes };
}

/** Calls back once a count has stood still. Each look lets the pipes be read first, however late its timer comes. */
function onceQuiet(count: () => number, then: () => void, before = count(), quiet = 0) {
	if (quiet === QUIET_LOOKS) return then();
	setTimeout(
		() =>
			setImmediate(() => {
				const now = count();
				onceQuiet(count, then, now, now === before ? quiet + 1 : 0);
			}),
		LOOK_MS,
	);
}

/** See `System.run`. */
export function run(program: Program, account: Account | null): Promise<Ran> {
	const [command = "", ...args] = program.argv;
	return new Promise((resolve, reject) => {
		// Only with root's rights can a child lay all of them down, its groups included.
		const child = asOneself(() =>
			spawn(command, args, {
				...asAccount(program.as ?? account),
				cwd: program.cwd ?? "/",
				env: { ...ENVIRONMENT, ...program.env },
				stdio: ["pipe", "pipe", "pipe"],
				detached: true,
			}),
		);
		const stdout = gather(child, "stdout", program.onStdout);
		const stderr = gather(child, "stderr");
		let timedOut = false;
		const timer = setTimeout(() => {
			timedOut = true;
			killGroup(child);
		}, program.timeoutMs);
		let status: number | null = null;
		let ended = false;
		const finish = () => {
			if (ended) return;
			ended = true;
			child.stdout?.destroy();
			child.stderr?.destroy();
			resolve({ status: timedOut ? null : status, stdout: stdout.text(), stderr: stderr.text(), timedOut });
		};
		child.on("error", (error) => {
			clearTimeout(timer);
			ended = true;
			reject(error);
		});
		child.on("exit", (code) => {
			clearTimeout(timer);
			status = code;
			onceQuiet(() => stdout.bytes() + stderr.bytes(), finish);
		});
		child.on("close", finish);
		// A program that ends without reading its input is no failure of ours.
		child.stdin?.on("error", () => {});
		child.stdin?.end(program.stdin ?? "");
	});
}

/** See `System.accompany`. */
export function accompany(argv: readonly string[], account: Account | null): Promise<Companion> {
	const [command = "", ...args] = argv;
	return new Promise((resolve, reject) => {
		const child = asOneself(() =>
			spawn(command, args, {
				...asAccount(account),
				cwd: "/",
				env: ENVIRONMENT,
				stdio: ["pipe", "pipe", "ignore"],
			}),
		);
		const ended = new Promise<void>((done) => child.on("exit", () => done()));
		child.stdin.on("error", () => {});
		const firstLine = new Promise<string | null>((found) => {
			createInterface({ input: child.stdout })
				.once("line", found)
				.once("close", () => found(null));
		});
		child.on("error", reject);
		child.on("spawn", () =>
			resolve({
				pid: child.pid ?? 0,
				firstLine,
				close: () => {
					child.stdin.end();
					return ended;
				},
			}),
		);
	});
}

/** See `System.leaveBehind`. */
export function leaveBehind(script: string | undefined, args: readonly string[]): Promise<number> {
	if (script === undefined) return Promise.reject(new Error("This program doesn't know its own path."));
	return new Promise((resolve, reject) => {
		// The program's own files may be root's alone.
		const child = asOneself(() =>
			spawn(process.execPath, [...process.execArgv, fs.realpathSync(script), ...args], {
				cwd: "/",
				env: ENVIRONMENT,
				stdio: "ignore",
				detached: true,
			}),
		);
		child.on("error", reject);
		child.on("spawn", () => {
			child.unref();
			resolve(child.pid ?? 0);
		});
	});
}
