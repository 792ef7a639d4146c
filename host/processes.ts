import { errno } from "./errors";
import type { Observations, System } from "./system";

/** A process as /proc shows it. `started` is in clock ticks since boot: with the pid it names one process only. */
export type Process = { pid: number; parent: number; started: number; state: string; argv: string[] };

/** The process with that number; null when it is gone or only its exit status is left. */
export function processWith(system: Observations, pid: number): Process | null {
	if (!Number.isInteger(pid) || pid < 1) return null;
	const stat = vanishing(() => system.read(`/proc/${pid}/stat`));
	if (stat === null) return null;
	// The name in brackets may hold spaces and brackets itself; the fields begin after its last one.
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	const [state = "", parent = ""] = fields;
	if (state === "Z" || state === "X") return null;
	const line = vanishing(() => system.read(`/proc/${pid}/cmdline`)) ?? "";
	return {
		pid,
		parent: Number(parent),
		started: Number(fields[19]),
		state,
		argv: line.split("\0").filter((word) => word !== ""),
	};
}

const allProcesses = (system: Observations): Process[] =>
	(system.list("/proc") ?? [])
		.filter((name) => /^\d+$/.test(name))
		.map((name) => processWith(system, Number(name)))
		.filter((found) => found !== null);

/** Every living process whose parent is `pid`. Where the kernel keeps no list of them, all processes are looked through. */
export function childrenOf(system: Observations, pid: number): Process[] {
	const threads = vanishing(() => system.list(`/proc/${pid}/task`)) ?? [];
	const lists = threads.map((thread) => vanishing(() => system.read(`/proc/${pid}/task/${thread}/children`)));
	const found = lists.every((list) => list !== null)
		? lists
				.flatMap((list) => list?.split(" ") ?? [])
				.filter((word) => word.trim() !== "")
				.map((word) => processWith(system, Number(word)))
				.filter((one) => one !== null)
		: allProcesses(system);
	return found.filter(({ parent }) => parent === pid);
}

/** Every living process that was started with a path at or below `directory` among its words. */
export const processesNaming = (system: Observations, directory: string): Process[] =>
	allProcesses(system).filter(({ argv }) =>
		argv.some((word) => word === directory || word.startsWith(`${directory}/`)),
	);

/** Signals a process; that it ended by itself meanwhile is as well. */
export function signalIfThere(system: System, pid: number, signal: Parameters<System["signal"]>[1]) {
	try {
		system.signal(pid, signal);
	} catch (error) {
		if (errno(error) !== "ESRCH") throw error;
	}
}

/** A process that ends while it is being read answers ESRCH; it is simply gone. */
function vanishing<T>(look: () => T | null): T | null {
	try {
		return look();
	} catch {
		return null;
	}
}
