import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CONSOLE } from "@/lib/core/host/console-places";
import { PROGRAM_PATH } from "@/lib/core/host/program";
import { PROTOCOL } from "@/lib/core/host/protocol";
import {
	ASK,
	BUILD_MS,
	browse,
	buildConsole,
	CHECKOUT,
	type Process,
	processNamed,
	runWithin,
	writableBy,
} from "./testing/installed-console";
import { PrivateMachine } from "./testing/machine";

const PORT = "3999";
const ORIGIN = `http://127.0.0.1:${PORT}`;
const SERVER = "next-server";
const LIBRARY = "/usr/local/lib/listkeeper";

let machine: PrivateMachine;
let before: string;
let server: Process;
let link: string;
const bin = (name: string, ...words: string[]) => machine.run([path.join(CHECKOUT, "bin", name), ...words]);
const control = (...words: string[]) => machine.run([CONSOLE.command, ...words]);
const root = (text: string) => machine.run(["/bin/sh", "-c", text]);
const must = (text: string) => {
	const ran = root(text);
	expect(ran.status, `${text}: ${ran.stderr}`).toBe(0);
	return ran.stdout;
};
const theServer = (): Process => {
	const found = processNamed(machine, SERVER);
	if (found === null) throw new Error("No console runs.");
	return found;
};
const stat = (file: string) => must(`stat -c '%U:%G %a' ${file}`).trim();
/** What is another on the machine than it was: lines of its snapshot, of before and of now. The state is the console's own. */
const changes = (was: string) => {
	const [then, now] = [was, machine.snapshot()].map(
		(text) => new Set(text.split("\n").filter((line) => !line.includes(CONSOLE.state.slice(1)))),
	);
	return [...(then ?? [])]
		.filter((line) => !now?.has(line))
		.concat([...(now ?? [])].filter((line) => !then?.has(line)));
};
const builds = () => must(`ls ${CONSOLE.library}/builds`).trim().split("\n");

beforeAll(async () => {
	await buildConsole();
	machine = await PrivateMachine.start();
	// The machine's own systemd, where it has one, is not to hear of this.
	must("rm -rf /run/systemd/system; mkdir -p /etc/exim4 && update-exim4.conf");
	before = machine.snapshot();
	const installed = bin("install", "--hostname", "lists.example.org", "--port", PORT);
	expect(installed.stderr).toBe("");
	expect(installed.status, installed.stdout).toBe(0);
	link =
		/create the owner's account: http:\/\/127\.0\.0\.1:3999(\/setup\/\S+)/.exec(installed.stdout)?.[1] ?? "";
	server = theServer();
}, BUILD_MS);
afterAll(() => machine?.stop());

