import type { Host } from "./context";
import { limitMs } from "./context";
import type { Account, Ran } from "./system";

/**
 * Calls Exim on a configuration file.
 * In: the file, further arguments, and what stands on its standard input.
 * Out: all it said. An exit status proves little (facts, section 2): read the words.
 */
export const exim = (
	host: Host,
	file: string,
	args: readonly string[],
	more: { stdin?: string; onStdout?: (text: string) => void; timeoutMs?: number; as?: Account } = {},
): Promise<Ran> =>
	host.system.run({
		argv: [host.config.exim.path, "-C", file, ...args],
		timeoutMs: limitMs(host, "program"),
		...more,
	});

/** Messages on the queue; null when Exim can't say. */
export async function queueLength(host: Host, file: string): Promise<number | null> {
	const { status, stdout } = await exim(host, file, ["-bpc"]);
	return status === 0 && /^\d+\s*$/.test(stdout) ? Number(stdout) : null;
}
