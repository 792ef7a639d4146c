import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { listens, Service } from "../policy/testing/service";
import { freePort } from "../rehearsal/ports";

const SSHD = "/usr/sbin/sshd";

/**
 * Debian's sshd on a port of 127.0.0.1, with a host key, a configuration and an `authorized_keys` of a test's own, for
 * the account that the test runs as. The machine's own sshd, where there is one, has nothing to do with it.
 */
export class OwnSshd {
	private constructor(
		private readonly directory: string,
		readonly port: number,
		readonly user: string,
		private service: Service,
	) {}

	/** In: a directory of its own, which is the caller's to remove. */
	static async start(directory: string): Promise<OwnSshd> {
		const port = await freePort(["127.0.0.1"], []);
		const { username } = os.userInfo();
		makeHostKey(directory);
		fs.writeFileSync(path.join(directory, "authorized_keys"), "");
		fs.writeFileSync(path.join(directory, "sshd_config"), configOf(directory, port));
		// As root sshd wants the directory that Debian's unit makes when it starts the machine's own.
		if (process.getuid?.() === 0) fs.mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
		return new OwnSshd(directory, port, username, await startIn(directory, port));
	}

	/** Its host's public key, as `known_hosts` has it after the name. */
	get hostKey(): string {
		const text = fs.readFileSync(path.join(this.directory, "host_key.pub"), "utf8");
		return text.split(" ").slice(0, 2).join(" ");
	}

	/** Its fingerprint, by ssh-keygen's own reckoning. */
	get fingerprint(): string {
		const file = path.join(this.directory, "host_key.pub");
		return execFileSync("ssh-keygen", ["-lf", file], { encoding: "utf8" }).split(" ")[1] ?? "";
	}

	/** Lets a key in from now on, for one command, and every other key out. In: lines of `authorized_keys`. */
	authorize(...lines: string[]) {
		fs.writeFileSync(path.join(this.directory, "authorized_keys"), lines.map((line) => `${line}\n`).join(""));
	}

	/** Becomes a host that was installed anew: the same address, another key, and nobody logged in. */
	async reinstall() {
		await this.goDown();
		for (const name of ["host_key", "host_key.pub"]) fs.rmSync(path.join(this.directory, name));
		makeHostKey(this.directory);
		this.service = await startIn(this.directory, this.port);
	}

	/** Ends it as a host that goes down does, with every connection. */
	async goDown() {
		const sessions = childrenOf(this.service.pid);
		await this.service.stop();
		for (const pid of sessions) {
			try {
				process.kill(pid, "SIGKILL");
			} catch {
				// It has ended meanwhile.
			}
		}
	}
}

/** The processes that a process started and that live, by what /proc says. */
const childrenOf = (parent: number): number[] =>
	fs
		.readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.filter((name) => {
			try {
				// proc(5): the name, which may hold anything, ends at the last bracket.
				return (
					Number(fs.readFileSync(`/proc/${name}/stat`, "utf8").split(") ").at(-1)?.split(" ")[1]) === parent
				);
			} catch {
				return false;
			}
		})
		.map(Number);

const makeHostKey = (directory: string) =>
	execFileSync("ssh-keygen", [
		...["-q", "-t", "ed25519", "-N", "", "-C", "a test's host"],
		...["-f", path.join(directory, "host_key")],
	]);

const configOf = (directory: string, port: number) =>
	[
		"ListenAddress 127.0.0.1",
		`Port ${port}`,
		`HostKey "${path.join(directory, "host_key")}"`,
		`AuthorizedKeysFile "${path.join(directory, "authorized_keys")}"`,
		"PidFile none",
		"UsePAM no",
		// The directory is one of /tmp, and the home directory whose-ever it is.
		"StrictModes no",
		"PasswordAuthentication no",
		"KbdInteractiveAuthentication no",
		"PermitRootLogin forced-commands-only",
		"UseDNS no",
		"LogLevel ERROR",
		...penalties(),
		"",
	].join("\n");

/** A newer sshd holds it against an address that keys were refused; the tests come from one address. */
const penalties = () =>
	spawnSync(SSHD, ["-T", "-f", "/dev/null", "-o", "PerSourcePenalties=no"], {
		encoding: "utf8",
	}).stderr.match(/bad configuration option/i)
		? []
		: ["PerSourcePenalties no"];

const startIn = (directory: string, port: number): Promise<Service> =>
	Service.start("sshd", [SSHD, "-D", "-e", "-f", path.join(directory, "sshd_config")], () => listens(port));