describe("an installed console", () => {
	it("is root's alone to change, but for its state, which is its account's alone to see", () => {
		const wrong = must(
			`find ${LIBRARY} ${CONSOLE.command} ${CONSOLE.settings} ! -user root -o -perm /022 ! -type l`,
		);
		expect(wrong).toBe("");
		expect(stat(CONSOLE.settings)).toBe("root:root 600");
		expect(stat(CONSOLE.state)).toBe("listkeeper:listkeeper 700");
		expect(must(`find ${CONSOLE.state} -type f -perm /077`)).toBe("");
	});

	it("runs as its account, without any capability or a way to one", () => {
		const [uid, gid] = ["-u", "-g"].map((what) => must(`id ${what} listkeeper`).trim());
		const { status } = server;
		expect(status.Uid).toBe([uid, uid, uid, uid].join("\t"));
		expect(status.Gid).toBe([gid, gid, gid, gid].join("\t"));
		expect(status.Groups).toBe(gid);
		for (const set of ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"])
			expect(status[set], set).toBe("0".repeat(16));
		expect(status.NoNewPrivs).toBe("1");
	});

	it("can write its state directory, of all there is on the machine, and nothing else", () => {
		const pathOf = (line: string) => line.split(", ")[2] ?? "";
		const writable = writableBy(machine, server);
		const own = writable.filter((line) => `${pathOf(line)}/`.startsWith(`${CONSOLE.state}/`));
		expect(own.map(pathOf)).toEqual(
			expect.arrayContaining([CONSOLE.state, `${CONSOLE.state}/listkeeper.db`]),
		);
		// null, zero, full, random and urandom (mem(4)) keep nothing of what is written to them.
		const devices = writable.filter((line) => /^character special file, 1:[35789], /.test(line));
		expect(devices.filter((line) => pathOf(line).startsWith("/dev/"))).toHaveLength(5);
		// At a socket it is whoever listens there that decides.
		const sockets = writable.filter((line) => line.startsWith("socket, "));
		const known = new Set([...own, ...devices, ...sockets]);
		expect(writable.filter((line) => !known.has(line))).toEqual([]);
	});

	it("is looked at by what sees such places where they are", () => {
		const outside = machine.runAs("listkeeper", [
			"/usr/bin/find",
			"/tmp",
			"/var/tmp",
			"-maxdepth",
			"0",
			"-writable",
		]);
		expect(outside.stdout).toBe("/tmp\n/var/tmp\n");
	});

	it.each([
		["what only root decides", "/etc/listkeeper/host.json"],
		["its own settings", CONSOLE.settings],
		["the releases of the host", "/var/lib/listkeeper/new"],
		["the program", PROGRAM_PATH],
		["the program's one file", `${LIBRARY}/listkeeper.mjs`],
		["its own build", `${CONSOLE.current}/server.js`],
		["a page of its own build", `${CONSOLE.current}/.next/server/new.js`],
		["what starts it", CONSOLE.command],
		["the way to start it", `${CONSOLE.current}/bin/within-bounds.sh`],
		["the line for sudo", "/etc/sudoers.d/listkeeper"],
		["Exim's configuration", "/etc/exim4/update-exim4.conf.conf"],
		["an account", "/etc/passwd"],
		["a place for everybody", "/tmp/new"],
		["another", "/var/tmp/new"],
		["memory for everybody", "/dev/shm/new"],
		["the kernel's settings", "/proc/sys/kernel/hostname"],
	])("is refused it when it tries to write %s", (_, file) => {
		const tried = runWithin(machine, server, ["/bin/sh", "-c", `echo x >> ${file}`]);
		expect(tried.stderr).toMatch(/Read-only file system|Permission denied/);
		expect(tried.status).not.toBe(0);
		const kept = runWithin(machine, server, ["/bin/sh", "-c", `echo x > ${CONSOLE.state}/tmp/tried`]);
		expect(kept.status, kept.stderr).toBe(0);
	});

	it("gets nowhere by sudo, nor by what runs beside it as the same account", () => {
		const sudo = runWithin(machine, server, ["/usr/bin/sudo", "-n", PROGRAM_PATH, "serve"]);
		expect(sudo.status).not.toBe(0);
		expect(sudo.stderr).toContain("no new privileges");
		const seen = runWithin(machine, server, ["/bin/sh", "-c", "cat /proc/[0-9]*/comm"]).stdout.split("\n");
		expect(seen.join(" ")).toContain(SERVER);
		expect(must("cat /proc/[0-9]*/cmdline | tr '\\0' ' '")).toContain("beside.mjs");
		expect(seen).not.toContain("node");
	});

	it("has this machine's program started by the one line for sudo, and outside of its own bounds", () => {
		const request = JSON.stringify({ protocol: PROTOCOL, actor: "test", verb: "status" });
		const asked = machine.run([process.execPath, "-e", ASK, CONSOLE.ownSocket, request]);
		expect(JSON.parse(asked.stdout || asked.stderr)).toMatchObject({
			last: { type: "result", verb: "status", status: { live: null } },
			uid: "0",
			free: true,
			same: true,
		});
		const other = machine.runAs("mail", [process.execPath, "-e", ASK, CONSOLE.ownSocket, request]);
		expect(other.stderr).toContain("EACCES");
	});

	it("takes its owner from the one-time link, and shows that owner the machine it runs on", () => {
		const pages = browse(machine, ORIGIN, [
			{
				path: link,
				form: {
					button: "Make the account",
					fields: { name: "Ada", email: "ada@example.org", password: "a few words do well" },
				},
			},
			{ path: "/hosts/new/local", form: { button: "Connect and check", fields: { name: "lists" } } },
		]);
		// Only a machine whose program has answered is added, and shown.
		expect(pages[1]).toMatchObject({ path: expect.stringMatching(/^\/hosts\/[\da-f-]{36}\//), status: 200 });
		expect(control("status").stdout).toBe(`Listkeeper is at ${ORIGIN}\n`);
	});

	it("has the console's own command line", () => {
		expect(control("audit", "verify").stdout).toContain("The chain is whole");
		const reset = control("account", "reset", "ada@example.org");
		expect(reset.stdout).toMatch(/^Within \d+ minutes, open: http:\/\/127\.0\.0\.1:3999\/reset\//);
		expect(must(`find ${CONSOLE.state} ! -user listkeeper`)).toBe("");
	});
});

describe("what starts and stops it where no systemd runs", () => {
	it("starts none beside one that runs", () => {
		const again = control("start");
		expect(again.stdout).toContain("It runs already.");
		expect(theServer().pid).toBe(server.pid);
	});

	it("stops all of it, and nothing else", () => {
		expect(control("stop").stdout).toBe("The console was stopped.\n");
		expect(must("find /proc -maxdepth 1 -user listkeeper")).toBe("");
		expect(must(`ls ${CONSOLE.runtime}`)).toBe("");
		expect(control("status")).toMatchObject({ status: 1, stdout: "The console doesn't run.\n" });
		expect(control("stop").stdout).toBe("The console doesn't run.\n");
	});

	it("takes no other program on its port for the console, and says whose turn it is", () => {
		const other = `require("node:http").createServer((_, answer) => answer.end()).listen(${PORT}, "127.0.0.1", () => require("node:fs").writeFileSync("/run/other", ""))`;
		must(
			`rm -f /run/other; ${process.execPath} -e '${other}' >/dev/null 2>&1 & echo $! > /run/other.pid; while [ ! -e /run/other ]; do sleep 0.02; done`,
		);
		const tried = control("start");
		must("kill $(cat /run/other.pid); rm /run/other /run/other.pid");
		expect(tried.status).toBe(1);
		expect(tried.stderr).toContain(`Port ${PORT} is another program's.`);
		expect(processNamed(machine, SERVER)).toBeNull();
	});

	it("starts it anew with all it knew", () => {
		const ran = control("start");
		expect(ran).toMatchObject({ status: 0, stdout: `Listkeeper is at ${ORIGIN}\n`, stderr: "" });
		expect(theServer().pid).not.toBe(server.pid);
	});

	it("is root's to use", () => {
		const ran = machine.runAs("listkeeper", [CONSOLE.command, "stop"]);
		expect(ran.stderr).toContain("Only root can do that.");
		expect(control("dance")).toMatchObject({ status: 2 });
	});
});

describe("installing it once more", () => {
	/** The verb alone, which starts nothing: this build, perhaps with one file of it another, and what is said. */
	const put = (words: readonly string[], file?: { name: string; text: string }) => {
		must("rm -rf /run/other-build && mkdir /run/other-build");
		if (file) machine.run(["/usr/bin/tee", `/run/other-build/${file.name}`], { stdin: file.text });
		const parts = [`${CHECKOUT}/.next/standalone`, `${CHECKOUT}/dist/console`, "/run/other-build"];
		return machine.run([
			...[process.execPath, `${CHECKOUT}/dist/listkeeper.mjs`, "install", ...words],
			...parts.flatMap((part) => ["--console", part]),
		]);
	};
	const settings = () => must(`cat ${CONSOLE.settings}`);
	let installed: string;

	it("goes by what is said now, keeps what was said before, and restarts it", () => {
		const { pid } = theServer();
		const [build] = builds();
		const said = bin("install", "--url", "https://console.example.org");
		expect(said.stdout).toContain("Listkeeper is at https://console.example.org\n");
		expect(settings()).toContain("LISTKEEPER_URL=https://console.example.org\n");
		expect(settings()).toContain(`PORT=${PORT}\n`);
		expect(theServer().pid).not.toBe(pid);
		expect(builds()).toEqual([build]);
		installed = machine.snapshot();
	});

	it("refuses what is no address or port", () => {
		for (const words of [
			["--url", "https://console.example.org\nPORT=1"],
			["--port", "eighty"],
			["--listen", "0.0.0.0; rm"],
		]) {
			const ran = put(words);
			expect(ran.status, words.join(" ")).toBe(1);
			expect(ran.stderr).toMatch(/is none|is not one/);
		}
		expect(bin("install", "--everything").status).toBe(2);
	});

	it("keeps the build before until the new one has answered, and says why it doesn't", () => {
		const [good = ""] = builds();
		const text = "throw new Error('a build that was not tested');\n";
		expect(put([], { name: "server.js", text }).status).toBe(0);
		const ran = control("restart");
		expect(ran.status).toBe(1);
		expect(ran.stderr).toContain("a build that was not tested");
		expect(builds()).toHaveLength(2);
		expect(builds()).toContain(good);
	});

	it("finishes what was cut short, and comes to the same bytes", () => {
		// As a copy that was cut short, a file that was written aside, and a link that was not set yet would be.
		const [good = ""] = builds().filter(
			(name) => !must(`cat ${CONSOLE.library}/builds/${name}/server.js`).includes("not tested"),
		);
		const build = `${CONSOLE.library}/builds/${good}`;
		must(
			`mv ${build} ${build}.new && rm ${build}.new/server.js ${CONSOLE.current} ${CONSOLE.command} && touch ${CONSOLE.command}.new`,
		);
		const again = bin("install");
		expect(again.status, again.stderr).toBe(0);
		expect(builds()).toEqual([good]);
		expect(changes(installed)).toEqual([]);
		expect(processNamed(machine, SERVER)).not.toBeNull();
	});

	it("leaves what an administrator has edited, and says so", () => {
		must(`echo '# mine' >> ${CONSOLE.settings}`);
		const edited = settings();
		expect(put(["--port", "4000"]).stdout).toContain(`${CONSOLE.settings} was changed since and stays`);
		expect(settings()).toBe(edited);
	});

	it("leaves a state directory alone that is somebody else's", () => {
		must(`mv ${CONSOLE.state} ${CONSOLE.state}-kept && mkdir ${CONSOLE.state}`);
		const ran = put([]);
		expect(ran.stderr).toContain(`${CONSOLE.state} is not a directory of listkeeper's.`);
		expect(ran.status).toBe(1);
		expect(stat(CONSOLE.state)).toMatch(/^root:root/);
		must(`rmdir ${CONSOLE.state} && mv ${CONSOLE.state}-kept ${CONSOLE.state}`);
	});
});

describe("uninstalling it", () => {
	it("is refused while releases are on the host, and the console goes on", () => {
		must("ln -s releases/1 /var/lib/listkeeper/current");
		const ran = bin("uninstall");
		expect(ran.stderr).toContain("Run `listkeeper leave` first");
		expect(processNamed(machine, SERVER)).not.toBeNull();
		must("rm /var/lib/listkeeper/current");
	});

	it("leaves what it has stored, for its account alone, and says so", () => {
		const ran = bin("uninstall");
		expect(ran.stderr).toBe("");
		expect(ran.stdout).toContain(`${CONSOLE.settings} was changed since and stays.`);
		expect(ran.stdout).toContain(`rm -r ${CONSOLE.state}; userdel listkeeper`);
		expect(processNamed(machine, SERVER)).toBeNull();
		expect(stat(CONSOLE.state)).toBe("listkeeper:listkeeper 700");
		const left = must(
			"find /usr/local /etc /var/lib /run -path '*listkeeper*' ! -path '/var/lib/listkeeper-console*' ! -path '*/exim-roots/*'",
		);
		expect(left).toBe(`/etc/listkeeper\n${CONSOLE.settings}\n`);
		must(`rm -r ${CONSOLE.state} ${CONSOLE.settings}; rmdir /etc/listkeeper; userdel listkeeper`);
		expect(changes(before)).toEqual([]);
	});

	it("leaves every byte as it was, once what it has stored goes too", () => {
		expect(bin("install", "--hostname", "lists.example.org", "--port", PORT).status).toBe(0);
		const ran = bin("uninstall", "--purge");
		expect(ran.stdout).toBe("Listkeeper is not on this host any more.\n");
		expect(processNamed(machine, SERVER)).toBeNull();
		expect(changes(before)).toEqual([]);
	});

	it("is the program's alone where only that was wanted", () => {
		expect(bin("install", "--program-only", "--hostname", "lists.example.org").status).toBe(0);
		expect(root(`ls -d ${CONSOLE.command} ${CONSOLE.library} ${CONSOLE.state}`).status).not.toBe(0);
		expect(bin("uninstall").status).toBe(0);
	});
});
