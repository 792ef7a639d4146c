import fs from "node:fs";
import { type HostConfig, type HostConfigInput, hostConfig, hostConfigPath } from "../config";
import { readHostConfig } from "../open";
import { layoutOf } from "./layout";
import { canListen, freePort } from "./ports";

/** What of a rehearsal host's `host.json` a caller may ask for. */
export type Wishes = {
	directory: string;
	/** Null looks where Debian and others put Exim. */
	exim: string | null;
	/** Prefixes of real installations, in place of the first and second simulated one. */
	mailman: readonly string[];
};

const EXIM_PATHS = ["/usr/sbin/exim4", "/usr/sbin/exim", "/usr/exim/bin/exim"] as const;

/** The `host.json` that is there; null where there is none. Throws HostFailure where somebody else could write it. */
export const presentHostJson = (directory: string): HostConfig | null =>
	fs.existsSync(hostConfigPath(directory)) ? readHostConfig(directory) : null;

function installationsOf({ directory, mailman }: Wishes) {
	const { com, org } = layoutOf(directory);
	const prefixes = [mailman[0] ?? com, mailman[1] ?? org];
	return {
		installations: prefixes.map((prefix) => ({ prefix, simulated: !mailman.includes(prefix) })),
		allowedPrefixes: prefixes,
	};
}

/** A new host's `host.json`, with free ports. In: the names of the user and group it runs as. */
export async function newHostJson(
	wishes: Wishes,
	names: { user: string; group: string },
): Promise<HostConfig> {
	const layout = layoutOf(wishes.directory);
	const interfaces = await loopbacks();
	const port = await freePort(interfaces, []);
	const root = process.getuid?.() === 0;
	const input: HostConfigInput = {
		kind: "rehearsal",
		target: {
			layout: "whole",
			hostname: "rehearsal.listkeeper.example",
			stateDirectory: layout.state,
			runtime: {
				...names,
				spoolDirectory: layout.spool,
				logDirectory: layout.log,
				pidFile: layout.eximPid,
				interfaces,
				port,
			},
			sinkPort: await freePort(["127.0.0.1"], [port]),
		},
		exim: { path: wishes.exim ?? EXIM_PATHS.find((found) => fs.existsSync(found)) ?? EXIM_PATHS[0] },
		...installationsOf(wishes),
		processUser: root ? names.user : null,
		processGroup: root ? names.group : null,
	};
	return write(wishes.directory, input);
}

/** Brings the `host.json` that is there to what is asked for now. What isn't asked for stays, hand edits too. */
export function changedHostJson(before: HostConfig, wishes: Wishes): HostConfig {
	const after: HostConfigInput = {
		...before,
		exim: { ...before.exim, path: wishes.exim ?? before.exim.path },
		...(wishes.mailman.length > 0 ? installationsOf(wishes) : {}),
	};
	return JSON.stringify(hostConfig.parse(after)) === JSON.stringify(before)
		? before
		: write(wishes.directory, after);
}

/** The loopback addresses this machine has. */
async function loopbacks(): Promise<("127.0.0.1" | "::1")[]> {
	return (await canListen("::1", 0)) ? ["127.0.0.1", "::1"] : ["127.0.0.1"];
}

function write(directory: string, input: HostConfigInput): HostConfig {
	const file = hostConfigPath(directory);
	fs.writeFileSync(`${file}.new`, `${JSON.stringify(input, null, "\t")}\n`);
	fs.chmodSync(`${file}.new`, 0o644);
	fs.renameSync(`${file}.new`, file);
	return hostConfig.parse(input);
}
