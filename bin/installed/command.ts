// `listkeeper-console`: starts and stops this machine's console, says where it is, and runs its command line.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, realpathSync, rmSync } from "node:fs";
import path from "node:path";
import { findUser } from "@/host/account";
import { CONSOLE, CONSOLE_USER, UNITS } from "@/lib/core/host/console-places";
import { readyLine } from "../lib/ready.mjs";
import { asAccount } from "./bounds";
import { untilOurs } from "./ours";
import { halt, start } from "./plain";
import { running } from "./running";
import { addressOf, consoleEnvironment, consoleSettings } from "./settings";

const USAGE = `Usage: listkeeper-console start | stop | restart
       listkeeper-console status
       listkeeper-console account reset EMAIL [--second-factor]
       listkeeper-console audit verify
       listkeeper-console audit accept REASON

status         where it is, and the one-time link for the owner's account while there is none
account, audit as bin/listkeeper in a checkout does, for this machine's console

The exit status is 0 (all is well), 1 (a problem was found) or 2 (wrong usage).
`;
const SYSTEMD = "/run/systemd/system";

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Says where the console is. What is in its state directory is the account's, and so it is read as the account. */
async function sayWhere(): Promise<number> {
	const { address, url } = addressOf(consoleSettings());
	const account = findUser(CONSOLE_USER);
	if (account === null)
		throw new Error(`There is no account ${CONSOLE_USER}. Run \`sudo bin/install\` again.`);
	process.setgroups?.([]);
	process.setegid?.(account.gid);
	process.seteuid?.(account.uid);
	process.umask(0o077);
	try {
		say(await readyLine({ address, url, setupToken: `${CONSOLE.state}/setup-token` }));
		return 0;
	} finally {
		process.seteuid?.(0);
		process.setegid?.(0);
	}
}

function systemctl(...words: string[]) {
	const { status } = spawnSync("/bin/systemctl", words, { stdio: ["ignore", "inherit", "inherit"] });
	if (status !== 0)
		throw new Error(`systemctl ${words.join(" ")} failed. Look into \`journalctl -u ${UNITS.console}\`.`);
}

/** The number of the console's process, which leads its group; null where systemd runs none. */
function mainProcess(): number | null {
	const words = ["show", "--property=MainPID", "--value", UNITS.console];
	return Number(spawnSync("/bin/systemctl", words, { encoding: "utf8" }).stdout) || null;
}

/** The builds before this one go once it has answered: until then they are what one could go back to. */
function removeOldBuilds() {
	const builds = path.join(CONSOLE.library, "builds");
	const current = path.basename(realpathSync(CONSOLE.current));
	for (const name of readdirSync(builds))
		if (name !== current) rmSync(path.join(builds, name), { recursive: true });
}

async function control(verb: "start" | "stop" | "restart"): Promise<number> {
	if (existsSync(SYSTEMD)) {
		systemctl(verb, UNITS.console);
		if (verb === "stop") return 0;
		await untilOurs(addressOf(consoleSettings()).address, mainProcess);
		if (verb === "restart") removeOldBuilds();
		return sayWhere();
	}
	if (verb !== "start") {
		const ran = await halt();
		if (verb === "stop") say(ran ? "The console was stopped." : "The console doesn't run.");
		if (verb === "stop") return 0;
	}
	if (await start()) removeOldBuilds();
	else say("It runs already.");
	return sayWhere();
}

async function status(): Promise<number> {
	if ((existsSync(SYSTEMD) ? mainProcess() : running()) !== null) return sayWhere();
	say("The console doesn't run.");
	return 1;
}

/** The console's own command line, as its account. Out: its exit status. */
function commandLine(words: readonly string[]): number {
	const program = path.join(CONSOLE.current, "bin/console.mjs");
	const [command, ...rest] = asAccount([process.execPath, program, ...words]);
	const { PATH, LANG, SUDO_USER, USER } = process.env;
	const { status: ended } = spawnSync(command, rest, {
		stdio: "inherit",
		cwd: "/",
		env: { ...consoleEnvironment(consoleSettings()), LOG_LEVEL: "silent", PATH, LANG, SUDO_USER, USER },
	});
	return ended ?? 1;
}

async function main(words: readonly string[]): Promise<number> {
	const [verb] = words;
	const known = ["start", "stop", "restart", "status", "account", "audit"];
	if (verb === undefined || !known.includes(verb)) {
		process.stderr.write(USAGE);
		return 2;
	}
	if (process.getuid?.() !== 0) throw new Error("Only root can do that. Run it again with sudo.");
	if (verb === "account" || verb === "audit") return commandLine(words);
	if (words.length > 1) {
		process.stderr.write(USAGE);
		return 2;
	}
	return verb === "status" ? status() : control(verb as "start");
}

main(process.argv.slice(2)).then(
	(ended) => process.exit(ended),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exit(1);
	},
);
