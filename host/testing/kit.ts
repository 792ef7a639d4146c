import fs from "node:fs";
import path from "node:path";
import { placeFiles } from "@/lib/core/release/build";
import { mmCfgLine } from "@/lib/core/render/mailman/hook";
import { renderFiles } from "@/lib/core/render/render";
import {
	type MailSystem,
	type MailSystemInput,
	mailSystem,
	newMailSystem,
} from "@/lib/core/system/mail-system";
import { processAccount } from "../account";
import { type HostConfig, liveEximFile, liveMmCfg } from "../config";
import { processWith } from "../processes";
import { run } from "../real-process";
import { realSystem } from "../real-system";
import { createRehearsalHost, type RehearsalOptions } from "../rehearsal/create";
import { layoutOf } from "../rehearsal/layout";
import { readWrapperRecords, type WrapperRecord } from "../rehearsal/received";
import {
	composeMessage,
	type Letter,
	type Route,
	type Sent,
	sendLetters,
	sendMessage,
} from "../rehearsal/send";
import { Sink, type SunkMessage } from "../rehearsal/sink";
import { stopRehearsalHost } from "../rehearsal/start";
import type { Account, Ran } from "../system";
import { weaveLine } from "../weave";
import { type EximUnderTest, eximArgv, INSTALLED, refuseMissing } from "./exim-versions";
import { ensureIpv6Loopback } from "./ipv6-loopback";
import { withResolver } from "./own-resolver";
import { type TemporaryRoot, temporaryRoot } from "./temporary-root";
import { until } from "./until";

/** A stranger's address on loopback: not one of those that the rules trust. */
const STRANGER = "127.0.0.2";

type KitOptions = {
	exim?: EximUnderTest;
	/** What the sink answers to a recipient it refuses, as in `550 No such user`; null accepts. */
	refuse?: (recipient: string) => string | null;
	lists?: RehearsalOptions["lists"];
	/** What this machine's Exim has over /etc/resolv.conf; root only. */
	resolvConf?: string;
};

type Applied = {
	/** Where all remote mail and callouts go; null asks DNS. The host's own sink unless told. */
	sinkPort?: number | null;
	/** False leaves the two Mailmen alone: what they are handed is recorded all the same. */
	mailman?: boolean;
};

/**
 * A rehearsal host in a temporary directory, for tests: create it, `apply` a MailSystem, `send`, look at what
 * arrived, `stop`. The sink runs inside the test's process.
 */
export class Kit {
	private releases = 0;
	private daemon: number | null = null;
	private letters = 0;

	private constructor(
		readonly exim: EximUnderTest,
		private readonly root: TemporaryRoot,
		readonly config: HostConfig,
		readonly account: Account | null,
		readonly sink: Sink,
		private readonly resolvConf: string | null,
	) {}

	/** Creates the host and its sink; nothing else runs yet. */
	static async create(options: KitOptions = {}): Promise<Kit> {
		const exim = options.exim ?? INSTALLED;
		refuseMissing(exim);
		await ensureIpv6Loopback();
		const root = temporaryRoot(exim.root);
		const config = await createRehearsalHost({
			directory: root.path,
			...(options.lists ? { lists: options.lists } : {}),
		});
		const sink = await Sink.start({
			directory: layoutOf(root.path).sink,
			port: config.target.sinkPort ?? 0,
			...(options.refuse ? { refuse: options.refuse } : {}),
		});
		return new Kit(exim, root, config, processAccount(config), sink, options.resolvConf ?? null);
	}

	get directory(): string {
		return this.root.path;
	}

	/** The prefixes of the two installations, both with a list `news`. */
	get prefixes(): { com: string; org: string } {
		const { com, org } = layoutOf(this.directory);
		return { com, org };
	}

