import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Examined } from "@/lib/core/host/events";
import { NameServer } from "./policy/testing/name-server";
import { editHostConfig, makeTestHost, type TestHost } from "./testing/host";
import { type TemporaryRoot, temporaryRoot } from "./testing/temporary-root";
import { until } from "./testing/until";

let host: TestHost;
let python: string;
beforeAll(async () => {
	host = await makeTestHost();
	python = path.join(host.root, "python");
	fs.symlinkSync("/usr/bin/python3", python);
	const system = host.settings();
	const { result } = await host.deploy({
		...system,
		installations: system.installations.map((one) => (one.id === "com" ? { ...one, python } : one)),
	});
	expect(result.outcome).toBe("live");
});
afterAll(() => host.remove());

async function doctor(): Promise<{ ok: boolean; checks: Examined[]; status: number | null }> {
	const { last, status } = await host.ask({ verb: "doctor" });
	if (last?.type !== "result" || last.verb !== "doctor") throw new Error(JSON.stringify(last));
	return { ok: last.ok, checks: last.checks, status };
}
const codes = (checks: readonly Examined[]) =>
	checks.flatMap(({ id, state, findings }) => findings.map(({ code }) => `${id} ${state} ${code}`));

const com = () => path.join(host.root, "srv/com/mailman");
const eximConf = () => path.join(host.state, "current/exim/exim.conf");

/** Changes a file for a while. Out: how to have it back. */
function edit(file: string, change: (text: string) => string): () => void {
	const before = fs.readFileSync(file, "utf8");
	const after = change(before);
	expect(after).not.toBe(before);
	fs.writeFileSync(file, after);
	return () => fs.writeFileSync(file, before);
}
/** Renames something away for a while. */
function moveAway(file: string): () => void {
	fs.renameSync(file, `${file}.away`);
	return () => fs.renameSync(`${file}.away`, file);
}
const control = (word: string) => {
	const owner = fs.statSync(path.join(com(), "lists"));
	const as = process.getuid?.() === 0 ? { uid: owner.uid, gid: owner.gid } : {};
	spawnSync(path.join(com(), "bin/mailmanctl"), ["-q", "-s", word], { cwd: com(), ...as });
};
/** Waits until every runner of the installation lives again. */
const started = () =>
	until("Mailman to run", async () => {
		const { mailman } = await host.status();
		return mailman.every(({ running }) => running) || null;
	});

const stopped = () =>
	until("Mailman to stop", async () => {
		const { mailman } = await host.status();
		return mailman.some(({ runners }) => runners === 0) || null;
	});

type Case = {
	name: string;
	harm: () => (() => unknown) | Promise<() => unknown>;
	found: string[];
	says: RegExp;
};

const CASES: Case[] = [
	{
		name: "more messages on a connection than Exim delivers at once",
		harm: () =>
			edit(eximConf(), (text) =>
				text.replace(/^smtp_accept_queue_per_connection = \d+/m, "smtp_accept_queue_per_connection = 3"),
			),
		found: ["queue-mode problem queue-mode", "queue-mode problem queue-mode"],
		says: /delivers the first 3 at once; the others wait for a queue run/,
	},
	{
		name: "a wrapper that was built for another group",
		harm: () => edit(path.join(com(), "mail/mailman"), (text) => text.replace(/^group=.*$/m, "group=list")),
		found: ["group-mismatch problem group-mismatch"],
		says: /built for group list, and Exim would call it as/,
	},
	{
		name: "a wrapper that is gone",
		harm: () => moveAway(path.join(com(), "mail/mailman")),
		found: ["group-mismatch problem wrapper-fails"],
		says: /status none/,
	},
	{
		name: "a lists directory that Exim's user can't look into",
		harm: () => {
			const lists = path.join(com(), "lists");
			fs.chmodSync(lists, 0o000);
			return () => fs.chmodSync(lists, 0o2775);
		},
		found: ["lists-unreadable problem lists-unreadable"],
		says: /gets 421, although address tests by root pass/,
	},
	{
		name: "a directory without config.pck",
		harm: () => moveAway(path.join(com(), "lists/news/config.pck")),
		found: ["missing-config advice missing-config"],
		says: /news has no config.pck/,
	},
	{
		name: "a missing site list",
		harm: () => moveAway(path.join(com(), "lists/mailman")),
		found: ["site-list problem site-list"],
		says: /newlist mailman/,
	},
	{
		name: "a list whose name ends in a suffix",
		harm: () => {
			const list = path.join(com(), "lists/dev-admin");
			fs.cpSync(path.join(com(), "lists/news"), list, { recursive: true });
			return () => fs.rmSync(list, { recursive: true });
		},
		found: ["list-names problem list-name-suffix"],
		says: /no post reaches dev-admin/,
	},
	{
		name: "an alias before the lists",
		harm: () =>
			edit(eximConf(), (text) =>
				text.replace(
					"begin routers\n",
					"begin routers\n\nhand:\n  driver = redirect\n  domains = +mm_domains\n  local_parts = news\n  data = someone@outside.example\n\n",
				),
			),
		found: ["shadowed-lists problem list-shadowed"],
		says: /doesn't reach its list/,
	},
	{
		name: "aliases of the list domains that lead nowhere",
		harm: () =>
			edit(eximConf(), (text) =>
				text.replace(/^(mailman_aliases:\n(?:.*\n)*?.*local_parts = ).*$/m, "$1nobody"),
			),
		found: ["mailman-alias problem mailman-alias"],
		says: /doesn't reach the administrator/,
	},
	{
		name: "a mail domain that Exim takes for somebody else's",
		harm: () =>
			edit(path.join(host.state, "current/exim/domains.map"), (text) =>
				text
					.split("\n")
					.filter((line) => !line.startsWith("list.example.org"))
					.join("\n"),
			),
		found: ["local-domains problem local-domains"],
		says: /doesn't take list\.example\.org for its own/,
	},
	{
		name: "delay warnings that would go to lists",
		harm: () =>
			edit(eximConf(), (text) =>
				text.replace(/^begin acl$/m, "delay_warning = 4h\ndelay_warning_condition = true\n\nbegin acl"),
			),
		found: ["delay-warnings problem delay-warnings"],
		says: /late by 4h, list mail included/,
	},
	{
		name: "an interpreter that is gone",
		harm: () => moveAway(python),
		found: ["interpreter problem interpreter-gone"],
		says: /isn't there: no program of that Mailman can run/,
	},
	{
		name: "settings that Mailman can't read",
		harm: () => edit(path.join(com(), "Mailman/mm_cfg.py"), (text) => `${text}\nNOT PYTHON\n`),
		found: ["interpreter problem settings-unreadable"],
		says: /NOT PYTHON|invalid syntax/,
	},
	{
		name: "a queue runner that gave up",
		harm: () =>
			edit(
				path.join(com(), "Mailman/mm_cfg.py"),
				(text) => `${text}\nQRUNNERS = list(QRUNNERS) + [('ArchRunner', 1)]\n`,
			),
		found: ["queue-runners problem runners-given-up"],
		says: /queue runners; one that failed ten times isn't started again/,
	},
	{
		name: "a Mailman that was stopped",
		harm: async () => {
			control("stop");
			await stopped();
			return async () => {
				control("start");
				await started();
			};
		},
		found: ["queue-runners problem mailman-down"],
		says: /mailmanctl -s start/,
	},
	{
		name: "a master lock that outlived its process",
		harm: async () => {
			const lock = path.join(com(), "locks/master-qrunner");
			control("stop");
			await stopped();
			fs.writeFileSync(lock, `${lock}.${os.hostname()}.4194303\n`);
			const { uid, gid } = fs.statSync(path.join(com(), "lists"));
			fs.chownSync(lock, uid, gid);
			return async () => {
				control("start");
				await started();
			};
		},
		found: ["stale-lock problem stale-lock", "queue-runners problem mailman-down"],
		says: /names process 4194303, which doesn't live/,
	},
];

