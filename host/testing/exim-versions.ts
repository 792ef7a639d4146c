import fs from "node:fs";
import path from "node:path";

/** An Exim the tests run: this machine's own, or an unpacked one under chroot. */
export type EximUnderTest = { version: string; suite: string; root: string | null };

const ROOTS = process.env.LISTKEEPER_EXIM_ROOTS ?? "/var/cache/listkeeper/exim-roots";

/** This machine's installed Exim. */
export const INSTALLED: EximUnderTest = { version: "installed", suite: "this machine", root: null };

/** The Exim of each Debian release that the rendered text has to work on. */
const RELEASES: readonly [suite: string, version: string][] = [
	["bullseye", "4.94.2"],
	["bookworm", "4.96"],
	["trixie", "4.98.2"],
];

/** `VERSION_CODENAME` of this machine; empty where it has none. */
const codename = (): string =>
	/^VERSION_CODENAME=(.*)$/m.exec(
		fs.existsSync("/etc/os-release") ? fs.readFileSync("/etc/os-release", "utf8") : "",
	)?.[1] ?? "";

/** Every Exim that the rendered text has to work on: this machine's own, and the other releases'. */
export const EXIM_VERSIONS: readonly EximUnderTest[] = [
	INSTALLED,
	...RELEASES.filter(([suite]) => suite !== codename()).map(([suite, version]) => ({
		version,
		suite,
		root: path.join(ROOTS, suite),
	})),
];

/** Throws, with what to do, where an Exim can't be run. */
export function refuseMissing(exim: EximUnderTest) {
	if (exim.root === null) {
		if (!fs.existsSync("/usr/sbin/exim4"))
			throw new Error("Exim is not installed. `npm test` installs exim4-daemon-heavy when run as root.");
		return;
	}
	if (!fs.existsSync(path.join(exim.root, ".listkeeper-recipe")))
		throw new Error(
			`Exim ${exim.version} of Debian ${exim.suite} is not unpacked in ${exim.root}. ` +
				`Run \`bin/exim-root.sh ${exim.suite}\` as root; \`npm test\` does it by itself when run as root.`,
		);
	if (process.getuid?.() !== 0)
		throw new Error(
			`Exim ${exim.version} runs under chroot, which only root can do. Run these tests as root.`,
		);
}

/** The command line that runs an Exim as an account; root's programs lay their rights down by `chroot` itself. */
export const eximArgv = (
	exim: EximUnderTest,
	account: { uid: number; gid: number } | null,
	args: readonly string[],
): { argv: string[]; throughChroot: boolean } =>
	exim.root === null
		? { argv: ["/usr/sbin/exim4", ...args], throughChroot: false }
		: {
				argv: [
					"/usr/sbin/chroot",
					...(account ? [`--userspec=${account.uid}:${account.gid}`, `--groups=${account.gid}`] : []),
					exim.root,
					"/usr/sbin/exim4",
					...args,
				],
				throughChroot: true,
			};
