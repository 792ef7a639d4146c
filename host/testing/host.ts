import fs from "node:fs";
import type { KeptSession } from "@/lib/core/checks/lab";
import type { DeployResult, HostStatus } from "@/lib/core/host/events";
import { buildRelease } from "@/lib/core/release/build";
import type { MailSystem, MailSystemInput } from "@/lib/core/system/mail-system";
import { mailSystem, newMailSystem } from "@/lib/core/system/mail-system";
import { type HostConfig, hostConfigPath } from "../config";
import { createRehearsalHost } from "../rehearsal/create";
import { startRehearsalHost } from "../rehearsal/start";
import { sha256 } from "../sha256";
import { ask, type Called, type Entry, program } from "./program";
import { temporaryRoot } from "./temporary-root";

/** A list host of a test's own. Mailman in it is simulated, Exim is the real one. */
export type TestHost = {
	root: string;
	config: HostConfig;
	state: string;
	/** Two domains on two installations with same-named lists; what is given replaces. */
	settings: (changes?: Partial<MailSystemInput>) => MailSystem;
	deploy: (system: MailSystem, more?: DeployOptions) => Promise<Called & { result: DeployResult }>;
	status: () => Promise<HostStatus>;
	ask: (request: Record<string, unknown>, options?: Parameters<typeof ask>[2]) => Promise<Called>;
	/** Stops all that runs and removes the directory. */
	remove: () => Promise<void>;
};

type DeployOptions = {
	live?: string | null;
	reviewed?: string;
	confirmMinutes?: number | null;
	replaceDrift?: boolean;
	tests?: readonly unknown[];
	sessions?: readonly KeptSession[];
	actor?: string;
	entry?: Entry;
	env?: Record<string, string>;
};

/** Makes a rehearsal host in a temporary directory and starts its simulated Mailman. */
export async function makeTestHost(
	options: { sink?: boolean; timeLimits?: Partial<HostConfig["timeLimits"]> } = {},
): Promise<TestHost> {
	const { path: root } = temporaryRoot();
	const config = await createRehearsalHost({ directory: root });
	if (options.timeLimits)
		editHostConfig(root, (written) => {
			written.timeLimits = options.timeLimits;
		});
	await startRehearsalHost(root, options.sink ? [process.execPath, await program()] : null);
	const user = config.target.runtime?.user ?? "";
	const group = config.target.runtime?.group ?? "";

	const status = async () => {
		const { last } = await ask(root, { verb: "status" });
		if (last?.type !== "result" || last.verb !== "status") throw new Error(JSON.stringify(last));
		return last.status;
	};
	return {
		root,
		config,
		state: config.target.stateDirectory,
		settings: (changes = {}) =>
			mailSystem.parse({
				...newMailSystem("postmaster@example.net"),
				domains: [
					{ name: "list.example.com", installation: "com" },
					{ name: "list.example.org", installation: "org" },
				],
				installations: config.installations.map(({ prefix }) => {
					const id = prefix.includes("/com/") ? "com" : "org";
					return { id, prefix, user, group, python: "/usr/bin/python3", webHost: `www.example.${id}` };
				}),
				...changes,
			}),
		status,
		ask: (request, more) => ask(root, request, more),
		deploy: async (system, more = {}) => {
			const { entry, env, ...fields } = more;
			const live = fields.live === undefined ? ((await status()).live?.id ?? null) : fields.live;
			const request = {
				verb: "deploy",
				system,
				reviewed: buildRelease(system, config.target, sha256).id,
				tests: [],
				note: "",
				confirmMinutes: null,
				...fields,
				live,
			};
			const called = await ask(root, request, { ...(entry ? { entry } : {}), ...(env ? { env } : {}) });
			const { last } = called;
			if (last?.type !== "result" || last.verb !== "deploy")
				return Object.assign(called, { result: noResult(called) });
			return Object.assign(called, { result: last.deploy });
		},
		remove: async () => {
			await endProcesses(root);
			fs.rmSync(root, { recursive: true, force: true });
		},
	};
}

/** Processes whose command line names a directory: those of the one host that lies there. */
export function processesOf(directory: string): number[] {
	return fs
		.readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
		.filter((name) => {
			try {
				return fs.readFileSync(`/proc/${name}/cmdline`, "utf8").includes(directory);
			} catch {
				return false;
			}
		})
		.map(Number);
}

/** Ends what runs of a host, whatever state a test left it in. */
async function endProcesses(directory: string) {
	for (let left = processesOf(directory); left.length > 0; left = processesOf(directory)) {
		for (const pid of left) {
			try {
				process.kill(pid, "SIGKILL");
			} catch {
				// It has ended meanwhile.
			}
		}
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

/** Where a call ended without a result, reading one is a mistake of the test; what it said is shown. */
function noResult(called: Called): DeployResult {
	const said = called.last?.type === "error" ? called.last.diagnosis.sentence : called.stderr;
	return { outcome: "refused", number: null, live: null, sentence: `No result: ${said}` };
}

/** The id of the release that a host renders a system to. */
export const releaseIdOf = (host: Pick<TestHost, "config">, system: MailSystem): string =>
	buildRelease(system, host.config.target, sha256).id;

/** Changes a host's `host.json`. */
export function editHostConfig(root: string, edit: (config: Record<string, unknown>) => void) {
	const file = hostConfigPath(root);
	const config = JSON.parse(fs.readFileSync(file, "utf8"));
	edit(config);
	fs.writeFileSync(file, JSON.stringify(config));
}
