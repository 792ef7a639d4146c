import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { KeptSession } from "@/lib/core/checks/lab";
import { message } from "@/lib/core/policy/header-cases";
import { defaultPolicy } from "@/lib/core/policy/registry";
import type { Manifest } from "../store";
import { makeTestHost, type TestHost } from "../testing/host";
import { call } from "../testing/program";

const TITLE = "A forged bounce never arrives";
const forged = (expected: KeptSession["expect"]): KeptSession => ({
	title: TITLE,
	expect: expected,
	session: {
		from: "192.0.2.10",
		helo: "client.example.net",
		sender: "",
		recipients: ["news@list.example.com"],
		data: message({}),
	},
});

let host: TestHost;
let file: string;
beforeAll(async () => {
	host = await makeTestHost();
	expect((await host.deploy(host.settings(), { sessions: [forged("refused")] })).result.outcome).toBe("live");
	file = path.join(host.root, "settings.json");
	const policy = { ...defaultPolicy(), nullSenderPosting: { on: false } };
	fs.writeFileSync(file, JSON.stringify(host.settings({ policy })));
});
afterAll(() => host.remove());

const run = async (...words: string[]) => (await call(["--root", host.root, ...words])).ended;
const manifest = (): Manifest =>
	JSON.parse(fs.readFileSync(path.join(host.state, "current/manifest.json"), "utf8"));

it("a deployment from the host's own command line is held up by a session that it would turn round", async () => {
	const called = await run("deploy", "--settings", file);
	expect(called.status).toBe(1);
	expect(called.stdout).toContain(`“${TITLE}” must be refused and is accepted`);
	expect(called.stdout).toContain("--break-sessions");
	expect(called.stdout).toContain("Release 1 is live. No mail was affected.");
	expect(manifest().number).toBe(1);
});

it("it goes on where that is asked for, says so, and the release keeps the sessions and which of them it broke", async () => {
	const called = await run("deploy", "--settings", file, "--break-sessions", "--actor", "Ada");
	expect(called.status).toBe(0);
	expect(called.stdout).toContain("it goes on nonetheless, as was asked");
	expect(called.stdout).toContain("0 of 1 saved session as expected, which was asked for");
	expect(manifest()).toMatchObject({ actor: "Ada", sessions: [forged("refused")], sessionsBroken: [TITLE] });
	// From there it comes into the console's audit.
	expect((await host.status()).releases[0]).toMatchObject({ number: 2, sessionsBroken: [TITLE] });
});

it("a roll back is held to the sessions of what is live, not to those of then", async () => {
	const sessions = path.join(host.root, "sessions.json");
	fs.writeFileSync(sessions, JSON.stringify([forged("accepted")]));
	const called = await run("deploy", "--settings", file, "--sessions", sessions);
	expect(called.stdout).toContain("1 of 1 saved session as expected");
	expect(manifest()).toMatchObject({ number: 3, sessions: [forged("accepted")], sessionsBroken: [] });

	const held = await run("rollback", "1");
	expect(held.status).toBe(1);
	expect(held.stdout).toContain(`“${TITLE}” must be accepted and is refused by “Refuse bounces to posting`);
	expect(manifest().number).toBe(3);

	expect((await run("rollback", "1", "--break-sessions")).status).toBe(0);
	expect(manifest()).toMatchObject({
		number: 1,
		sessions: [forged("accepted")],
		sessionsBroken: [TITLE],
	});
});
