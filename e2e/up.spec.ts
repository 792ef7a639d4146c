import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";

const UP = ["bin/up.mjs"];
/** Without the address of the copy that the other tests use. */
const { LISTKEEPER_URL: SHARED = "", ...ENVIRONMENT } = process.env;
const again = (state: string, ...options: string[]) =>
	spawnSync(process.execPath, [...UP, ...options], {
		encoding: "utf8",
		env: { ...ENVIRONMENT, LISTKEEPER_STATE: state },
	});

/** A copy with an empty state directory, and its one line once it is there. */
const startCopy = async (
	state: string,
): Promise<{ up: ChildProcess; line: string; ended: Promise<number | null> }> => {
	const up = spawn(process.execPath, UP, {
		env: { ...ENVIRONMENT, LISTKEEPER_STATE: state },
		stdio: ["ignore", "pipe", "inherit"],
	});
	const ended = new Promise<number | null>((resolve) => up.once("exit", resolve));
	const line = await new Promise<string>((resolve, reject) => {
		let said = "";
		up.stdout?.setEncoding("utf8").on("data", (text: string) => {
			said += text;
			const found = /^Listkeeper is at .*$/m.exec(said);
			if (found && said.endsWith("\n")) resolve(found[0]);
		});
		up.once("exit", (status) => reject(new Error(`npm run up ended with status ${status}: ${said}`)));
	});
	return { up, line, ended };
};

/** Processes whose command line names a directory, this one's children apart from none. */
const processesOf = (directory: string) =>
	readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.filter((pid) => {
			try {
				return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(directory);
			} catch {
				return false;
			}
		});

test.describe("npm run up", () => {
	let state: string;
	test.beforeEach(() => {
		state = mkdtempSync(path.join(tmpdir(), "listkeeper-up-"));
		chmodSync(state, 0o755);
	});
	test.afterEach(() => {
		again(state, "--stop");
		rmSync(state, { recursive: true, force: true });
	});

	test("prints one line with the address and the set-up link, and the same line when it already runs", async () => {
		const { line } = await startCopy(state);
		expect(line).toMatch(/^Listkeeper is at (http:\/\/127\.0\.0\.1:\d+) · .*: \1\/setup\/[\w-]{43}$/);
		const before = readdirSync(state).sort();
		const second = again(state);
		expect(second).toMatchObject({ status: 0, stdout: `${line}\n`, stderr: "" });
		expect(readdirSync(state).sort()).toEqual(before);
	});

	test("keeps secrets and the database readable to their owner only", async () => {
		await startCopy(state);
		for (const file of ["secret", "setup-token", "listkeeper.db", "log/web.log"])
			expect(`${file} ${(statSync(path.join(state, file)).mode & 0o777).toString(8)}`).toBe(`${file} 600`);
	});

	test("ends everything it started when it is asked to, and nothing else", async () => {
		const { up, line, ended } = await startCopy(state);
		const address = /http:\/\/[\d.:]+/.exec(line)?.[0] ?? "";
		expect((await fetch(`${address}/api/health`)).status).toBe(200);
		expect(processesOf(state).length).toBeGreaterThan(0);
		up.kill("SIGTERM");
		expect(await ended).toBe(0);
		expect(processesOf(state)).toEqual([]);
		await expect(fetch(address)).rejects.toThrow();
		expect(existsSync(path.join(state, "up.json"))).toBe(false);
		expect((await fetch(`${SHARED}/api/health`)).status, "the copy that the other tests use goes on").toBe(
			200,
		);
	});

	test("is ended from another terminal by --stop", async () => {
		const { ended } = await startCopy(state);
		expect(again(state, "--stop")).toMatchObject({ status: 0 });
		expect(await ended).toBe(0);
		expect(again(state, "--stop").stdout).toBe("Nothing runs from this state directory.\n");
	});

	test("takes the same secret and set-up link up again after it was ended", async () => {
		const first = await startCopy(state);
		const kept = ["secret", "setup-token"].map((file) => readFileSync(path.join(state, file), "utf8"));
		first.up.kill("SIGINT");
		await first.ended;
		await startCopy(state);
		expect(["secret", "setup-token"].map((file) => readFileSync(path.join(state, file), "utf8"))).toEqual(
			kept,
		);
	});
});
