import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { HostEvent } from "@/lib/core/host/events";
import { authorizedKeysLine, SERVE_ARGV } from "@/lib/core/host/program";
import type { HostConnection } from "@/lib/hosts/schema";
import { inChanges, useDatabase, wholeDatabase } from "@/lib/kernel/testing/database";
import { freePort } from "./rehearsal/ports";
import { makeTestHost, processesOf, releaseIdOf, type TestHost } from "./testing/host";
import { OwnSshd } from "./testing/own-sshd";
import { program } from "./testing/program";
import { temporaryRoot } from "./testing/temporary-root";
import { until } from "./testing/until";
import { expectWhole } from "./testing/whole";

let directory: ReturnType<typeof temporaryRoot>;
let sshd: OwnSshd;
let host: TestHost;
let forgetDatabase: () => Promise<void>;
let asking: typeof import("@/lib/hosts/connection");
let askForHostKeys: typeof import("@/lib/hosts/connection-keyscan").askForHostKeys;
let publicKey: string;
/** What several who needed the console's key at the same moment were given. */
let keysGiven: string[];
let script: string;
beforeAll(async () => {
	directory = temporaryRoot();
	[sshd, host, script] = await Promise.all([OwnSshd.start(directory.path), makeTestHost(), program()]);
	forgetDatabase = await useDatabase("sqlite");
	asking = await import("@/lib/hosts/connection");
	({ askForHostKeys } = await import("@/lib/hosts/connection-keyscan"));
	const { consolePublicKey } = await import("@/lib/hosts/connection-key");
	keysGiven = await Promise.all([consolePublicKey(), consolePublicKey(), consolePublicKey()]);
	[publicKey = ""] = keysGiven;
});
afterAll(async () => {
	await sshd?.goDown();
	await host?.remove();
	await forgetDatabase?.();
	directory.remove();
});

/** A line of authorized_keys as a host has it, but for the command: this machine has no program installed. */
const letIn = (command: string) => {
	expect(command).not.toContain('"');
	sshd.authorize(authorizedKeysLine(publicKey).replace(SERVE_ARGV.join(" "), command));
};
const serve = () => letIn(`${process.execPath} ${script} serve --root ${host.root}`);
const reached = (change: Partial<Extract<HostConnection, { kind: "ssh" }>> = {}) => ({
	kind: "ssh" as const,
	user: sshd.user,
	address: "127.0.0.1",
	port: sshd.port,
	hostKeys: [sshd.hostKey],
	...change,
});
/** Every other test finds a client that is still waiting for more; a host that says no is asked by a new one. */
const failure = async (change: Parameters<typeof reached>[0] = {}, silenceMs = 20_000) => {
	const asked = asking.askForResult(reached(change), { verb: "status" }, "Ada", { silenceMs });
	return (await asked.then(
		() => expect.fail("The host answered."),
		(error) => error.diagnosis,
	)) as { code: string; sentence: string; remedy: string; said: string[] };
};
const statusNow = async () =>
	(await asking.askForResult(reached(), { verb: "status" }, "Ada", { silenceMs: 20_000 })).status;

/** Ends the ssh clients that this process has started, which wait for more to be asked, or for answers. */
const clients = () =>
	processesOf("HostKeyAlias=listkeeper-host").filter((pid) => {
		try {
			return (
				fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[1] === String(process.pid)
			);
		} catch {
			return false;
		}
	});
const cutClients = () => {
	for (const pid of clients()) process.kill(pid, "SIGKILL");
};

describe("the console's own key", () => {
	it("is made once, whoever needs it first, and is readable to the console only", async () => {
		const { sshDirectory } = await import("@/lib/hosts/connection-key");
		expect(publicKey).toMatch(/^ssh-ed25519 [A-Za-z0-9+/]+ listkeeper$/);
		expect(new Set(keysGiven).size).toBe(1);
		expect(fs.readdirSync(sshDirectory())).toEqual(["key"]);
		expect(fs.statSync(path.join(sshDirectory(), "key")).mode & 0o777).toBe(0o600);
		expect(fs.statSync(sshDirectory()).mode & 0o777).toBe(0o700);
	});
});

