import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { processAccount } from "@/host/account";
import { type HostConfig, liveEximFile } from "@/host/config";
import { readHostConfig } from "@/host/open";
import { NameServer } from "@/host/policy/testing/name-server";
import { play } from "@/host/policy/testing/play";
import { type Scanner, startClamd, startSpamd } from "@/host/policy/testing/scanners";
import { RECORDS } from "@/host/policy/testing/world";
import { layoutOf } from "@/host/rehearsal/layout";
import { canListen } from "@/host/rehearsal/ports";
import { readWrapperRecords } from "@/host/rehearsal/received";
import { Sink } from "@/host/rehearsal/sink";
import { withResolver } from "@/host/testing/own-resolver";
import { type TemporaryRoot, temporaryRoot } from "@/host/testing/temporary-root";
import { until } from "@/host/testing/until";
import { parseSession, type Session } from "@/lib/core/checks/parse-session";
import { caseDialogue } from "@/lib/core/checks/policy-sessions";
import type { PolicyCase } from "@/lib/core/policy/rule";

/** An SMTP session without what must come of it. */
export type SentSession = Omit<PolicyCase, "name" | "expect">;

const dialogue = (session: SentSession) =>
	caseDialogue({ name: "", ...session, expect: { phase: "data", code: 2 } }, {});

/**
 * A console of its own, as `npm run up` starts it, with all that a policy can ask around its rehearsal host: Debian's
 * clamd, spamd and unbound, and a world that knows no sender who calls itself a liar.
 */
export class PolicyHost {
	private constructor(
		/** The one-time link. */
		readonly setupLink: string,
		private readonly directory: TemporaryRoot,
		private readonly config: HostConfig,
		private readonly up: ChildProcess,
		private readonly dns: NameServer,
		readonly clamd: Scanner,
		readonly spamd: Scanner,
		private readonly world: Sink,
	) {}

	static async start(): Promise<PolicyHost> {
		const directory = temporaryRoot();
		const place = (name: string) => {
			const made = path.join(directory.path, name);
			fs.mkdirSync(made, { mode: 0o755 });
			return made;
		};
		const dns = await NameServer.start(place("dns"), RECORDS, ["broken.dnsl.example"]);
		const state = place("state");
		const { LISTKEEPER_URL: _, PORT: __, ...env } = process.env;
		// The whole console runs where /etc/resolv.conf is the test's own, and with it the Exim that it starts.
		const [command = "", ...args] = withResolver([process.execPath, "bin/up.mjs"], dns.resolvConf, null);
		const up = spawn(command, args, {
			env: { ...env, LISTKEEPER_STATE: state } as NodeJS.ProcessEnv,
			stdio: ["ignore", "pipe", "pipe"],
		});
		const [link, clamd, spamd] = await Promise.all([
			setupLinkOf(up),
			startClamd(place("clamd")),
			startSpamd(place("spamd")),
		]);
		const root = path.join(state, "rehearsal");
		const world = await takeSinksPlace(root);
		return new PolicyHost(link, directory, readHostConfig(root), up, dns, clamd, spamd, world);
	}

	private get root() {
		return path.join(this.directory.path, "state/rehearsal");
	}

	/** A session with the running daemon, over the network of this machine alone. */
	send(session: SentSession): Promise<Session> {
		const { from } = session;
		const port = this.config.target.runtime?.port ?? 0;
		return play({ from, host: "127.0.0.1", port }, dialogue(session));
	}

	/**
	 * The same to an Exim with the live configuration that is told who calls, over its standard input: for what treats
	 * all of 127.0.0.0/8 as this host itself, as SPF's library does. What it takes stays on the queue.
	 */
	tell(session: SentSession): Session {
		const input = dialogue(session);
		const argv = [
			this.config.exim.path,
			"-C",
			liveEximFile(this.config),
			"-odq",
			"-oMa",
			session.from,
			"-bs",
		];
		const [command = "", ...args] = withResolver(argv, this.dns.resolvConf, processAccount(this.config));
		return parseSession(execFileSync(command, args, { input, encoding: "utf8" }), "", input);
	}

	/** The header of what a list's wrapper was handed, once it was. In: the message's subject. */
	async handed(subject: string): Promise<string> {
		const { com, org } = layoutOf(this.root);
		const find = () =>
			readWrapperRecords([com, org], 1_000).find(({ headers }) => headers.includes(`Subject: ${subject}\n`));
		return (await until(`“${subject}” at its list`, find)).headers;
	}

	/** Ends all it started, by process id. */
	async stop() {
		const ended = new Promise((resolve) => this.up.once("exit", resolve));
		this.up.kill("SIGTERM");
		await ended;
		await this.world.stop();
		for (const service of [this.clamd, this.spamd, this.dns]) await service.stop();
		this.directory.remove();
	}
}

/** The set-up link from the line that `npm run up` ends with. */
const setupLinkOf = (up: ChildProcess): Promise<string> =>
	new Promise((resolve, reject) => {
		let said = "";
		for (const stream of [up.stdout, up.stderr])
			stream?.setEncoding("utf8").on("data", (text: string) => {
				said += text;
				const link = /^Listkeeper is at \S+ · .*: (\S+)$/m.exec(said)?.[1];
				if (link) resolve(link);
			});
		up.once("exit", (status) => reject(new Error(`npm run up ended with status ${status}: ${said}`)));
	});

/** Ends the rehearsal host's own sink, which takes everything, and listens in its place. */
async function takeSinksPlace(root: string): Promise<Sink> {
	const { sink, sinkPid } = layoutOf(root);
	const port = readHostConfig(root).target.sinkPort ?? 0;
	process.kill(Number(fs.readFileSync(sinkPid, "utf8")), "SIGTERM");
	await until("the sink's end", async () => (await canListen("127.0.0.1", port)) || null);
	return Sink.start({
		directory: sink,
		port,
		refuse: (recipient) => (recipient.startsWith("liar@") ? "550 No such user" : null),
	});
}
