import "server-only";
import { chownSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Head } from "./audit-chain";
import { env } from "./env";

/** Lies in the state directory and not in the database: who can write only there can't cut the audit's tail unseen. */
const file = () => path.join(env.stateDirectory, "audit-head");

/** The last row that was written, as kept outside the database; null where it isn't known. */
export function readHead(): Head | null {
	let text: string;
	try {
		text = readFileSync(file(), "utf8");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
		throw error;
	}
	const match = /^(\d+) ([0-9a-f]{64})\n$/.exec(text);
	return match ? { seq: Number(match[1]), hash: match[2] ?? "" } : null;
}

/**
 * Keeps a row as the last one. It never goes back by itself, nor comes back once it is lost: what was cut off meanwhile
 * would never be noticed. `again` lets it, after somebody looked into why.
 */
export function keepHead(head: Head, { again = false } = {}): void {
	const kept = readHead();
	if (!again && (kept === null ? head.seq > 1 : kept.seq >= head.seq)) return;
	const aside = `${file()}.${process.pid}`;
	writeFileSync(aside, `${head.seq} ${head.hash}\n`, { mode: 0o600 });
	// The command line as root must not lock the web process out of its own file.
	const { uid, gid } = statSync(env.stateDirectory);
	if (process.getuid?.() === 0) chownSync(aside, uid, gid);
	renameSync(aside, file());
}
