import "server-only";
import type { z } from "zod";
import type { Diagnosis } from "@/lib/core/checks/types";
import { type HostEvent, hostEvent } from "@/lib/core/host/events";
import { authorizedKeysLine, SERVE_ARGV, sudoersLine } from "@/lib/core/host/program";
import { type hostRequest, PROTOCOL } from "@/lib/core/host/protocol";
import { env } from "@/lib/kernel/env";
import { HostFailed } from "@/lib/kernel/errors";
import { consoleAccount } from "./connection-account";
import { keepProgram, newProgram, takeProgram, type Way } from "./connection-kept";
import { consolePublicKey } from "./connection-key";
import type { AnsweringProgram } from "./connection-program";
import { sshArgv } from "./connection-ssh";
import { fingerprintOf } from "./host-keys";
import type { HostConnection } from "./schema";
import { otherCommand, sshDiagnosis, sshMissing } from "./ssh-diagnosis";
import { sudoDiagnosis } from "./sudo-diagnosis";

/** A request without what every request has. */
export type Ask = DistributiveOmit<z.input<typeof hostRequest>, "protocol" | "actor">;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A verb's result event. */
export type ResultOf<V extends Ask["verb"]> = Extract<HostEvent, { type: "result"; verb: V }>;

async function wayTo(connection: HostConnection): Promise<Way> {
	if (connection.kind === "ssh") return sshArgv(connection);
	if (connection.kind === "rehearsal")
		return [process.execPath, env.program, "serve", "--root", connection.root];
	// An installed console is kept from starting anything with more rights than its own, sudo included.
	return env.hostSocket === null ? [...SERVE_ARGV] : { socket: env.hostSocket };
}

/** These change the host: once begun they go on to their own end, whoever listens. */
const FINISHES_ALONE: ReadonlySet<Ask["verb"]> = new Set([
	"deploy",
	"rollback",
	"confirm",
	"recover",
	"prune",
]);

/** So many lines that are no events are told in a diagnosis, and so many are listened to before the first event. */
const STRAYS_TOLD = 20;
const STRAYS_HEARD = 1_000;

/** How long a program may take to end after its last word, and then is no longer waited for. */
const LAST_WORD_MS = 2_000;

const diagnosisOf = (code: string, sentence: string, remedy: string, said: readonly string[]): Diagnosis => ({
	code,
	sentence,
	remedy,
	place: null,
	setting: null,
	said: [...said],
});

const askThere = (command: string) =>
	`Run \`${command}\` on the host to see what it says, then ask again. Mail does not depend on the console.`;
const ASK_THERE: Readonly<Record<HostConnection["kind"], string>> = {
	rehearsal: askThere("node dist/listkeeper.mjs status"),
	local: askThere("sudo listkeeper status"),
	ssh: askThere("sudo listkeeper status"),
};

const tooSilent = ({ kind }: HostConnection, seconds: number, said: readonly string[]) =>
	diagnosisOf(
		"host-silent",
		`The host has not said anything for ${seconds} s, so Listkeeper stopped waiting.`,
		ASK_THERE[kind],
		said,
	);

/** Why there is no answer, in the words of how the host is reached. In: what came of the program that was asked. */
async function endedWithout(
	connection: HostConnection,
	program: AnsweringProgram,
	came: { heard: boolean; strayed: number },
): Promise<Diagnosis> {
	if (connection.kind === "local" && env.hostSocket === null) {
		const account = consoleAccount();
		const end = { started: program.started(), status: program.status(), said: program.said };
		return sudoDiagnosis({ ...end, heard: came.heard }, account, sudoersLine(account));
	}
	if (connection.kind !== "ssh") return unanswered(connection, program.started(), program.said);
	if (!program.started()) return sshMissing();
	const { heard, strayed } = came;
	const end = { heard, strayed: strayed > 0, status: program.status(), said: program.said };
	const line = authorizedKeysLine(await consolePublicKey());
	return sshDiagnosis(end, connection, connection.hostKeys.map(fingerprintOf), line);
}

const otherVersion = (said: readonly string[]) =>
	diagnosisOf(
		"host-version-differs",
		"The program on the host answers in a way that this console doesn't know.",
		"Bring the console and the program on the host to the same version. Mail does not depend on the console.",
		said,
	);

/** An answer that ends a request, in whatever version's words. */
const endsRequest = (said: unknown): boolean =>
	typeof said === "object" && said !== null && ["result", "error"].includes(Reflect.get(said, "type"));

