import "server-only";
import { hostname, userInfo } from "node:os";

/** As whom the console runs, as sudoers names it: by number where the account has no name. */
export function consoleAccount(): string {
	try {
		return userInfo().username;
	} catch {
		return `#${process.getuid?.() ?? 0}`;
	}
}

/** What this machine calls itself, without its domain. */
export const machineName = (): string => hostname().split(".")[0] || "this machine";
