import dgram from "node:dgram";
import fs from "node:fs";
import path from "node:path";
import { freePort } from "../../rehearsal/ports";
import { until } from "../../testing/until";
import { Service } from "./service";

/** Addresses of 127.0.0.0/8 that each take port 53 once: two test files at the same time don't meet. */
const ownAddress = (): string =>
	`127.${64 + Math.floor(Math.random() * 128)}.${1 + Math.floor(Math.random() * 250)}.53`;

/** Debian's unbound as all of DNS, and the file that leads a program to it. */
export class NameServer {
	private silent: dgram.Socket | null = null;
	private constructor(
		private readonly service: Service,
		private readonly address: string,
		/** To lie over /etc/resolv.conf. */
		readonly resolvConf: string,
	) {}

	/**
	 * In: a directory of its own; the records it knows, as in `a.example. MX 10 mx.example.`; zones of which it says
	 * nothing but that it can't (a broken list). All else does not exist.
	 */
	static async start(
		directory: string,
		records: readonly string[],
		broken: readonly string[] = [],
	): Promise<NameServer> {
		fs.mkdirSync(directory, { recursive: true });
		const address = ownAddress();
		const control = await freePort(["127.0.0.1"], []);
		const conf = path.join(directory, "unbound.conf");
		fs.writeFileSync(
			conf,
			[
				"server:",
				`  interface: ${address}@53`,
				'  username: ""',
				'  chroot: ""',
				`  directory: "${directory}"`,
				`  pidfile: "${path.join(directory, "unbound.pid")}"`,
				"  use-syslog: no",
				"  do-daemonize: no",
				'  module-config: "iterator"',
				"  do-not-query-localhost: no",
				'  local-zone: "." static',
				...broken.map((zone) => `  local-zone: "${zone}." refuse`),
				...records.map((record) => `  local-data: '${record}'`),
				"remote-control:",
				"  control-enable: no",
				`  control-port: ${control}`,
				"",
			].join("\n"),
		);
		const resolvConf = path.join(directory, "resolv.conf");
		fs.writeFileSync(resolvConf, `nameserver ${address}\n`, { mode: 0o644 });
		const service = await Service.start("unbound", ["/usr/sbin/unbound", "-d", "-c", conf], () =>
			answers(address),
		);
		return new NameServer(service, address, resolvConf);
	}

	/** From now on questions go to an address that takes them and never answers; `false` ends that. */
	async dead(dead: boolean): Promise<void> {
		if (!dead) {
			fs.writeFileSync(this.resolvConf, `nameserver ${this.address}\n`);
			return;
		}
		if (this.silent === null) {
			const socket = dgram.createSocket("udp4");
			this.silent = socket;
			await new Promise<void>((resolve, reject) => {
				socket.once("error", reject);
				socket.bind(53, this.address.replace(/53$/, "54"), resolve);
			});
		}
		fs.writeFileSync(this.resolvConf, `nameserver ${this.address.replace(/53$/, "54")}\n`);
	}

	async stop(): Promise<void> {
		this.silent?.close();
		await this.service.stop();
	}
}

/** Whether a name server answers. */
async function answers(address: string): Promise<boolean> {
	const socket = dgram.createSocket("udp4");
	try {
		// A question for the root's name servers, of identity 7.
		const question = Buffer.from([0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1]);
		let answered = false;
		socket.on("message", () => {
			answered = true;
		});
		socket.on("error", () => {});
		socket.connect(53, address);
		await new Promise((resolve) => socket.once("connect", resolve));
		socket.send(question, () => {});
		return await until("an answer", () => answered || null, 200).catch(() => false);
	} finally {
		socket.close();
	}
}