	/**
	 * A system for this host: installations `com` and `org`, each with a domain of its own.
	 * In: what is to differ from a new system.
	 */
	system(change: Partial<MailSystemInput> = {}): MailSystem {
		const { user = "", group = "" } = this.config.target.runtime ?? {};
		const installation = (id: "com" | "org") => ({
			id,
			prefix: this.prefixes[id],
			user,
			group,
			python: "/usr/bin/python3",
			webHost: `www.${id}.example`,
		});
		return mailSystem.parse({
			...newMailSystem("postmaster@outside.example"),
			domains: [
				{ name: "lists.example.com", installation: "com" },
				{ name: "lists.example.org", installation: "org" },
			],
			installations: [installation("com"), installation("org")],
			...change,
		});
	}

	/** Renders a system, makes it the live one, and has Exim and both Mailmen read it; starts them if need be. */
	async apply(system: MailSystem, how: Applied = {}): Promise<void> {
		const { target } = this.config;
		const sinkPort = how.sinkPort === undefined ? target.sinkPort : how.sinkPort;
		const release = path.join(this.config.target.stateDirectory, "releases", String(++this.releases));
		for (const file of placeFiles(renderFiles(system, { ...target, sinkPort }), release)) {
			fs.mkdirSync(path.dirname(path.join(release, file.target)), { recursive: true });
			fs.writeFileSync(path.join(release, file.target), file.text);
		}
		const link = path.join(this.config.target.stateDirectory, "current");
		fs.symlinkSync(release, `${link}.new`);
		fs.renameSync(`${link}.new`, link);
		for (const { id, prefix } of system.installations) {
			const own = path.join(prefix, "Mailman/mm_cfg.py");
			fs.writeFileSync(own, weaveLine(fs.readFileSync(own, "utf8"), mmCfgLine(liveMmCfg(this.config, id))));
		}
		await this.activate(how.mailman ?? true);
	}

	private async activate(mailman: boolean) {
		const loaded = () => this.log("main").filter((line) => / daemon started: pid=/.test(line)).length;
		const before = loaded();
		if (this.daemon === null) {
			const started = await this.runExim(["-C", liveEximFile(this.config), "-bd"]);
			if (started.status !== 0) throw new Error(`Exim did not start: ${started.stderr}${started.stdout}`);
		}
		// A signal that comes just before the daemon begins to wait is seen only when something else wakes it.
		let signalAt = 0;
		await until("Exim to load its configuration", () => {
			if (loaded() > before) return true;
			if (this.daemon !== null && Date.now() > signalAt) {
				process.kill(this.daemon, "SIGHUP");
				signalAt = Date.now() + 1_000;
			}
			return null;
		});
		this.daemon = Number(fs.readFileSync(layoutOf(this.directory).eximPid, "utf8"));
		if (!mailman) return;
		for (const prefix of Object.values(this.prefixes)) await this.restartMailman(prefix);
	}

	/** Restarts an installation's runners, or starts them, and waits for every one of them. */
	private async restartMailman(prefix: string) {
		const log = path.join(prefix, "logs/qrunner");
		const started = () =>
			fs.existsSync(log) ? (fs.readFileSync(log, "utf8").match(/qrunner started\./g)?.length ?? 0) : 0;
		const before = started();
		const word = before === 0 ? "start" : "restart";
		await run({ argv: [path.join(prefix, "bin/mailmanctl"), word], timeoutMs: 20_000 }, this.account);
		await until("eight queue runners", () => (started() >= before + 8 ? true : null));
	}

	/** Runs Exim as the host's own user. In: its arguments. */
	runExim(args: readonly string[], stdin = ""): Promise<Ran> {
		const { argv, throughChroot } = eximArgv(this.exim, this.account, args);
		if (this.resolvConf !== null && !throughChroot)
			return run({ argv: withResolver(argv, this.resolvConf, this.account), stdin, timeoutMs: 60_000 }, null);
		return run({ argv, stdin, timeoutMs: 60_000 }, throughChroot ? null : this.account);
	}

