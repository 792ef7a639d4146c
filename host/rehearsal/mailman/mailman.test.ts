import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findUser, namesOf } from "../../account";
import { childrenOf, processWith } from "../../processes";
import { run } from "../../real-process";
import { realSystem } from "../../real-system";
import type { Account } from "../../system";
import { type TemporaryRoot, temporaryRoot } from "../../testing/temporary-root";
import { until } from "../../testing/until";
import { readWrapperRecords } from "../received";
import { installSimulatedMailman } from "./install";

const ROOT = process.getuid?.() === 0;
const oneself = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
/** Whom the installation belongs to: nobody where root runs the tests. */
const owner: Account = (ROOT ? findUser("nobody") : null) ?? oneself;
const { user, group } = namesOf(owner);
const world = realSystem(null);

let root: TemporaryRoot;
let prefix: string;

beforeEach(() => {
	root = temporaryRoot();
	prefix = path.join(root.path, "mailman");
	installSimulatedMailman({
		prefix,
		user,
		group,
		python: "/usr/bin/python3",
		owner: ROOT ? owner : null,
		lists: [{ name: "news", members: ["ada@example.net"] }],
	});
});
afterEach(async () => {
	const pid = master();
	const left = pid === null ? [] : [pid, ...childrenOf(world, pid).map((child) => child.pid)];
	for (const one of left) process.kill(one, "SIGKILL");
	await until("the runners' end", () =>
		left.every((one) => processWith(world, one) === null) ? true : null,
	);
	root.remove();
});

const at = (name: string) => path.join(prefix, name);
const call = (
	program: string,
	words: readonly string[],
	more: { stdin?: string; env?: Record<string, string> } = {},
) => run({ argv: [at(program), ...words], timeoutMs: 20_000, ...more }, ROOT ? owner : null);
const ctl = (...words: string[]) => call("bin/mailmanctl", words);

function master(): number | null {
	const lock = world.read(at("locks/master-qrunner"));
	const pid = Number(/\.(\d+)$/.exec(lock ?? "")?.[1]);
	return processWith(world, pid)?.pid ?? null;
}
/** The runners, once all eight wait for work. */
async function runners(before = 0): Promise<number[]> {
	const started = () => world.read(at("logs/qrunner"))?.match(/qrunner started\./g)?.length ?? 0;
	await until("eight runners", () => (started() >= before + 8 ? true : null));
	return childrenOf(world, master() ?? 0).map((child) => child.pid);
}

describe("mailmanctl of the simulated Mailman", () => {
	it("starts a master, which holds the lock, and eight runners, and says so", async () => {
		expect(await ctl("start")).toMatchObject({
			status: 0,
			stdout: "",
			stderr: "Starting Mailman's master qrunner.\n",
		});
		expect(await runners()).toHaveLength(8);
		expect(world.read(at("data/master-qrunner.pid"))).toBe(`${master()}\n`);
	});

	it("calls it no failure that another master is running", async () => {
		await ctl("start");
		const pids = await runners();
		const again = await ctl("-s", "start");
		expect(again.status).toBe(0);
		expect(again.stderr).toContain("another\nmaster qrunner is already running");
		expect(childrenOf(world, master() ?? 0).map((child) => child.pid)).toEqual(pids);
	});

	it("replaces every runner on restart and keeps the master", async () => {
		await ctl("start");
		const [before, first] = [master(), await runners()];
		expect(await ctl("restart")).toMatchObject({
			status: 0,
			stderr: "Restarting Mailman's master qrunner\n",
		});
		const second = await runners(8);
		expect(second).toHaveLength(8);
		expect(second.filter((pid) => first.includes(pid))).toEqual([]);
		expect(master()).toBe(before);
	});

	it("stops everything, gives up the lock and leaves its pid file", async () => {
		await ctl("start");
		const pids = [master() ?? 0, ...(await runners())];
		expect(await ctl("stop")).toMatchObject({
			status: 0,
			stderr: "Shutting down Mailman's master qrunner\n",
		});
		await until("their end", () => (pids.every((pid) => processWith(world, pid) === null) ? true : null));
		expect(world.list(at("locks"))).toEqual([]);
		expect(world.facts(at("data/master-qrunner.pid"))).not.toBeNull();
		expect((await ctl("stop")).stderr).toContain("Stale pid file removed.");
	});

	it("has status 0 for nothing to stop, and for a word it doesn't know", async () => {
		const stopped = await ctl("stop");
		expect(stopped.status).toBe(0);
		expect(stopped.stderr).toContain(`PID unreadable in: ${at("data/master-qrunner.pid")}`);
		expect(await ctl("status")).toMatchObject({ status: 0, stdout: "", stderr: "" });
	});

	it("wants -s for a lock whose master was killed", async () => {
		await ctl("start");
		const orphans = await runners();
		const killed = master() ?? 0;
		process.kill(killed, "SIGKILL");
		await until("its end", () => (processWith(world, killed) === null ? true : null));
		for (const pid of orphans) process.kill(pid, "SIGKILL");
		const refused = await ctl("start");
		expect(refused).toMatchObject({ status: 0 });
		expect(refused.stderr).toContain(
			"a stale master qrunner lock.  Try re-running mailmanctl with the -s flag.",
		);
		expect(master()).toBeNull();
		expect((await ctl("-s", "start")).stderr).toBe("Starting Mailman's master qrunner.\n");
		expect(await runners(8)).toHaveLength(8);
	});

	it("gives a runner up after ten restarts", async () => {
		fs.appendFileSync(at("Mailman/mm_cfg.py"), "QRUNNERS = [('NewsRunner', 1)]\n");
		await ctl("start");
		await runners(1 - 8);
		fs.appendFileSync(at("Mailman/mm_cfg.py"), "import no_such_module\n");
		const pid = master() ?? 0;
		expect((await ctl("restart")).status).toBe(1);
		process.kill(pid, "SIGINT");
		await until("the master's end", () => (processWith(world, pid) === null ? true : null));
		expect(world.read(at("logs/qrunner"))).toContain(
			"Qrunner NewsRunner reached maximum restart limit of 10, not restarting.",
		);
		expect(world.read(at("logs/error"))?.match(/No module named 'no_such_module'/g)).toHaveLength(11);
	});

	it.each([
		[
			"its site list is missing",
			() => fs.rmSync(at("lists/mailman/config.pck")),
			"Site list is missing: mailman\n",
		],
		[
			"mm_cfg.py can't be imported",
			() => fs.appendFileSync(at("Mailman/mm_cfg.py"), "  x = 1\n"),
			"IndentationError",
		],
		[
			"somebody else calls it",
			() =>
				fs.appendFileSync(
					at("Mailman/mm_cfg.py"),
					`MAILMAN_USER = '${user === "daemon" ? "bin" : "daemon"}'\n`,
				),
			"Run this program as root or as the",
		],
	])("fails with status 1 where %s", async (_, spoil, words) => {
		spoil();
		const ran = await ctl("start");
		expect(ran.status).toBe(1);
		expect(ran.stderr).toContain(words);
		expect(master()).toBeNull();
	});
});

