import { readdirSync, readFileSync } from "node:fs";
import { CONSOLE } from "@/lib/core/host/console-places";
import { alive, identify, type OwnProcess } from "../lib/own-process.mjs";

/** What runs of an installed console where no systemd knows it. */
export type Running = {
	/** unshare(1), which lives as long as anything within the bounds does. */
	bounds: OwnProcess;
	/** What stands beside it. */
	beside: OwnProcess;
};

export const RECORD = `${CONSOLE.runtime}/running.json`;

/** What was started and still lives; null where nothing does. */
export function running(): Running | null {
	try {
		const noted = JSON.parse(readFileSync(RECORD, "utf8")) as Running;
		return alive(noted.bounds) || alive(noted.beside) ? noted : null;
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
		throw error;
	}
}

/** The processes that a process has started (field 4 of /proc/PID/stat, proc(5)). */
export function childrenOf(parent: number): OwnProcess[] {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.flatMap((name) => {
			try {
				const stat = readFileSync(`/proc/${name}/stat`, "utf8");
				const [, of] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
				const found = Number(of) === parent ? identify(Number(name)) : null;
				return found ? [found] : [];
			} catch {
				// It ended meanwhile.
				return [];
			}
		});
}
