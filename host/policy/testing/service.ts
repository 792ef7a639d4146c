import { type ChildProcess, spawn } from "node:child_process";
import net from "node:net";
import { until } from "../../testing/until";

/** A program of Debian's that a test runs for itself; stopped by its process id. */
export class Service {
	private said = "";
	private constructor(private readonly child: ChildProcess) {
		for (const stream of [child.stdout, child.stderr])
			stream?.on("data", (text: Buffer) => {
				this.said = `${this.said}${text}`.slice(-4_000);
			});
	}

	/**
	 * Starts a program that stays in the foreground, and waits until it is ready.
	 * In: what it is called in a failure; its command line; how to see that it is ready. Throws with what it said.
	 */
	static async start(
		name: string,
		argv: readonly string[],
		ready: () => Promise<boolean>,
		env: Readonly<Record<string, string>> = {},
	): Promise<Service> {
		const [command = "", ...args] = argv;
		const service = new Service(
			spawn(command, args, {
				stdio: ["ignore", "pipe", "pipe"],
				env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C", NODE_ENV: "test", ...env },
			}),
		);
		try {
			await until(`${name} to answer`, async () => {
				if (service.child.exitCode !== null) throw new Error(`${name} ended: ${service.said}`);
				return (await ready()) || null;
			});
		} catch (error) {
			await service.stop();
			throw new Error(`${error instanceof Error ? error.message : error} It said: ${service.said}`);
		}
		return service;
	}

	get pid(): number {
		return this.child.pid ?? 0;
	}

	async stop(): Promise<void> {
		if (this.child.exitCode !== null || this.child.signalCode !== null) return;
		const ended = new Promise((resolve) => this.child.once("exit", resolve));
		this.child.kill("SIGTERM");
		const late = setTimeout(() => this.child.kill("SIGKILL"), 5_000);
		await ended;
		clearTimeout(late);
	}
}

/** Whether somebody listens on a port of 127.0.0.1. */
export const listens = (port: number): Promise<boolean> =>
	new Promise((resolve) => {
		const socket = net.connect({ host: "127.0.0.1", port });
		socket.once("connect", () => {
			socket.destroy();
			resolve(true);
		});
		socket.once("error", () => resolve(false));
	});
