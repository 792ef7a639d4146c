import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { type HostEvent, hostEvent } from "@/lib/core/host/events";
import { PROTOCOL } from "@/lib/core/host/protocol";
import { bundle } from "../../bin/bundle-host.mjs";

const CHECKOUT = path.resolve(import.meta.dirname, "../..");

export type Entry = "listkeeper" | "faulty-listkeeper" | "put-mailman";
const SOURCES: Record<Entry, string> = {
	listkeeper: "host/listkeeper.ts",
	"faulty-listkeeper": "host/testing/faulty-listkeeper.ts",
	"put-mailman": "host/testing/put-mailman.ts",
};
const bundled = new Map<Entry, Promise<string>>();
const directories: string[] = [];
// A worker is ended without its exit handlers, so a test file takes away its own.
afterAll(() => {
	for (const directory of directories) fs.rmSync(directory, { recursive: true, force: true });
});

/** The program, or the test entry around it, bundled as it ships. Out: its path; everybody may read it. */
export function program(entry: Entry = "listkeeper"): Promise<string> {
	const known = bundled.get(entry);
	if (known) return known;
	// Not in the checkout, which may lie where the users of rehearsal hosts can't read.
	const directory = fs.mkdtempSync(path.join(os.tmpdir(), "lk-program-"));
	fs.chmodSync(directory, 0o755);
	const file = path.join(directory, `${entry}.mjs`);
	const made = bundle(path.join(CHECKOUT, SOURCES[entry]), file).then(() => file);
	bundled.set(entry, made);
	directories.push(directory);
	return made;
}

const HUNG_MS = 110_000;

/** How a call of the program ended. */
export type Called = {
	status: number | null;
	signal: NodeJS.Signals | null;
	events: HostEvent[];
	stdout: string;
	stderr: string;
	last: HostEvent | undefined;
};

export type Calling = { child: ChildProcess; ended: Promise<Called> };

/** Starts the program. In: its words, what it reads, and what the test entry is told in the environment. */
export async function call(
	words: readonly string[],
	options: {
		entry?: Entry;
		/** The bundled program's path, where it is a copy of one's own. */
		script?: string;
		stdin?: string;
		env?: Record<string, string>;
		uid?: number;
		gid?: number;
	} = {},
): Promise<Calling> {
	const script = options.script ?? (await program(options.entry));
	const child = spawn(process.execPath, [script, ...words], {
		stdio: ["pipe", "pipe", "pipe"],
		env: { ...process.env, ...options.env },
		...(options.uid === undefined ? {} : { uid: options.uid }),
		...(options.gid === undefined ? {} : { gid: options.gid }),
	});
	let [stdout, stderr] = ["", ""];
	child.stdout.setEncoding("utf8").on("data", (text: string) => {
		stdout += text;
	});
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		stderr += text;
	});
	child.stdin.on("error", () => {});
	child.stdin.end(options.stdin ?? "");
	const ended = new Promise<Called>((resolve, reject) => {
		child.on("error", reject);
		// A program that hangs is a failure of its own, and must not look like a slow test.
		const hung = setTimeout(() => {
			child.kill("SIGKILL");
			reject(new Error(`${words.join(" ")} did not end. ${stdout} ${stderr}`));
		}, HUNG_MS);
		child.on("close", (status, signal) => {
			clearTimeout(hung);
			const events = stdout
				.split("\n")
				.filter((line) => line.startsWith('{"type":'))
				.map((line) => hostEvent.parse(JSON.parse(line)));
			resolve({ status, signal, events, stdout, stderr, last: events.at(-1) });
		});
	});
	return { child, ended };
}

/** Asks a host by `serve`, as the console does. */
export async function ask(
	root: string,
	request: Record<string, unknown>,
	options: { entry?: Entry; env?: Record<string, string> } = {},
): Promise<Called> {
	const stdin = JSON.stringify({ protocol: PROTOCOL, actor: "test", ...request });
	return (await call(["--root", root, "serve"], { ...options, stdin })).ended;
}
