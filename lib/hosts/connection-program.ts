import "server-only";
import { spawn } from "node:child_process";
import type { Socket } from "node:net";
import { createInterface } from "node:readline";

/** The last lines of what a program printed on stderr, for a diagnosis. */
const LAST_LINES = 20;
const GRACE_MS = 3_000;

/** A program that answers requests. */
export type AnsweringProgram = {
	/** Asks it something more. */
	ask: (request: string) => void;
	/** Says that nothing more will be asked. */
	close: () => void;
	/** The next line of its output, null after the last. */
	nextLine: () => Promise<string | null>;
	/** What it printed beside its answer, or why it could not be started. */
	said: string[];
	/** Whether it could be started at all, as far as is known. */
	started: () => boolean;
	ended: () => boolean;
	/** Its exit status; null while it runs and after a signal. */
	status: () => number | null;
	/** Ends it and all it started in its process group: asked first, then forced. */
	stop: () => void;
	/** Lets it finish alone; what it still says is taken from it, so that it doesn't wait for a reader. */
	leave: () => void;
};

/** Starts a program in a process group of its own; it reads a line for each request. */
export function startProgram([command, ...args]: [string, ...string[]]): AnsweringProgram {
	const child = spawn(command, args, {
		detached: true,
		stdio: ["pipe", "pipe", "pipe"],
		// Nothing of the console's environment: its secret and its database are not the host's business.
		env: {
			PATH: process.env.PATH ?? "/usr/sbin:/usr/bin:/sbin:/bin",
			LANG: "C.UTF-8",
			NODE_ENV: process.env.NODE_ENV,
		},
	});
	const said: string[] = [];
	let started = true;
	let closed = false;
	child.once("close", () => {
		closed = true;
	});
	child.once("error", (error) => {
		started = false;
		said.push(error.message);
	});
	child.stdin.on("error", () => {
		// A program that ends before it has read says why on stderr.
	});
	createInterface({ input: child.stderr }).on("line", (line) => {
		said.push(line);
		if (said.length > LAST_LINES) said.shift();
	});
	const reader = createInterface({ input: child.stdout });
	const lines = reader[Symbol.asyncIterator]();
	// One that only waits to be asked keeps nobody from ending.
	child.unref();
	for (const stream of [child.stdin, child.stdout, child.stderr]) (stream as Socket).unref();

	const signal = (name: "SIGTERM" | "SIGKILL") => {
		if (child.pid === undefined) return;
		try {
			process.kill(-child.pid, name);
		} catch {
			// The whole group has ended.
		}
	};
	return {
		ask: (request) => void child.stdin.write(`${request}\n`),
		close: () => void child.stdin.end(),
		nextLine: async () => {
			const { done, value } = await lines.next();
			if (!done) return value;
			// stderr, and the reason a program could not be started, may come after the end of stdout.
			if (!closed) await new Promise((resolve) => child.once("close", resolve));
			return null;
		},
		said,
		started: () => started,
		ended: () => closed || child.exitCode !== null || child.signalCode !== null || !started,
		status: () => child.exitCode,
		stop: () => {
			signal("SIGTERM");
			setTimeout(() => {
				if (!closed) signal("SIGKILL");
			}, GRACE_MS).unref();
		},
		leave: () => {
			reader.close();
			child.stdout.resume();
			child.unref();
		},
	};
}
