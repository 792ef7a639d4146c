import type { Diagnosis } from "@/lib/core/checks/types";
import { diagnosisOf, errno, HostFailure } from "./errors";

type Words = { code: string; what: string; remedy: string };

/** What the kernel's answers mean to an administrator, by errno name. */
const WORDS: Readonly<Record<string, Words>> = {
	ENOSPC: {
		code: "disk-full",
		what: "The disk is full",
		remedy: "Free some space (`df -h` shows which disk), then try again.",
	},
	EDQUOT: {
		code: "disk-full",
		what: "The disk quota is used up",
		remedy: "Raise the quota or free some space, then try again.",
	},
	EROFS: {
		code: "read-only",
		what: "The file system is read-only",
		remedy: "Find out why (`dmesg` often says) and mount it writable, then try again.",
	},
	EACCES: {
		code: "permission",
		what: "The owner or mode doesn't allow it",
		remedy: "Give the file and its directories to the user this runs as, then try again.",
	},
	EPERM: {
		code: "permission",
		what: "The owner or mode doesn't allow it",
		remedy: "Give the file and its directories to the user this runs as, then try again.",
	},
	EMFILE: {
		code: "too-many-files",
		what: "Too many files are open",
		remedy: "Raise the limit on open files (`ulimit -n`), then try again.",
	},
	ENFILE: {
		code: "too-many-files",
		what: "The machine has too many files open",
		remedy: "Find what holds them (`lsof`), then try again.",
	},
	ENOENT: {
		code: "missing",
		what: "It isn't there",
		remedy: "Put it back, or correct its path in host.json, then try again.",
	},
	EIO: {
		code: "disk-error",
		what: "The disk answered with an error",
		remedy: "Look at `dmesg` and the disk's health before anything else.",
	},
	ELOOP: {
		code: "link",
		what: "A link stands where a file belongs",
		remedy: "Remove the link, then try again.",
	},
	EISDIR: {
		code: "link",
		what: "A directory stands where a file or link belongs",
		remedy: "Move the directory away, then try again.",
	},
	ENOEXEC: {
		code: "not-a-program",
		what: "It isn't a program",
		remedy: "Correct its path in host.json, then try again.",
	},
	ETIMEDOUT: {
		code: "time-out",
		what: "It took too long",
		remedy: "See whether the machine is overloaded, then try again.",
	},
	ENOMEM: {
		code: "memory",
		what: "The machine is out of memory",
		remedy: "Free some memory, then try again.",
	},
	EAGAIN: {
		code: "processes",
		what: "The machine can't start another process",
		remedy: "Find what uses them up (`ps -ef`), then try again.",
	},
};

const fieldOf = (error: Error, name: "path" | "dest" | "syscall"): string | null => {
	const value: unknown = Reflect.get(error, name);
	return typeof value === "string" ? value : null;
};

/** What was refused, in a few words, from an ErrnoException's own fields. */
function subject(error: Error): string {
	const path = fieldOf(error, "dest") ?? fieldOf(error, "path");
	const call = fieldOf(error, "syscall");
	if (call?.startsWith("spawn")) return `${path ?? "A program"} can't be started`;
	return path === null ? "Something was refused" : `${path} can't be used`;
}

/** An answer of the kernel as a sentence with a remedy; null for an error of another kind. */
export function diagnoseEnvironment(error: unknown): Diagnosis | null {
	const code = errno(error);
	if (code === null || !(error instanceof Error)) return null;
	const words = WORDS[code];
	const place = fieldOf(error, "dest") ?? fieldOf(error, "path");
	return diagnosisOf(
		words?.code ?? "environment",
		words ? `${subject(error)}: ${lowerFirst(words.what)}.` : `${subject(error)}: ${code}.`,
		words?.remedy ?? "Look at what the machine said below, put it right, then try again.",
		{ said: [error.message], place: place === null ? null : { file: place, line: null, text: null } },
	);
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** Any thrown thing as a failure with words: its own, the environment's, or a bug's. */
export function failureOf(error: unknown): HostFailure {
	if (error instanceof HostFailure) return error;
	const environment = diagnoseEnvironment(error);
	if (environment) return new HostFailure("environment", environment);
	return new HostFailure(
		"bug",
		diagnosisOf("bug", "Listkeeper made a mistake.", "Report it with the lines below.", {
			said: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
		}),
	);
}
