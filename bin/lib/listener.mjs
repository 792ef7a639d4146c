// @ts-check
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

const TABLES = ["/proc/net/tcp", "/proc/net/tcp6"];
/** TCP_LISTEN in those tables (proc(5)). */
const LISTENS = "0A";

/** Inodes of the sockets that listen on a port. @param {number} port @returns {Set<string>} */
const listeners = (port) => {
	const hex = port.toString(16).toUpperCase().padStart(4, "0");
	const rows = TABLES.filter((table) => existsSync(table)).flatMap((table) =>
		readFileSync(table, "utf8")
			.split("\n")
			.map((row) => row.trim().split(/\s+/)),
	);
	return new Set(
		rows
			.filter((fields) => fields[3] === LISTENS && fields[1]?.endsWith(`:${hex}`))
			.map((fields) => fields[9] ?? ""),
	);
};

/** A process's group, from field 5 of /proc/PID/stat; null where there is none. @param {string} pid */
const groupOf = (pid) => {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]);
	} catch {
		return null;
	}
};

/** Whether a process has one of these sockets. @param {string} pid @param {Set<string>} inodes */
const has = (pid, inodes) => {
	try {
		return readdirSync(`/proc/${pid}/fd`).some((fd) => {
			try {
				return inodes.has(/^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? "-");
			} catch {
				return false;
			}
		});
	} catch {
		return false;
	}
};

/**
 * Whether a process group listens on a port, and not somebody else. True where the system doesn't tell.
 * @param {number} group @param {number} port
 */
export const holdsPort = (group, port) => {
	if (!existsSync("/proc/net/tcp")) return true;
	const inodes = listeners(port);
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name) && groupOf(name) === group)
		.some((pid) => has(pid, inodes));
};
