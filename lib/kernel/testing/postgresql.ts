import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";

/** A PostgreSQL that belongs to one test. */
export type TestPostgresql = {
	/** Makes an empty database. Out: its address, for DATABASE_URL. */
	empty: () => Promise<string>;
	stop: () => Promise<void>;
};

/** Debian keeps each version's programs apart from the path. */
function programs(): string {
	const base = "/usr/lib/postgresql";
	const newest = readdirSync(base).sort((a, b) => Number(b) - Number(a))[0];
	return path.join(base, newest ?? "", "bin");
}

/** PostgreSQL refuses to run as root: then its package's own user runs it. */
function account(): { uid: number; gid: number } | Record<string, never> {
	if (process.getuid?.() !== 0) return {};
	const id = (of: string) => Number(execFileSync("id", [of, "postgres"], { encoding: "utf8" }));
	return { uid: id("-u"), gid: id("-g") };
}

const freePort = () =>
	new Promise<number>((resolve, reject) => {
		const server = createServer().once("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const bound = server.address();
			server.close(() => resolve(typeof bound === "object" && bound ? bound.port : 0));
		});
	});

async function untilReady(url: string, child: ChildProcess, said: () => string): Promise<void> {
	const deadline = Date.now() + 30_000;
	for (;;) {
		const client = new pg.Client({ connectionString: url });
		try {
			await client.connect();
			return;
		} catch (error) {
			if (child.exitCode !== null || Date.now() > deadline)
				throw new Error(`PostgreSQL did not start: ${said()}`, { cause: error });
			await pause(50);
		} finally {
			await client.end().catch(() => {});
		}
	}
}

/** Starts Debian's PostgreSQL on loopback, in a temporary directory, as an unprivileged user. */
export async function startPostgresql(): Promise<TestPostgresql> {
	const directory = mkdtempSync(path.join(tmpdir(), "listkeeper-postgresql-"));
	const as = account();
	if ("uid" in as) chownSync(directory, as.uid, as.gid);
	const data = path.join(directory, "data");
	const options = { ...as, cwd: directory, env: { ...process.env, LC_ALL: "C.UTF-8" } };
	const bin = programs();
	execFileSync(
		path.join(bin, "initdb"),
		["-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync"],
		{ ...options, stdio: "pipe" },
	);
	const port = await freePort();
	const settings = ["listen_addresses=127.0.0.1", `unix_socket_directories=${directory}`, "fsync=off"];
	const child = spawn(
		path.join(bin, "postgres"),
		["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
		{ ...options, stdio: ["ignore", "ignore", "pipe"] },
	);
	let said = "";
	child.stderr?.setEncoding("utf8").on("data", (text: string) => {
		said += text;
	});
	const ended = new Promise((resolve) => child.once("exit", resolve));
	const address = (name: string) => `postgresql://tester@127.0.0.1:${port}/${name}`;
	const stop = async () => {
		// SIGINT is PostgreSQL's fast shutdown: it does not wait for who is still connected.
		child.kill("SIGINT");
		await ended;
		rmSync(directory, { recursive: true, force: true });
	};
	try {
		await untilReady(address("postgres"), child, () => said);
	} catch (error) {
		await stop();
		throw error;
	}
	let made = 0;
	const empty = async () => {
		const name = `test_${++made}`;
		const client = new pg.Client({ connectionString: address("postgres") });
		await client.connect();
		await client.query(`CREATE DATABASE ${name}`);
		await client.end();
		return address(name);
	};
	return { empty, stop };
}
