import path from "node:path";
import { findGroup, findUser } from "../account";
import { type Host, limitMs } from "../context";
import { diagnosisOf, HostFailure } from "../errors";
import { eximDaemon, listensOn } from "../exim-daemon";
import { knownAs } from "../mailman";
import type { StoredRelease } from "../store";
import type { Account, FileFacts } from "../system";
import { ownMmCfg } from "../weaves";

const fail = (code: string, sentence: string, remedy: string, setting: string | null = null): never => {
	throw new HostFailure("environment", diagnosisOf(code, sentence, remedy, { setting }));
};

/** The programs and files that a release needs on this host. Throws HostFailure for the first that isn't there. */
export function needPrograms(host: Host, { system: settings }: StoredRelease) {
	const { system, config } = host;
	if (system.facts(config.exim.path) === null)
		fail(
			"no-exim",
			`There is no Exim at ${config.exim.path}.`,
			"Install it (on Debian: apt install exim4-daemon-heavy), or correct exim.path in host.json, then deploy again.",
		);
	for (const one of settings.installations) {
		const at = `installations.${one.id}`;
		const need = (file: string, code: string, what: string) => {
			if (system.facts(file) === null)
				fail(
					code,
					`${what} is missing: there is no ${file}.`,
					`Install Mailman in ${one.prefix}, or correct the prefix of ${one.id}, then deploy again.`,
					`${at}.prefix`,
				);
		};
		need(one.prefix, "no-prefix", `The installation ${one.id}`);
		need(path.join(one.prefix, "mail/mailman"), "no-wrapper", `The wrapper of ${one.id}`);
		need(ownMmCfg(one.prefix), "no-mm-cfg", `The settings file of ${one.id}`);
		need(knownAs(host, one.prefix).mailmanctl, "no-mailmanctl", `mailmanctl of ${one.id}`);
		if (system.facts(one.python) === null)
			fail(
				"no-python",
				`The interpreter of ${one.id} is missing: there is no ${one.python}.`,
				"Install it, or name the one that this Mailman runs with, then deploy again.",
				`${at}.python`,
			);
		if (findUser(one.user) === null)
			fail(
				"no-such-user",
				`This machine has no user ${one.user}.`,
				`Make it, or name the user that ${one.prefix} belongs to, then deploy again.`,
				`${at}.user`,
			);
		if (findGroup(one.group) === null)
			fail(
				"no-such-group",
				`This machine has no group ${one.group}.`,
				`Make it, or name the group that Mailman was configured with, then deploy again.`,
				`${at}.group`,
			);
	}
}

/** Whether a directory lets an account make files in it. */
function writableFor({ uid, gid }: Account, directory: FileFacts): boolean {
	const bit = directory.uid === uid ? 0o300 : directory.gid === gid ? 0o030 : 0o003;
	return (directory.mode & bit) === bit;
}

/** Where Exim's own user keeps mail, logs and its pid: a canary has others, so it doesn't see them. Throws HostFailure. */
export function needDirectories({ system, config, account }: Host) {
	const { runtime } = config.target;
	const as = account ?? { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
	if (runtime === null || as.uid === 0) return;
	const directories = {
		spool: runtime.spoolDirectory,
		log: runtime.logDirectory,
		pid: path.dirname(runtime.pidFile),
	};
	for (const [what, directory] of Object.entries(directories)) {
		const facts = system.facts(directory);
		if (facts?.kind === "directory" && writableFor(as, facts)) continue;
		fail(
			`${what}-not-writable`,
			facts === null
				? `Exim's ${what} directory ${directory} is missing.`
				: `Exim's user ${runtime.user} can't write in its ${what} directory ${directory}.`,
			`Run \`install -d -o ${runtime.user} -g ${runtime.group} ${directory}\` as root, then deploy again.`,
		);
	}
}

/** Exim not running while its port answers: another program has it. Throws HostFailure. */
export async function needPort(host: Host) {
	if (eximDaemon(host) !== null) return;
	const { addresses, port } = listensOn(host);
	for (const address of addresses) {
		const banner = await host.system.banner(address, port, limitMs(host, "observe")).catch(() => "");
		if (banner !== null)
			fail(
				"port-taken",
				`Another program has port ${port} on ${address}${banner === "" ? "" : `; it answers “${banner}”`}.`,
				`Find it with \`ss -ltnp sport = :${port}\`, stop it or give this host another port, then deploy again.`,
			);
	}
}
