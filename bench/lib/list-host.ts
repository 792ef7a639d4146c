import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { processAccount } from "@/host/account";
import type { HostConfig } from "@/host/config";
import { processWith } from "@/host/processes";
import { run } from "@/host/real-process";
import { realSystem } from "@/host/real-system";
import { createRehearsalHost } from "@/host/rehearsal/create";
import { layoutOf } from "@/host/rehearsal/layout";
import { type TemporaryRoot, temporaryRoot } from "@/host/testing/temporary-root";
import { until } from "@/host/testing/until";
import { placeFiles } from "@/lib/core/release/build";
import { EXIM_CONF } from "@/lib/core/render/exim/exim-conf";
import { renderFiles } from "@/lib/core/render/render";
import type { MailSystem } from "@/lib/core/system/mail-system";

const HOUR = 3_600_000;

/** A real Exim of its own on loopback, in a temporary directory, for measurements. Mailman's part is played. */
export class ListHost {
	private releases = 0;
	private daemon: number | null = null;
	private configuration = "";

	private constructor(
		private readonly root: TemporaryRoot,
		readonly config: HostConfig,
		private readonly account: ReturnType<typeof processAccount>,
	) {}

	/** Makes the directories and picks the ports; starts nothing. */
	static async create(): Promise<ListHost> {
		const root = temporaryRoot();
		const config = await createRehearsalHost({ directory: root.path });
		const host = new ListHost(root, config, processAccount(config));
		for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, host.end);
		return host;
	}

	/** Ctrl-C leaves no daemon behind. */
	private readonly end = () => void this.stop().finally(() => process.exit(1));

	get layout() {
		return layoutOf(this.root.path);
	}

	get directory(): string {
		return this.root.path;
	}

	/** What `exim -bh` by hand answers to a dialogue. */
	bySession(configuration: string, from: string, input: string): string {
		const ran = spawnSync(this.config.exim.path, ["-C", configuration, "-bh", from], {
			input,
			encoding: "utf8",
			...(this.account ?? {}),
		});
		return ran.stdout;
	}

	/** As whom Exim runs. */
	get runtime() {
		const { runtime } = this.config.target;
		if (!runtime) throw new Error("A rehearsal host's Exim has a runtime of its own.");
		return runtime;
	}

	/** Where all remote mail goes. */
	get sinkPort(): number {
		return this.config.target.sinkPort ?? 0;
	}

	/** Where Mailman would hand its mail over. */
	get route() {
		return { host: "127.0.0.1", from: "127.0.0.1", port: this.runtime.port, timeoutMs: HOUR };
	}

	/** Writes a system's release. Out: the path of Exim's configuration. */
	render(system: MailSystem): string {
		const release = path.join(this.layout.state, "releases", String(++this.releases));
		for (const file of placeFiles(renderFiles(system, this.config.target), release)) {
			fs.mkdirSync(path.dirname(path.join(release, file.target)), { recursive: true });
			fs.writeFileSync(path.join(release, file.target), file.text);
		}
		return path.join(release, EXIM_CONF);
	}

	/** Lets each domain's mail go to an address of its own on the sink's port, instead of all to one. In: an `lsearch`. */
	sendByMap(configuration: string, map: string) {
		const file = path.join(path.dirname(configuration), "receivers.map");
		fs.writeFileSync(file, map);
		const text = fs.readFileSync(configuration, "utf8");
		const one = "route_list = * 127.0.0.1::LK_SINK_PORT byname";
		if (!text.includes(one)) throw new Error(`${configuration} has no line ${one}.`);
		fs.writeFileSync(
			configuration,
			text.replaceAll(one, `route_data = \${lookup{$domain}lsearch{${file}}{$value::LK_SINK_PORT}}`),
		);
	}

	/** What of this Exim itself decides what is counted. */
	async eximFacts(): Promise<{ version: string; remoteMaxParallel: number }> {
		const ask = (...args: string[]) =>
			run({ argv: [this.config.exim.path, "-C", "/dev/null", ...args], timeoutMs: HOUR }, this.account);
		const [version, parallel] = [await ask("-bV"), await ask("-bP", "remote_max_parallel")];
		return {
			version: /^Exim version (\S+)/m.exec(version.stdout)?.[1] ?? "",
			remoteMaxParallel: Number(/= (\d+)/.exec(parallel.stdout)?.[1]),
		};
	}

	/** Starts the daemon with a configuration, in place of the one before. In: `-odq` for one that only queues. */
	async start(configuration: string, args: readonly string[] = []) {
		await this.stopDaemon();
		this.configuration = configuration;
		const started = await this.exim("-bd", ...args);
		if (started.status !== 0) throw new Error(`Exim did not start: ${started.stderr}${started.stdout}`);
		const { eximPid } = this.layout;
		this.daemon = await until("Exim's pid file", () =>
			fs.existsSync(eximPid) ? Number(fs.readFileSync(eximPid, "utf8")) || null : null,
		);
	}

	exim(...args: string[]) {
		return run(
			{ argv: [this.config.exim.path, "-C", this.configuration, ...args], timeoutMs: HOUR },
			this.account,
		);
	}

	/** Ids of the messages on the queue. */
	queue(): string[] {
		const { input } = this;
		return fs.existsSync(input)
			? fs.readdirSync(input).flatMap((name) => (name.endsWith("-H") ? [name.slice(0, -2)] : []))
			: [];
	}

	/** Bytes of the queue's files, as long as they are. */
	spoolBytes(): number {
		return fs
			.readdirSync(this.input)
			.reduce((sum, name) => sum + fs.statSync(path.join(this.input, name)).size, 0);
	}

	/** Delivers what is queued, with four queue runners, or only the messages that are named, four at a time. */
	async deliver(ids: readonly string[] | null = null) {
		const four = [0, 1, 2, 3].map((which) => ids?.filter((_, at) => at % 4 === which) ?? null);
		await Promise.all(
			four.map((some) =>
				some === null ? this.exim("-qff") : some.length > 0 ? this.exim("-M", ...some) : null,
			),
		);
		const left = ids === null ? this.queue() : this.queue().filter((id) => ids.includes(id));
		if (left.length > 0) throw new Error(`${left.length} messages stayed on the queue: ${this.lastLog()}`);
	}

	/** Throws away what is queued. */
	clear() {
		for (const name of fs.readdirSync(this.input)) fs.rmSync(path.join(this.input, name), { force: true });
	}

	private get input() {
		return path.join(this.layout.spool, "input");
	}

	private lastLog = () => fs.readFileSync(path.join(this.layout.log, "mainlog"), "utf8").slice(-1_000);

	private async stopDaemon() {
		const { daemon } = this;
		if (daemon === null) return;
		process.kill(daemon, "SIGTERM");
		await until("Exim's end", () => (processWith(realSystem(null), daemon) ? null : true));
		fs.rmSync(this.layout.eximPid, { force: true });
		this.daemon = null;
	}

	/** Stops the daemon by its process id and removes the directory. */
	async stop() {
		await this.stopDaemon();
		this.root.remove();
		for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, this.end);
	}
}