describe("the doctor", () => {
	it("finds nothing where nothing is wrong, and says what it looked at", async () => {
		const { ok, checks, status } = await doctor();
		expect(codes(checks)).toEqual([]);
		expect(ok).toBe(true);
		expect(status).toBe(0);
		expect(checks.length).toBeGreaterThan(12);
		expect(checks.every(({ title, source }) => title !== "" && source !== "")).toBe(true);
	});

	describe("names what is wrong and its remedy:", () => {
		let undo: (() => unknown) | null = null;
		afterEach(async () => {
			await undo?.();
			undo = null;
		});
		it.each(CASES)("$name", async ({ harm, found, says }) => {
			undo = await harm();
			const { ok, checks, status } = await doctor();
			expect(codes(checks)).toEqual(found);
			expect(ok).toBe(!found.some((one) => one.includes(" problem ")));
			expect(status).toBe(ok ? 0 : 1);
			const said = checks.flatMap(({ findings }) =>
				findings.flatMap((one) => [one.sentence, one.remedy, ...one.said]),
			);
			expect(said.join("\n")).toMatch(says);
		});
	});
});

describe("the doctor, where there is DNS to ask", () => {
	let directory: TemporaryRoot;
	let dns: NameServer;
	const ask = (server: string) =>
		editHostConfig(host.root, (config) => {
			config.nameservers = server === "" ? [] : [server];
		});
	const serverOf = () => fs.readFileSync(dns.resolvConf, "utf8").replace(/^nameserver (\S+)\n$/, "$1");
	beforeAll(async () => {
		directory = temporaryRoot();
		dns = await NameServer.start(directory.path, [
			"list.example.com. MX 10 mx.example.",
			"mx.example. A 192.0.2.25",
			`${host.config.target.hostname}. A 192.0.2.26`,
		]);
	});
	afterAll(async () => {
		ask("");
		await dns.stop();
		directory.remove();
	});

	it("says where mail goes that doesn't come here, and which domain nobody can send to", async () => {
		ask(serverOf());
		const { checks } = await doctor();
		const exchangers = checks.find(({ id }) => id === "mail-exchangers");
		expect(exchangers?.findings.map(({ code }) => code)).toEqual(["mx-elsewhere", "mx-missing"]);
		expect(exchangers?.findings[0]?.said).toEqual(["mx.example: 192.0.2.25"]);
		expect(exchangers?.state).toBe("problem");
		expect(checks.find(({ id }) => id === "reverse-names")?.findings.map(({ code }) => code)).not.toContain(
			"hostname-unknown",
		);
	});

	it("doesn't take silence for an answer", async () => {
		await dns.dead(true);
		ask(serverOf());
		const { checks, ok } = await doctor();
		expect(codes(checks)).toEqual([
			"mail-exchangers unknown mx-not-asked",
			"mail-exchangers unknown mx-not-asked",
			"reverse-names unknown ptr-not-asked",
		]);
		expect(ok).toBe(true);
		await dns.dead(false);
	});
});

// The last, since a Mailman whose files go away under it doesn't go on.
describe("the doctor, on what is left,", () => {
	it("finds a managed Mailman that isn't there any more", async () => {
		moveAway(com());
		expect(codes((await doctor()).checks)).toContain("lists-unreadable problem lists-missing");
	});
});