describe("the wrapper of the simulated Mailman", () => {
	const wrap = (...words: string[]) => call("mail/mailman", words, { stdin: "Subject: hello\n\nhi\n" });

	it("takes a message and records the command line, the environment and the message", async () => {
		const env = {
			SENDER: "someone@outside.example",
			RECIPIENT: "news-request@lists.example.com",
			MESSAGE_ID: "1-2-3",
		};
		const ran = await call("mail/mailman", ["request", "news"], { stdin: "Subject: hello\n\nhi\n", env });
		expect(ran).toMatchObject({ status: 0, stdout: "", stderr: "" });
		expect(readWrapperRecords([prefix], 10)).toEqual([
			expect.objectContaining({
				prefix,
				arguments: "request news",
				sender: "someone@outside.example",
				recipient: "news-request@lists.example.com",
				group,
				headers: "Subject: hello\n",
				bytes: 19,
			}),
		]);
	});

	it.each([
		[1, "a list that doesn't exist", ["post", "old"], "post script, list not found: old"],
		[1, "a list name that leads elsewhere", ["post", "../news"], "post script, list not found: ../news"],
		[1, "no list", ["post", ""], "post script got no listname."],
		[5, "no command", [], "Usage: "],
		[6, "a command that isn't one", ["shell", "news"], "Illegal command: shell"],
	])("ends with status %i for %s", async (status, _, words, said) => {
		const ran = await wrap(...words);
		expect(ran.status).toBe(status);
		expect(ran.stderr).toContain(said);
		expect(readWrapperRecords([prefix], 10)).toEqual([]);
	});

	it("ends with status 2 for a group it was not built for", async () => {
		const wrapper = at("mail/mailman");
		fs.writeFileSync(wrapper, fs.readFileSync(wrapper, "utf8").replace(`group=${group}`, "group=mailman"));
		const ran = await wrap("post", "news");
		expect(ran.status).toBe(2);
		expect(ran.stderr).toContain(`--with-mail-gid=${group}`);
	});
});

describe("an installation of the simulated Mailman", () => {
	it("says that it is simulated, and lists its lists", async () => {
		expect((await call("bin/version", [])).stdout).toBe("Using Mailman version: 2.1.39 (simulated)\n");
		fs.appendFileSync(at("Mailman/mm_cfg.py"), "DEFAULT_URL_HOST = 'www.example.com'\n");
		expect((await call("bin/list_lists", ["-b"])).stdout).toBe("mailman\nnews\n");
		expect((await call("bin/list_lists", ["-b", "-V", "www.example.com"])).stdout).toBe("mailman\nnews\n");
		expect((await call("bin/list_lists", ["-b", "-V", "www.example.org"])).stdout).toBe("");
		expect((await call("bin/list_lists", [])).stdout).toContain("   News - [no description available]");
	});

	it("keeps lists, members and mm_cfg.py when it is installed again, and gets its programs anew", () => {
		fs.writeFileSync(at("lists/news/members"), "other@example.net\n");
		fs.appendFileSync(at("Mailman/mm_cfg.py"), "# mine\n");
		fs.writeFileSync(at("bin/mailmanctl"), "old");
		installSimulatedMailman({
			prefix,
			user,
			group,
			python: "/usr/bin/python3",
			owner: null,
			lists: [{ name: "news", members: [] }],
		});
		expect(world.read(at("lists/news/members"))).toBe("other@example.net\n");
		expect(world.read(at("Mailman/mm_cfg.py"))).toContain("# mine\n");
		expect(world.read(at("bin/mailmanctl"))).toContain("#! /usr/bin/python3 -S\n");
		expect(world.facts(at("bin/mailmanctl"))?.mode).toBe(0o755);
	});
});