describe("a host that ssh leads to", () => {
	beforeEach(serve);

	it("shows the key that is to be confirmed, with the fingerprint that ssh-keygen gives it there", async () => {
		const { fingerprintOf } = await import("@/lib/hosts/host-keys");
		const keys = await askForHostKeys(reached());
		expect(keys).toEqual([sshd.hostKey]);
		expect(keys.map(fingerprintOf)).toEqual([sshd.fingerprint]);
	});

	it("says its status, is deployed to and verified, with one client for what can wait for another question", async () => {
		expect((await statusNow()).live).toBeNull();
		const [client, ...others] = clients();
		expect(others).toEqual([]);
		const system = host.settings();
		const reviewed = releaseIdOf(host, system);
		const deployed = await asking.askForResult(
			reached(),
			{ verb: "deploy", system, reviewed, live: null, tests: [], note: "", confirmMinutes: null },
			"Ada",
		);
		expect(deployed.deploy).toMatchObject({ outcome: "live", number: 1 });
		expect((await statusNow()).live).toMatchObject({ id: reviewed, actor: "Ada" });
		expect(clients()).toEqual([client]);
		const test = {
			address: "news@list.example.com",
			sender: null,
			sendingHost: null,
			expect: { kind: "any" as const },
			why: "",
		};
		const verified = await asking.askForResult(reached(), { verb: "verify", tests: [test] }, "Ada");
		expect(verified.ok).toBe(true);
		await expectWhole(host, [reviewed], "deployed over ssh");
	});

	it("finishes a deployment whose connection was cut, and the console says what it knows and then what happened", async () => {
		const mutations = await import("@/lib/deployments/mutations");
		const { beginDeployment } = await inChanges(import("@/lib/deployments/mutations"));
		const { stateNow } = await import("@/lib/deployments/data");
		const { id: hostId } = await (await wholeDatabase()).host.create({
			data: { name: "far", connection: JSON.stringify(reached()) },
		});
		const system = host.settings({ administrator: "someone.else@example.net" });
		const reviewed = releaseIdOf(host, system);
		const live = (await statusNow()).live?.id ?? null;
		const id = await beginDeployment({
			hostId,
			kind: "deploy",
			number: null,
			releaseId: reviewed,
			baseId: live,
			system,
			note: "",
			confirmMinutes: null,
			actor: { id: "ada", name: "Ada" },
		});
		/** The host's events, until the connection is cut as the check begins. */
		async function* cutInTheMiddle(): AsyncGenerator<HostEvent> {
			cutClients();
			await until("the waiting client's end", () => clients().length === 0 || null);
			const ask = { system, reviewed, live, tests: [], note: "", confirmMinutes: null };
			for await (const event of asking.askHost(reached(), { verb: "deploy", ...ask }, "Ada")) {
				yield event;
				if (event.type === "step" && event.step === "check" && event.state === "begun") cutClients();
			}
		}
		const ending = await mutations.followDeployment(id, cutInTheMiddle(), async () => {});
		expect(ending).toEqual({
			state: "unknown",
			sentence: expect.stringContaining("The host goes on by itself and is being asked what is live."),
		});
		const status = await until("the host to have finished alone", async () => {
			const now = await statusNow();
			return now.lock === null && now.live?.id === reviewed ? now : null;
		});
		await mutations.settleOpen(hostId, status, Date.now() + 1);
		expect(await stateNow(id)).toMatchObject({ state: "live", number: status.live?.number });
		await expectWhole(host, [reviewed], "its connection was cut");
	});

	it("that was installed anew is told nothing, and both fingerprints are said", async () => {
		const before = { hostKeys: [sshd.hostKey] };
		const confirmed = sshd.fingerprint;
		await sshd.reinstall();
		serve();
		const { code, sentence, remedy } = await failure(before);
		expect(code).toBe("ssh-host-key-differs");
		expect(sentence).toContain(sshd.fingerprint);
		expect(sentence).toContain(`${confirmed} was confirmed`);
		expect(remedy).toContain("Don't go on unless the host was installed anew");
	});

	it("that lets the console in no more is found out by who asks anew, whatever connection still waits", async () => {
		await statusNow();
		sshd.authorize();
		await statusNow();
		const anew = asking.askForResult(reached(), { verb: "status" }, "Ada", { anew: true });
		await expect(anew).rejects.toMatchObject({ diagnosis: { code: "ssh-key-not-accepted" } });
	});

	it("that was cut off is reached again by the next question", async () => {
		await statusNow();
		cutClients();
		expect((await statusNow()).profile.kind).toBe("rehearsal");
	});
});