const PUT_THERE: Readonly<Record<HostConnection["kind"], string>> = {
	rehearsal: "Run `npm run up` again: it puts the program in its place. Mail does not depend on the console.",
	local:
		"Run `sudo bin/install` in the checkout: it puts the program, and the way to it, in its place. Mail does not depend on the console.",
	ssh: "Run `sudo node listkeeper.mjs install` on the host. Mail does not depend on the console.",
};

const unanswered = ({ kind }: HostConnection, started: boolean, said: readonly string[]) =>
	started
		? diagnosisOf("host-unanswered", "The host program ended without an answer.", ASK_THERE[kind], said)
		: diagnosisOf("host-program-missing", "The host program can't be started.", PUT_THERE[kind], said);

/** A promise's value, or `late` after so many milliseconds. Throws the signal's reason when it aborts. */
async function within<T>(promise: Promise<T>, ms: number, signal?: AbortSignal): Promise<T | "late"> {
	let timer: NodeJS.Timeout | undefined;
	let left = () => {};
	const late = new Promise<"late">((resolve, reject) => {
		timer = setTimeout(() => resolve("late"), ms);
		left = () => reject(signal?.reason);
		signal?.addEventListener("abort", left, { once: true });
		if (signal?.aborted) left();
	});
	try {
		return await Promise.race([promise, late]);
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener("abort", left);
	}
}

type AskingHow = {
	signal?: AbortSignal;
	silenceMs?: number;
	/** Not through what waits from an earlier question: whether one gets in is what is asked. */
	anew?: boolean;
};

/**
 * Asks a host and gives its events as they come; the last is `result` or `error`.
 * In: the connection, the request, who asks, and how long the host may be silent (milliseconds).
 * Throws HostFailed when the program can't be started, says nothing for that long, or ends without an answer; the
 * signal's reason when it aborts. A program that has answered waits a while for the next request. One that nobody
 * listens to any more is ended with all it started, except one that changes the host, which goes on to its own end.
 */
export async function* askHost(
	connection: HostConnection,
	ask: Ask,
	actor: string,
	{ signal, silenceMs = 120_000, anew = false }: AskingHow = {},
): AsyncGenerator<HostEvent> {
	signal?.throwIfAborted();
	const way = await wayTo(connection);
	const request = JSON.stringify({ protocol: PROTOCOL, actor, ...ask });
	const alone = FINISHES_ALONE.has(ask.verb);
	let { program, asked } = alone || anew ? { program: newProgram(way), asked: false } : takeProgram(way);
	program.ask(request);
	if (alone) program.close();
	let answered = false;
	const came = { heard: false, strayed: 0 };
	try {
		for (;;) {
			const line = await within(program.nextLine(), answered ? LAST_WORD_MS : silenceMs, signal);
			if (line === "late" && answered) return;
			if (line === "late" && connection.kind === "ssh" && came.strayed > 0 && !came.heard)
				throw new HostFailed(otherCommand(program.said));
			if (line === "late") throw new HostFailed(tooSilent(connection, silenceMs / 1000, program.said));
			if (line === null && asked) {
				// It ended while it waited, before it heard the request: nothing was begun.
				({ program, asked } = { program: newProgram(way), asked: false });
				program.ask(request);
				continue;
			}
			if (line === null) break;
			asked = false;
			const told = parseJson(line);
			const event = hostEvent.safeParse(told);
			if (!event.success) {
				if (++came.strayed <= STRAYS_TOLD) program.said.push(line.slice(0, 500));
				if (endsRequest(told)) throw new HostFailed(otherVersion(program.said));
				// Something that talks for ever is never silent.
				if (came.strayed >= STRAYS_HEARD && !came.heard)
					throw new HostFailed(
						connection.kind === "ssh"
							? otherCommand(program.said)
							: unanswered(connection, true, program.said),
					);
				continue;
			}
			came.heard = true;
			answered ||= event.data.type === "result" || event.data.type === "error";
			yield event.data;
			if (answered && !alone) return;
		}
		if (!answered) throw new HostFailed(await endedWithout(connection, program, came));
	} finally {
		if (alone) program.leave();
		else if (answered) keepProgram(way, program);
		else program.stop();
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
	options: AskingHow = {},
): Promise<ResultOf<V>> {
	for await (const event of askHost(connection, ask, actor, options)) {
		if (event.type === "error") throw new HostFailed(event.diagnosis);
		if (event.type === "result" && event.verb === ask.verb) return event as ResultOf<V>;
	}
	throw new HostFailed(unanswered(connection, true, []));
}