	/** Runs Exim on the live configuration. */
	askExim(...args: string[]): Promise<Ran> {
		return this.runExim(["-C", liveEximFile(this.config), ...args]);
	}

	/** Where to send: as a stranger unless `from` says otherwise. */
	route(from: "stranger" | "127.0.0.1" | "::1" = "stranger"): Route {
		const port = this.config.target.runtime?.port ?? 0;
		if (from === "stranger") return { host: "127.0.0.1", from: STRANGER, port };
		return { host: from, from, port };
	}

	/** A letter whose Subject nobody else's has. */
	letter(
		sender: string,
		recipients: readonly string[],
		header: Readonly<Record<string, string>> = {},
	): Letter {
		this.letters += 1;
		const subject = header.Subject ?? `letter ${this.letters}`;
		const composed = composeMessage({
			sender,
			recipients,
			subject,
			date: new Date().toUTCString().replace("GMT", "+0000"),
			id: `${this.letters}.${process.pid}@outside.example`,
		});
		const more = Object.entries(header).filter(([name]) => name !== "Subject");
		return {
			sender,
			recipients,
			data: more.map(([name, value]) => `${name}: ${value}\n`).join("") + composed,
		};
	}

	send(letter: Letter, from?: "stranger" | "127.0.0.1" | "::1"): Promise<Sent> {
		return sendMessage(this.route(from), letter);
	}

	sendAll(letters: readonly Letter[], from?: "stranger" | "127.0.0.1" | "::1"): Promise<Sent[]> {
		return sendLetters(this.route(from), letters);
	}

	/** What both wrappers took so far, newest first. */
	wrapped(): WrapperRecord[] {
		return readWrapperRecords(Object.values(this.prefixes), 1_000);
	}

	/** Waits for the wrappers' records of a letter, by its Subject. */
	async wrappedOf(letter: Letter, count = 1): Promise<WrapperRecord[]> {
		const subject = subjectOf(letter);
		return until(`${count} deliveries of “${subject}” to a wrapper`, () => {
			const found = this.wrapped().filter((record) => hasSubject(record.headers, subject));
			return found.length >= count ? found : null;
		});
	}

	/** Waits for a wrapper's record of which something holds. */
	wrappedBy(holds: (record: WrapperRecord) => boolean): Promise<WrapperRecord> {
		return until("such a delivery to a wrapper", () => this.wrapped().find(holds));
	}

	/** Waits until the sink has a letter for so many recipients; gives its messages, oldest first. */
	async sunkOf(letter: Letter, recipients: number): Promise<SunkMessage[]> {
		const subject = subjectOf(letter);
		return until(`“${subject}” at the sink for ${recipients} recipients`, () => {
			const found = this.sink.messages.filter((message) => hasSubject(message.headers, subject));
			return found.flatMap((message) => message.recipients).length >= recipients ? found : null;
		});
	}

	/** Lines of Exim's own log. */
	log(name: "main" | "reject" | "panic"): string[] {
		const file = path.join(layoutOf(this.directory).log, `${name}log`);
		return fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n") : [];
	}

	/** Messages on the queue. */
	async queued(): Promise<number> {
		return Number((await this.askExim("-bpc")).stdout);
	}

	/** Stops everything by process id and removes the directory. */
	async stop(): Promise<void> {
		const { daemon } = this;
		if (daemon !== null) {
			process.kill(daemon, "SIGTERM");
			await until("Exim's end", () => (processWith(realSystem(this.account), daemon) ? null : true));
		}
		await stopRehearsalHost(this.directory);
		await this.sink.stop();
		this.root.remove();
	}
}

const subjectOf = (letter: Letter): string => /^Subject: (.*)$/m.exec(letter.data)?.[1] ?? "";
/** Mailman puts the list's name before a subject, so its end decides. */
const hasSubject = (headers: string, subject: string): boolean =>
	headers.split("\n").some((line) => line.startsWith("Subject: ") && line.endsWith(subject));
