import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { RenderTarget } from "@/lib/core/host/profile";
import { placeFiles } from "@/lib/core/release/build";
import { hostRuntime } from "@/lib/core/render/exim/exim-conf";
import { renderRuntime } from "@/lib/core/render/exim/runtime";
import { renderFiles } from "@/lib/core/render/render";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { machineTarget } from "@/lib/core/testing/arbitraries";
import { findUser } from "../../account";
import { type EximUnderTest, eximArgv, INSTALLED, refuseMissing } from "../../testing/exim-versions";
import { withResolver } from "../../testing/own-resolver";
import { type TemporaryRoot, temporaryRoot } from "../../testing/temporary-root";

/** As whom Exim runs here: its own user for root, oneself otherwise. */
const ACCOUNT = process.getuid?.() === 0 ? findUser("Debian-exim") : null;

const ENVIRONMENT = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C", PYTHONDONTWRITEBYTECODE: "1" };

type Said = { status: number | null; stdout: string; stderr: string };

function run(argv: readonly string[], account: { uid: number; gid: number } | null, input = ""): Said {
	const [command = "", ...args] = argv;
	const ran: SpawnSyncReturns<string> = spawnSync(command, args, {
		encoding: "utf8",
		input,
		timeout: 30_000,
		env: { ...ENVIRONMENT, NODE_ENV: "test" },
		...(account ?? {}),
	});
	if (ran.error) throw ran.error;
	return { status: ran.status, stdout: ran.stdout, stderr: ran.stderr };
}

/** What Python makes of released mm_cfg.py files, in the place of Mailman's own. */
const READ_MM_CFG = `
import json, sys
def read(file):
    hosts = []
    names = {'add_virtualhost': lambda url, mail=None: hosts.append([url, mail])}
    exec(open(file).read(), names)
    return {'names': {n: names[n] for n in names if n.isupper()}, 'hosts': hosts}
print(json.dumps([read(file) for file in sys.argv[1:]]))
`;

export type ReadMmCfg = { names: Record<string, unknown>; hosts: string[][] };

/** A directory for rendered systems, and an Exim and a Python that read them. */
export class Rendered {
	private readonly root: TemporaryRoot;
	private placed = 0;

	/** In: what this machine's Exim has over /etc/resolv.conf, for root only; null leaves it the machine's own. */
	constructor(
		private readonly exim: EximUnderTest = INSTALLED,
		private readonly resolvConf: string | null = null,
	) {
		refuseMissing(exim);
		this.root = temporaryRoot(exim.root);
		for (const name of ["spool", "log"]) fs.mkdirSync(path.join(this.root.path, name), { mode: 0o777 });
		for (const name of ["spool", "log"]) fs.chmodSync(path.join(this.root.path, name), 0o777);
	}

	/** A host whose Exim runs from here, as the tests' user, with all remote mail for a port nobody listens on. */
	target(hostname?: string): RenderTarget {
		const user = ACCOUNT ? "Debian-exim" : (process.env.USER ?? "nobody");
		const at = (name: string) => path.join(this.root.path, name);
		return {
			...machineTarget(hostname),
			runtime: {
				user,
				group: user,
				spoolDirectory: at("spool"),
				logDirectory: at("log"),
				pidFile: at("exim.pid"),
				interfaces: ["127.0.0.1"],
				port: 2525,
			},
			sinkPort: 2526,
		};
	}

	/** Writes a system's files; gives their directory. */
	place(system: MailSystem, target = this.target()): string {
		const directory = path.join(this.root.path, `release-${++this.placed}`);
		for (const file of placeFiles(renderFiles(system, target), directory)) {
			fs.mkdirSync(path.dirname(path.join(directory, file.target)), { recursive: true });
			fs.writeFileSync(path.join(directory, file.target), file.text);
		}
		return directory;
	}

	/** The text of exim.conf, placed with its map. */
	text(system: MailSystem, target: RenderTarget): string {
		return fs.readFileSync(path.join(this.place(system, target), "exim/exim.conf"), "utf8");
	}

	/** Lists of an installation whose prefix is this directory itself; gives the prefix. */
	makeLists(names: readonly string[]): string {
		for (const name of names) {
			const list = path.join(this.root.path, "lists", name);
			fs.mkdirSync(list, { recursive: true });
			fs.writeFileSync(path.join(list, "config.pck"), "");
		}
		return this.root.path;
	}

	/** Writes a configuration of one's own; gives its path. */
	write(text: string): string {
		const file = path.join(this.root.path, `own-${++this.placed}.conf`);
		fs.writeFileSync(file, text);
		return file;
	}

	/** The lines that let the tests' user run Exim on a configuration of one's own, without any DNS. */
	runtime(): string {
		const { runtime, sinkPort } = hostRuntime(this.target());
		return renderRuntime(runtime, sinkPort);
	}

	/** Runs Exim on a configuration file. */
	ask(file: string, ...args: string[]): Said {
		return this.exec(["-C", file, ...args], "");
	}

	private exec(args: readonly string[], input: string): Said {
		const { argv, throughChroot } = eximArgv(this.exim, ACCOUNT, args);
		if (this.resolvConf === null || throughChroot) return run(argv, throughChroot ? null : ACCOUNT, input);
		return run(withResolver(argv, this.resolvConf, ACCOUNT), null, input);
	}

	/** Plays an SMTP dialogue as a client at an IP address (`-bh`, which delivers nothing). */
	dialogue(file: string, from: string, input: string): Said {
		return this.exec(["-C", file, "-bh", from], input);
	}

	/** What a client at an IP address is answered to each recipient of one message (`-bh`, which delivers nothing). */
	session(file: string, from: string, sender: string, recipients: readonly string[]): string[] {
		const commands = [
			"EHLO client.example",
			`MAIL FROM:<${sender}>`,
			...recipients.map((r) => `RCPT TO:<${r}>`),
			"QUIT",
		];
		const said = this.dialogue(file, from, `${commands.join("\r\n")}\r\n`);
		const replies = said.stdout.split(/\r?\n/).filter((line) => /^\d{3} /.test(line));
		// After the banner, EHLO's and MAIL's, and before QUIT's.
		return replies.slice(3, 3 + recipients.length);
	}

	/** Has Exim forget how much anybody sent, and whom it asked about. */
	forget() {
		fs.rmSync(path.join(this.root.path, "spool/db"), { recursive: true, force: true });
	}

	/** What `-be` makes of expansions, a line each. */
	expand(file: string, expansions: readonly string[]): string[] {
		const said = this.ask(file, "-be", ...expansions);
		return said.stdout.split("\n").slice(0, expansions.length);
	}

	/** What an interpreter reads from released mm_cfg.py files. */
	python(files: readonly string[]): ReadMmCfg[] {
		return JSON.parse(this.pythonProgram(READ_MM_CFG, files));
	}

	/** Runs a Python program; gives what it prints. Throws with what it complained of. */
	pythonProgram(program: string, args: readonly string[], interpreter = "/usr/bin/python3"): string {
		const said = run([interpreter, "-c", program, ...args], null);
		if (said.status !== 0) throw new Error(said.stderr);
		return said.stdout;
	}

	remove() {
		this.root.remove();
	}
}
