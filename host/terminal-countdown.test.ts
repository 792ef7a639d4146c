import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeTestHost, releaseIdOf, type TestHost } from "./testing/host";
import { twoSystems } from "./testing/kill-table";
import { program } from "./testing/program";

let host: TestHost;
let terminal: ChildProcess;
let screen: string;
beforeEach(async () => {
	host = await makeTestHost();
	const [one, two] = twoSystems(host);
	await host.deploy(one);
	const settings = path.join(host.root, "settings.json");
	fs.writeFileSync(settings, JSON.stringify(two));
	const words = ["--root", host.root, "deploy", "--settings", settings, "--confirm-within", "5"];
	// Without `exec` a shell may wait, and take Ctrl-C for its own end.
	const line = ["exec", process.execPath, await program(), ...words].join(" ");
	// script(1) gives it a terminal of its own, and passes on what is typed.
	terminal = spawn("/usr/bin/script", ["--quiet", "--return", "--command", line, "/dev/null"]);
	screen = "";
	terminal.stdout?.setEncoding("utf8").on("data", (text: string) => {
		screen += text;
	});
	await expect
		.poll(() => screen, { timeout: 60_000 })
		.toMatch(/Release 2 reverts in [45]:\d\d\. Enter confirms/);
});
afterEach(async () => {
	terminal.kill("SIGKILL");
	await host.remove();
});

const type = (keys: string) => terminal.stdin?.write(keys);
const ended = () => new Promise<number | null>((resolve) => terminal.once("close", resolve));
const pendingFile = () => path.join(host.state, "pending.json");

describe("a deployment at a terminal that asks to be confirmed", () => {
	it("counts down, and stays when Enter is pressed", async () => {
		const end = ended();
		type("\n");
		expect(await end).toBe(0);
		expect(screen).toContain("Release 2 is live and stays.");
		expect((await host.status()).pending).toBe(null);
	});

	it("goes on waiting when the person leaves", async () => {
		const end = ended();
		type("\u0003");
		expect(await end).toBe(0);
		expect(screen).toMatch(/Release 2 reverts at \d\d:\d\d, in [45]:\d\d min, unless it is confirmed/);
		expect((await host.status()).pending?.number).toBe(2);
	});

	it("says what is live once the host has gone back by itself", async () => {
		const end = ended();
		const pending = JSON.parse(fs.readFileSync(pendingFile(), "utf8"));
		fs.writeFileSync(pendingFile(), JSON.stringify({ ...pending, deadline: Date.now() + 1_000 }));
		expect(await end).toBe(0);
		// The status that it ends with, and not the line with which the deployment began.
		expect(screen).toMatch(/Release 1 is live \(/);
		expect((await host.status()).live?.id).toBe(releaseIdOf(host, twoSystems(host)[0]));
	});
});
