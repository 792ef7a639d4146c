import path from "node:path";
import type { FoundInstallation } from "@/lib/core/host/profile";
import { namesOf } from "./account";
import type { Host } from "./context";
import { errno } from "./errors";
import { knownAs, listsSeen } from "./mailman";

/** Whether a directory is the prefix of a Mailman 2.1; one that this process may not look into is none. */
function isPrefix(host: Host, directory: string): boolean {
	try {
		return ["Mailman/Defaults.py", "mail/mailman"].every(
			(file) => host.system.facts(path.join(directory, file)) !== null,
		);
	} catch (error) {
		if (errno(error) === "EACCES") return false;
		throw error;
	}
}

/** The interpreter that a program's first line names; null where it names none. */
function interpreterOf(host: Host, program: string): string | null {
	const first = (host.system.read(program) ?? "").split("\n", 1)[0] ?? "";
	return /^#!\s*(\/\S+)/.exec(first)?.[1] ?? null;
}

/** What an installation's own modules call its version, as in `2.1.39`. */
function versionOf(host: Host, prefix: string): string | null {
	const text = host.system.read(path.join(prefix, "Mailman/Version.py")) ?? "";
	return /^VERSION\s*=\s*['"]([^'"]*)['"]/m.exec(text)?.[1] ?? null;
}

function describePrefix(host: Host, prefix: string): FoundInstallation {
	const known = knownAs(host, prefix);
	const owner = host.system.facts(path.join(prefix, "lists")) ?? { uid: 0, gid: 0 };
	return {
		prefix,
		...namesOf(owner),
		python: known.python ?? interpreterOf(host, known.mailmanctl) ?? "/usr/bin/python2",
		version: versionOf(host, prefix),
		simulated: known.simulated,
		lists: listsSeen(host, prefix),
	};
}

/** Every Mailman installation that root allows and that is there, whether `host.json` lists it or not. */
export function findInstallations(host: Host): FoundInstallation[] {
	const { installations, allowedPrefixes } = host.config;
	const below = allowedPrefixes.flatMap((directory) => [
		directory,
		...(host.system.list(directory) ?? []).map((name) => path.join(directory, name)),
	]);
	const prefixes = new Set([...installations.map((known) => known.prefix), ...below]);
	return [...prefixes]
		.filter((prefix) => isPrefix(host, prefix))
		.map((prefix) => describePrefix(host, prefix));
}
