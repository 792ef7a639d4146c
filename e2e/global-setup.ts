import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const LINE = /^Listkeeper is at (\S+)(?: · .*: (\S+))?$/m;

/**
 * Starts a console of its own, as `npm run up` does, from an empty state directory. The tests find its
 * address in LISTKEEPER_URL, the one-time link in LISTKEEPER_SETUP_LINK, the rehearsal host's directory in
 * LISTKEEPER_REHEARSAL_ROOT. Out: what ends it all.
 */
export default async function globalSetup() {
	const state = mkdtempSync(path.join(tmpdir(), "listkeeper-e2e-"));
	chmodSync(state, 0o755);
	// What a test puts here stands before the machine's own programs.
	const programs = path.join(state, "bin");
	mkdirSync(programs);
	const up = spawn(process.execPath, ["bin/up.mjs"], {
		env: {
			...process.env,
			LISTKEEPER_STATE: state,
			PORT: undefined,
			PATH: `${programs}:${process.env.PATH}`,
		},
		stdio: ["ignore", "pipe", "pipe"],
	});
	const ended = new Promise<void>((resolve) => up.once("exit", () => resolve()));
	let said = "";
	const [, url, link] = await new Promise<RegExpExecArray>((resolve, reject) => {
		for (const stream of [up.stdout, up.stderr])
			stream.setEncoding("utf8").on("data", (text: string) => {
				process.stdout.write(text);
				said += text;
				const line = LINE.exec(said);
				if (line) resolve(line);
			});
		up.once("exit", (status) => reject(new Error(`npm run up ended with status ${status}:\n${said}`)));
	});
	process.env.LISTKEEPER_URL = url;
	process.env.LISTKEEPER_SETUP_LINK = link;
	process.env.LISTKEEPER_REHEARSAL_ROOT = path.join(state, "rehearsal");
	return async () => {
		up.kill("SIGTERM");
		await ended;
		rmSync(state, { recursive: true, force: true });
	};
}