describe("a host that ssh leads to and that doesn't answer", () => {
	it("has not let the console's key in: the line that does is said", async () => {
		sshd.authorize();
		const { code, remedy } = await failure();
		expect(code).toBe("ssh-key-not-accepted");
		expect(remedy).toContain(
			`restrict,command="sudo -n /usr/local/bin/listkeeper serve" ssh-ed25519 ${publicKey.split(" ")[1]}`,
		);
	});

	it.each([
		["something else that ends", "echo Welcome, what would you like", "ssh-other-command"],
		["something else that echoes", "exec cat", "ssh-other-command"],
		["something else that never ends", "exec yes", "ssh-other-command"],
		["nothing at all", "true", "ssh-other-command"],
		["no such program", "/nonexistent/listkeeper serve", "ssh-program-missing"],
		[
			"sudo, by which it is not there",
			"echo sudo: /x/listkeeper: command not found >&2; exit 1",
			"ssh-program-missing",
		],
		["sudo's refusal, as it is worded", "echo sudo: a password is required >&2; exit 1", "ssh-sudo-refuses"],
		["a program that fails", "echo host.json can not be read >&2; exit 1", "host-unanswered"],
	])("answers with %s", async (_what, command, code) => {
		letIn(command);
		const said = await failure({}, command === "exec cat" ? 2_000 : undefined);
		expect(said.code).toBe(code);
		const own = /^(?:echo )?(\w.*?)(?: >&2.*)?$/.exec(command)?.[1] ?? "";
		if (command.startsWith("echo ")) expect(said.said.join("\n")).toContain(own);
	});

	it("speaks another version of the protocol: what it said, and the remedy", async () => {
		const other = path.join(directory.path, "other.mjs");
		const ours = fs.readFileSync(script, "utf8");
		fs.writeFileSync(other, ours.replace(/\bPROTOCOL\s*=\s*1\b/, "PROTOCOL=2"));
		expect(fs.readFileSync(other, "utf8")).not.toBe(ours);
		letIn(`${process.execPath} ${other} serve --root ${host.root}`);
		expect(await failure()).toMatchObject({
			code: "protocol-version",
			sentence: expect.stringContaining("speaks version 1 of the protocol, and this program version 2"),
			remedy: expect.stringContaining("same version"),
		});
	});

	it("refuses connections, or isn't sshd", async () => {
		const port = await freePort(["127.0.0.1"], [sshd.port]);
		expect(await failure({ port })).toMatchObject({ code: "ssh-refused" });
		await expect(askForHostKeys(reached({ port }))).rejects.toMatchObject({
			diagnosis: { code: "ssh-refused" },
		});
		const exim = host.config.target.runtime?.port ?? 0;
		await expect(askForHostKeys(reached({ port: exim }))).rejects.toMatchObject({
			diagnosis: { code: "ssh-closed" },
		});
	});

	it("can't be asked where the console's machine has no ssh", async () => {
		serve();
		vi.stubEnv("PATH", "/nonexistent");
		expect(await failure({ hostKeys: [sshd.hostKey, sshd.hostKey] })).toMatchObject({ code: "ssh-missing" });
	});
});
