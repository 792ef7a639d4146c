import type { Effects, Ran, System } from "../system";

/** Every effect by name. A new one in `Effects` has to be named here: the type says so. */
const EFFECTS: Readonly<Record<keyof Effects, true>> = {
	write: true,
	sync: true,
	rename: true,
	symlink: true,
	makeDirectory: true,
	removeFile: true,
	removeDirectory: true,
	chmod: true,
	chown: true,
	signal: true,
	run: true,
	accompany: true,
	leaveBehind: true,
	takeMail: true,
};
type EffectName = keyof Effects;
const isEffect = (name: string): name is EffectName => Object.hasOwn(EFFECTS, name);

/** What goes wrong, and where. */
export type Fault = {
	/** Effects whose label fits this (a regular expression); absent is all. */
	match?: string;
	/** Which of those, from 1; absent is every one. */
	nth?: number;
	/** That one and all after it: a full disk stays full. */
	from?: number;
} & (
	| { does: "kill"; when: "before" | "during" | "after" }
	/** An errno name, as in `ENOSPC`; the effect does not happen. */
	| { does: "fail"; code: string }
	/** A text is written with one part of it replaced; it has to be there. */
	| { does: "mutate"; replace: string; by: string }
	/** A signal is sent and nobody is there to hear it: it does not happen, and no error says so. */
	| { does: "lose" }
	/** A program ends like this without having run. */
	| { does: "answer"; ran: Ran }
);

/** An effect's name and what it is about, as in `rename /a/current.new /a/current`. */
function label(name: EffectName, args: readonly unknown[]): string {
	if (name === "run") return `run ${(args[0] as { argv: string[] }).argv.join(" ")}`;
	return [
		name,
		...args.map((arg) =>
			Array.isArray(arg) ? arg.join(" ") : typeof arg === "object" ? "" : String(arg).slice(0, 200),
		),
	]
		.join(" ")
		.split("\n", 1)[0] as string;
}

const stop = () => {
	process.kill(process.pid, "SIGKILL");
	// The signal is on its way; nothing more may happen until it is there.
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};

const failure = (code: string, what: string) =>
	Object.assign(new Error(`${code}: injected, ${what}`), {
		code,
		syscall: what.split(" ", 1)[0],
		path: what.split(" ")[1],
	});

/**
 * A world in which chosen effects go wrong.
 * In: the real one, the faults, and who notes each effect as it is asked for.
 */
export function faultySystem(
	system: System,
	faults: readonly Fault[],
	note: (label: string) => void,
): System {
	const seen = faults.map(() => 0);
	const faultFor = (what: string): Fault | undefined =>
		faults.find((fault, i) => {
			if (fault.match !== undefined && !new RegExp(fault.match).test(what)) return false;
			seen[i] = (seen[i] ?? 0) + 1;
			const which = seen[i] ?? 0;
			return (fault.nth === undefined || fault.nth === which) && which >= (fault.from ?? 1);
		});
	const wrapped =
		(name: EffectName, effect: (...args: unknown[]) => unknown) =>
		(...args: unknown[]): unknown => {
			const what = label(name, args);
			note(what);
			const fault = faultFor(what);
			if (fault?.does === "fail") {
				const error = failure(fault.code, what);
				if (name === "run" || name === "accompany" || name === "leaveBehind" || name === "takeMail")
					return Promise.reject(error);
				throw error;
			}
			if (fault?.does === "mutate" && typeof args[1] === "string") {
				if (!args[1].includes(fault.replace)) throw new Error(`Nothing to replace in ${what}.`);
				args[1] = args[1].replace(fault.replace, () => fault.by);
			}
			if (fault?.does === "lose") return undefined;
			if (fault?.does === "answer") return Promise.resolve(fault.ran);
			if (fault?.does === "kill" && fault.when === "before") stop();
			const done = effect.apply(system, args);
			if (fault?.does !== "kill") return done;
			if (fault.when === "during" || !(done instanceof Promise)) stop();
			return (done as Promise<unknown>).then((value) => {
				stop();
				return value;
			});
		};
	return new Proxy(system, {
		get(target, name) {
			const value: unknown = Reflect.get(target, name);
			return typeof name === "string" && isEffect(name) && typeof value === "function"
				? wrapped(name, value as (...args: unknown[]) => unknown)
				: value;
		},
	});
}
