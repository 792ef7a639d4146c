import "server-only";
import { type AnsweringProgram, startProgram } from "./connection-program";
import { reachProgram } from "./connection-socket";

/**
 * How long a program that has answered waits for the next request. A person who tries sessions out, or goes from page
 * to page, is then not kept waiting for Node to start; once nobody asks, nothing is left running.
 */
const IDLE_MS = 30_000;
/** Older ones are not asked again, so that a new version of the program is soon in use. */
const AGE_MS = 5 * 60_000;
const GRACE_MS = 3_000;
/** Pages ask for a few things at once. */
const WAITING = 2;

/** How a program is come by: started by its command line, or reached at a socket where each connection starts one. */
export type Way = [string, ...string[]] | { socket: string };

/** A program to ask that nobody has asked before. */
export const newProgram = (way: Way): AnsweringProgram =>
	"socket" in way ? reachProgram(way.socket) : startProgram(way);

type Waiting = { program: AnsweringProgram; born: number; end: NodeJS.Timeout };

/** Programs that have answered and may be asked again, by the way to them. */
const waiting = new Map<string, Waiting[]>();
const births = new WeakMap<AnsweringProgram, number>();

const keyOf = (way: Way) => JSON.stringify(way);

/** Lets a program end; one that doesn't is ended. */
function retire(program: AnsweringProgram) {
	program.close();
	setTimeout(() => program.ended() || program.stop(), GRACE_MS).unref();
}

function dismiss(key: string, one: Waiting) {
	waiting.set(
		key,
		(waiting.get(key) ?? []).filter((other) => other !== one),
	);
	clearTimeout(one.end);
	retire(one.program);
}

/** A program to ask: one that has answered before and still lives, where there is one. */
export function takeProgram(way: Way): { program: AnsweringProgram; asked: boolean } {
	const key = keyOf(way);
	for (const one of [...(waiting.get(key) ?? [])].reverse()) {
		if (one.program.ended() || Date.now() - one.born > AGE_MS) {
			dismiss(key, one);
			continue;
		}
		clearTimeout(one.end);
		waiting.set(
			key,
			(waiting.get(key) ?? []).filter((other) => other !== one),
		);
		return { program: one.program, asked: true };
	}
	const program = newProgram(way);
	births.set(program, Date.now());
	return { program, asked: false };
}

/** Lets a program that has answered wait for the next request, for a while. */
export function keepProgram(way: Way, program: AnsweringProgram) {
	const key = keyOf(way);
	const others = waiting.get(key) ?? [];
	if (program.ended() || others.length >= WAITING) return retire(program);
	const one: Waiting = {
		program,
		born: births.get(program) ?? 0,
		end: setTimeout(() => dismiss(key, one), IDLE_MS).unref(),
	};
	waiting.set(key, [...others, one]);
}
