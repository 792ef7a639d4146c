import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { absent } from "./errors";
import { listens, readBanner } from "./real-connection";
import { ownAddresses, resolve } from "./real-dns";
import { accompany, leaveBehind, run } from "./real-process";
import { Sink } from "./rehearsal/sink";
import type { Account, FileFacts, System } from "./system";

const kindOf = (stat: fs.Stats): FileFacts["kind"] =>
	stat.isFile() ? "file" : stat.isDirectory() ? "directory" : stat.isSymbolicLink() ? "link" : "other";

/** What `read` gives, or null where the thing, or a directory on the way to it, is absent. */
function orNull<T>(look: () => T): T | null {
	try {
		return look();
	} catch (error) {
		if (absent(error)) return null;
		throw error;
	}
}

function readTail(path: string, bytes: number): string {
	const file = fs.openSync(path, "r");
	try {
		const { size } = fs.fstatSync(file);
		const from = Math.max(0, size - bytes);
		const buffer = Buffer.alloc(size - from);
		const text = buffer.toString("utf8", 0, fs.readSync(file, buffer, 0, buffer.length, from));
		return from === 0 ? text : text.slice(text.indexOf("\n") + 1);
	} finally {
		fs.closeSync(file);
	}
}

/** A file is opened without following a last link: nobody may plant one where we write. */
const WRITE = fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_TRUNC | fs.constants.O_NOFOLLOW;

/**
 * The world itself.
 * In: the account for the programs it starts, null being oneself; and the script that `leaveBehind` starts again.
 */
export function realSystem(account: Account | null, script = process.argv[1]): System {
	return {
		now: () => Date.now(),
		uptime: () => os.uptime() * 1_000,
		sleep: async (ms) => void (await delay(ms)),
		read: (path) => orNull(() => fs.readFileSync(path, "utf8")),
		readBytes: (path) => orNull(() => fs.readFileSync(path, "latin1")),
		tail: (path, bytes) => orNull(() => readTail(path, bytes)),
		hash: (path) => orNull(() => createHash("sha256").update(fs.readFileSync(path)).digest("hex")),
		facts: (path) =>
			orNull(() => {
				const stat = fs.lstatSync(path);
				return {
					kind: kindOf(stat),
					mode: stat.mode & 0o7777,
					uid: stat.uid,
					gid: stat.gid,
					bytes: stat.size,
					modified: stat.mtimeMs,
					inode: stat.ino,
				};
			}),
		readLink: (path) => orNull(() => fs.readlinkSync(path)),
		list: (path) => orNull(() => fs.readdirSync(path).sort()),
		write: (path, text, mode) => {
			const file = fs.openSync(path, WRITE, mode);
			try {
				// The umask of whoever calls must not decide who can read a configuration.
				fs.fchmodSync(file, mode);
				fs.writeFileSync(file, text);
			} finally {
				fs.closeSync(file);
			}
		},
		sync: (path) => {
			const file = fs.openSync(path, "r");
			try {
				fs.fsyncSync(file);
			} finally {
				fs.closeSync(file);
			}
		},
		rename: (from, to) => fs.renameSync(from, to),
		symlink: (target, path) => fs.symlinkSync(target, path),
		makeDirectory: (path, mode) => {
			fs.mkdirSync(path, { mode });
			fs.chmodSync(path, mode);
		},
		removeFile: (path) => fs.unlinkSync(path),
		removeDirectory: (path) => fs.rmdirSync(path),
		chmod: (path, mode) => fs.chmodSync(path, mode),
		chown: (path, owner) => fs.lchownSync(path, owner.uid, owner.gid),
		signal: (pid, signal) => void process.kill(pid, signal),
		run: (program) => run(program, account),
		accompany: (argv) => accompany(argv, account),
		leaveBehind: (args) => leaveBehind(script, args),
		takeMail: async () => {
			const sink = await Sink.start({ directory: null });
			return { port: sink.port, taken: () => sink.messages, stop: () => sink.stop() };
		},
		banner: readBanner,
		listens,
		resolve,
		addresses: ownAddresses,
	};
}
