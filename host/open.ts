import fs from "node:fs";
import path from "node:path";
import { become, processAccount } from "./account";
import { type HostConfig, hostConfig, hostConfigPath } from "./config";
import { type Host, hostOf } from "./context";
import { absent, diagnosisOf, HostFailure } from "./errors";
import { realSystem } from "./real-system";
import type { Account, System } from "./system";
import { withFrame } from "./their-exim";

const usage = (code: string, sentence: string, remedy: string, said: string[] = []) =>
	new HostFailure("usage", diagnosisOf(code, sentence, remedy, { said }));

/** Reads a host's `host.json`. Throws HostFailure where there is none, somebody else could write it, or it is wrong. */
export function readHostConfig(root: string | null): HostConfig {
	const file = hostConfigPath(root);
	let text: string;
	try {
		refuseForeign(file);
		text = fs.readFileSync(file, "utf8");
	} catch (error) {
		if (!absent(error)) throw error;
		throw usage(
			"no-host-json",
			`There is no ${file}, which says what this host is.`,
			root === null
				? "Name a rehearsal host with --root, or install Listkeeper on this machine."
				: `Make a rehearsal host there with \`listkeeper rehearsal create --root ${root}\`.`,
		);
	}
	let said: unknown;
	try {
		said = JSON.parse(text);
	} catch (error) {
		throw usage("host-json", `${file} is not JSON.`, "Correct it as root.", [String(error)]);
	}
	const read = hostConfig.safeParse(said);
	if (read.success) return read.data;
	throw usage(
		"host-json",
		`${file} is not as it should be.`,
		"Correct it as root.",
		read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`),
	);
}

/** What root decides must be root's, or our own where we are not root: it names programs that will be run. */
function refuseForeign(file: string) {
	const us = process.getuid?.() ?? 0;
	for (const one of [file, path.dirname(file)]) {
		const { uid, mode } = fs.statSync(one);
		if ((uid === 0 || uid === us) && (mode & 0o022) === 0) continue;
		throw usage(
			"host-json-foreign",
			`${one} could be written by somebody else, and it decides what is run here.`,
			`Make it ${us === 0 ? "root's" : "your own"} and let nobody else write it.`,
		);
	}
}

/**
 * Opens a host for one call of the program. Root becomes the host's process user first.
 * In: the host's directory (null is this machine), whom to tell, and what to put between us and the world.
 */
export function openHost(
	root: string | null,
	emit: Host["emit"],
	world: (account: Account | null) => System = (account) => realSystem(account),
): Host {
	const config = readHostConfig(root);
	const account = processAccount(config);
	if (account) become(account);
	const system = world(account);
	return hostOf(system, withFrame(system, config), root, account, emit);
}
