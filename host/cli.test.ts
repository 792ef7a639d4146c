import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeTestHost, releaseIdOf, type TestHost } from "./testing/host";
import { call } from "./testing/program";

let host: TestHost;
let settings: string;
beforeAll(async () => {
	host = await makeTestHost();
	settings = path.join(host.root, "settings.json");
	fs.writeFileSync(settings, JSON.stringify(host.settings()));
});
afterAll(() => host.remove());

const run = async (words: string[], stdin = "") =>
	(await call(["--root", host.root, ...words], { stdin })).ended;

describe("the command line", () => {
	it.each([
		[["nonsense"], "“nonsense” is not a verb."],
		[[], "No verb was given."],
		[["deploy"], "No settings were named."],
		[["deploy", "--settings", "/no/such/file"], "There is no file /no/such/file."],
		[["status", "--colour"], "Unknown option '--colour'"],
		[["rollback", "one"], "The release's number must be a whole number."],
	])("ends with status 2 and says what is wrong: %j", async (words, sentence) => {
		const called = await run(words);
		expect(called.status).toBe(2);
		expect(called.stderr).toContain(sentence);
	});

	it("says where a host's host.json is missing", async () => {
		const called = await (await call(["--root", path.join(os.tmpdir(), "no-host-here"), "status"])).ended;
		expect(called.status).toBe(2);
		expect(called.stderr).toContain("no-host-here/etc/listkeeper/host.json");
	});

	it("refuses a host.json that somebody else could write", async () => {
		const file = path.join(host.root, "etc/listkeeper/host.json");
		fs.chmodSync(file, 0o666);
		const called = await run(["status"]);
		fs.chmodSync(file, 0o644);
		expect(called.status).toBe(2);
		expect(called.stderr).toContain("could be written by somebody else");
	});

	it("names the field of settings that can't be used, with status 1", async () => {
		const hostile = { ...host.settings(), administrator: "root@localhost\naccept hosts = *" };
		const called = await run(["render", "--settings", "-"], JSON.stringify(hostile));
		expect(called.status).toBe(1);
		expect(called.stderr).toContain("administrator:");
	});

	it("prints the settings' schema as JSON", async () => {
		const called = await run(["schema"]);
		expect(JSON.parse(called.stdout).properties).toHaveProperty("administrator");
	});

	it("renders to the screen, and to a directory", async () => {
		const id = releaseIdOf(host, host.settings());
		const shown = await run(["render", "--settings", settings]);
		expect(shown.stdout).toContain(`Release ${id}`);
		expect(shown.stdout).toContain("==> exim/exim.conf <==");
		const out = path.join(host.root, "run/rendered");
		const written = await run(["render", "--settings", settings, "--out", out]);
		expect(written.status).toBe(0);
		expect(fs.readFileSync(path.join(out, "exim/exim.conf"), "utf8")).toContain("mailman_router:");
	});

	it("checks without leaving anything, deploys, shows, verifies and rolls back", async () => {
		const checked = await run(["check", "--settings", settings]);
		expect(checked.stdout).toContain("may go live");
		expect(fs.readdirSync(path.join(host.state, "releases"))).toEqual([]);

		const deployed = await run(
			["deploy", "--settings", "-", "--note", "first"],
			fs.readFileSync(settings, "utf8"),
		);
		expect(deployed.stdout, deployed.stderr).toContain("Release 1 is live.");
		expect(deployed.stdout).toContain("✓ observe");
		expect(deployed.status).toBe(0);

		const waiting = await run(["deploy", "--settings", settings, "--confirm-within", "5"]);
		expect(waiting.stdout).toMatch(
			/Release 2 is live, and release 1 comes back at \d\d:\d\d unless it is confirmed/,
		);
		expect((await run(["status"])).stdout).toMatch(
			/Release 2 reverts at \d\d:\d\d, in [45]:\d\d min, unless it is confirmed: listkeeper confirm/,
		);
		expect((await run(["confirm"])).stdout).toContain("Release 2 is live and stays.");

		const back = await run(["--actor", "ada", "rollback", "1"]);
		expect(back.stdout).toContain("Release 1 is live.");
		const verified = await run(["verify"]);
		expect(verified.stdout).toContain("All is well.");
		const status = await run(["status"]);
		expect(status.stdout).toContain("Release 1 is live");
		expect(status.stdout).toContain("(simulated)");
		const recovered = await run(["recover"]);
		expect(recovered.stdout).toContain("Nothing was left over. Release 1 is live.");
	});

	it("ends with status 1 where a problem was found", async () => {
		expect((await run(["rollback", "99"])).status).toBe(1);
		const tested = await run(["test", "news@list.example.com", "nobody@list.example.com"]);
		expect(tested.stdout).toContain("✓ news@list.example.com  mailman_router → mailman_transport");
		const { pid } = (await host.status()).exim;
		if (pid === null) throw new Error("Exim doesn't run.");
		process.kill(pid, "SIGKILL");
		expect((await run(["verify"])).status).toBe(1);
	});
});
