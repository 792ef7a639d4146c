import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { KeptSession } from "@/lib/core/checks/lab";
import { message } from "@/lib/core/policy/header-cases";
import { editHostConfig, makeTestHost, type TestHost } from "./testing/host";

/** From an address that no derived case uses. */
const SESSION: KeptSession = {
	title: "A forged bounce never arrives",
	expect: "refused",
	session: {
		from: "198.51.100.77",
		helo: "client.example.net",
		sender: "",
		recipients: ["news@list.example.com"],
		data: message({}),
	},
};

let host: TestHost;
let exim: string;
beforeAll(async () => {
	host = await makeTestHost();
	exim = path.join(host.root, "exim4");
	const packaged = host.config.exim.path;
	fs.copyFileSync(packaged, exim);
	fs.chmodSync(exim, fs.statSync(packaged).mode & 0o7777);
	editHostConfig(host.root, (config) => {
		config.exim = { path: exim };
	});
	const { result } = await host.deploy(host.settings(), { sessions: [SESSION] });
	expect(result.outcome, result.sentence).toBe("live");
});
afterAll(() => host.remove());

/** Puts another program in Exim's place, as a package update does. */
function replaceExim(content: Buffer | string) {
	const mode = fs.statSync(exim).mode & 0o7777;
	fs.writeFileSync(`${exim}.new`, content);
	fs.chmodSync(`${exim}.new`, mode);
	fs.renameSync(`${exim}.new`, exim);
}

describe("after a package update", () => {
	it("nothing is said while Exim is the one that was deployed with", async () => {
		expect((await host.status()).upgrade).toBe(null);
	});

	it("everything is asked again once, and that it still holds is said", async () => {
		replaceExim(Buffer.concat([fs.readFileSync(exim), Buffer.from("\0")]));
		const { upgrade } = await host.status();
		expect(upgrade).toMatchObject({ problems: [] });
		expect(upgrade?.to).toBe(upgrade?.from);
		expect((await host.status()).upgrade?.at).toBe(upgrade?.at);
	});

	it("a saved session that alone comes to something else is said", async () => {
		const kept = path.join(host.root, "exim4.before");
		fs.copyFileSync(exim, kept);
		fs.chmodSync(kept, fs.statSync(exim).mode & 0o7777);
		const { mtime, atime } = fs.statSync(exim);
		// A new Exim that puts off what it refused one client.
		replaceExim(`#!/bin/sh
case "$*" in *"-bhc 198.51.100.77"*) ${kept} "$@" | sed 's/^5/4/' ;; *) exec ${kept} "$@" ;; esac
`);
		const { upgrade } = await host.status();
		expect(upgrade?.problems.map(({ code }) => code)).toEqual(["sessions-broken"]);
		replaceExim(fs.readFileSync(kept));
		fs.utimesSync(exim, atime, mtime);
	});

	it("what no longer holds is said, until the old program is back", async () => {
		const kept = path.join(host.root, "exim4.kept");
		fs.copyFileSync(exim, kept);
		fs.chmodSync(kept, fs.statSync(exim).mode & 0o7777);
		const { mtime, atime } = fs.statSync(exim);
		// A new Exim that routes nothing any more.
		replaceExim(`#!/bin/sh
case "$*" in *-bt*) while read -r address; do echo "> $address is undeliverable: unrouteable"; done ;; *) exec ${kept} "$@" ;; esac
`);
		const { upgrade, live } = await host.status();
		expect(upgrade?.problems[0]?.sentence).toContain("is undeliverable");
		expect(live?.number).toBe(1);

		replaceExim(fs.readFileSync(kept));
		fs.utimesSync(exim, atime, mtime);
		const back = await host.deploy(host.settings());
		expect(back.result.outcome, back.result.sentence).toBe("live");
		expect((await host.status()).upgrade).toBe(null);
	});
});
