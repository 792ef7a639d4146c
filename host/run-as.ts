import { spawn } from "node:child_process";
import type { Account } from "./system";

/**
 * Whether this Node lets a process become another user. Debian 13's doesn't: it was built to use io_uring, whose
 * threads would keep the old rights (CVE-2024-22017). Starting a program as another user works everywhere.
 */
export function canBecome(): boolean {
	try {
		process.setegid?.(process.getegid?.() ?? 0);
		return true;
	} catch {
		return false;
	}
}

/** How a program ended: one of the two is null. */
type Ending = { status: number | null; signal: NodeJS.Signals | null };

const HANDED_ON = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

/**
 * Runs this program once more, as another user, with the same words, input and output, and waits for its end.
 * The user must be able to read the program's file. Signals are handed on. Out: its exit status, or the signal that
 * ended it.
 * In: the program's file, its words, and the user.
 */
export function runAgainAs(script: string, words: readonly string[], account: Account): Promise<Ending> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [...process.execArgv, script, ...words], {
			uid: account.uid,
			gid: account.gid,
			stdio: "inherit",
		});
		const handOn = (signal: NodeJS.Signals) => void child.kill(signal);
		for (const signal of HANDED_ON) process.on(signal, handOn);
		child.on("error", reject);
		child.on("exit", (status, signal) => {
			for (const one of HANDED_ON) process.off(one, handOn);
			resolve({ status, signal });
		});
	});
}
