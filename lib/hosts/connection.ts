import "server-only";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { z } from "zod";
import type { Diagnosis } from "@/lib/core/checks/types";
import { type HostEvent, hostEvent } from "@/lib/core/host/events";
import { type hostRequest, PROTOCOL } from "@/lib/core/host/protocol";
import { env } from "@/lib/kernel/env";
import { HostFailed } from "@/lib/kernel/errors";
import type { HostConnection } from "./schema";

/** A request without what every request has. */
export type Ask = DistributiveOmit<z.input<typeof hostRequest>, "protocol" | "actor">;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A verb's result event. */
export type ResultOf<V extends Ask["verb"]> = Extract<HostEvent, { type: "result"; verb: V }>;

const argvOf = (connection: HostConnection): [string, ...string[]] =>
	connection.kind === "rehearsal"
		? [process.execPath, env.program, "serve", "--root", connection.root]
		: ["sudo", "-n", "/usr/local/sbin/listkeeper", "serve"];

const silent = (said: string[], sentence: string): Diagnosis => ({
	code: "host-silent",
	sentence,
	remedy:
		"Run `node dist/listkeeper.mjs status` on the host to see what it says, then ask again. Mail does not depend on the console.",
	place: null,
	setting: null,
	said,
});

/** The last lines of what a program printed, for a diagnosis. */
const LAST_LINES = 20;

/**
 * Asks a host and gives its events as they come; the last is `result` or `error`.
 * In: the connection, the request, who asks, and how long the host may be silent (milliseconds).
 * Throws HostFailed when the program can't be started, says nothing for that long, or ends without an answer.
 * Leaving the loop early, or aborting, ends the program with all it started, except a deployment, which it finishes.
 */
export async function* askHost(
	connection: HostConnection,
	ask: Ask,
	actor: string,
	options: { signal?: AbortSignal; silenceMs?: number } = {},
): AsyncGenerator<HostEvent> {
	const [command, ...args] = argvOf(connection);
	const child = spawn(command, args, {
		detached: true,
		stdio: ["pipe", "pipe", "pipe"],
		env: {
			PATH: process.env.PATH ?? "/usr/sbin:/usr/bin:/sbin:/bin",
			LANG: "C.UTF-8",
		} as unknown as NodeJS.ProcessEnv,
	});
	const said: string[] = [];
	let failure: Error | null = null;
	let ended = false;
	const kill = () => {
		if (ended || child.pid === undefined) return;
		try {
			process.kill(-child.pid, "SIGTERM");
		} catch {
			// It ended between the look and the signal.
		}
	};
	let timer: NodeJS.Timeout | undefined;
	const awake = () => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			failure = new HostFailed(
				silent(said, "The host has not said anything for too long, so Listkeeper stopped waiting."),
			);
			kill();
		}, options.silenceMs ?? 120_000);
	};
	child.on("error", (error) => {
		failure = new HostFailed(silent([error.message], `The host program ${env.program} can't be started.`));
	});
	const closed = new Promise<void>((resolve) => child.on("close", () => resolve()));
	createInterface({ input: child.stderr }).on("line", (line) => {
		said.push(line);
		if (said.length > LAST_LINES) said.shift();
	});
	options.signal?.addEventListener("abort", kill);
	child.stdin.on("error", () => {
		// A program that ends before it has read says why on stderr.
	});
	child.stdin.end(`${JSON.stringify({ protocol: PROTOCOL, actor, ...ask })}\n`);
	awake();
	let answered = false;
	try {
		for await (const line of createInterface({ input: child.stdout })) {
			awake();
			const event = hostEvent.safeParse(parseJson(line));
			if (!event.success) {
				said.push(line.slice(0, 500));
				continue;
			}
			answered = event.data.type === "result" || event.data.type === "error";
			yield event.data;
		}
		await closed;
		if (failure) throw failure;
		if (!answered) throw new HostFailed(silent(said, "The host program ended without an answer."));
	} finally {
		clearTimeout(timer);
		ended = child.exitCode !== null || child.signalCode !== null;
		if (ask.verb !== "deploy" && ask.verb !== "rollback") kill();
	}
}

const parseJson = (line: string): unknown => {
	try {
		return JSON.parse(line);
	} catch {
		return null;
	}
};

/**
 * Asks a host and waits for its result.
 * Throws HostFailed with what the host said when it answers with an error.
 */
export async function askForResult<V extends Ask["verb"]>(
	connection: HostConnection,
	ask: Extract<Ask, { verb: V }>,
	actor: string,
	options: { signal?: AbortSignal; silenceMs?: number } = {},
): Promise<ResultOf<V>> {
	for await (const event of askHost(connection, ask, actor, options)) {
		if (event.type === "error") throw new HostFailed(event.diagnosis);
		if (event.type === "result" && event.verb === ask.verb) return event as ResultOf<V>;
	}
	throw new HostFailed(silent([], "The host program ended without an answer."));
}
