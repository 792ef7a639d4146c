import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CONSOLE, UNITS } from "@/lib/core/host/console-places";
import { PROTOCOL } from "@/lib/core/host/protocol";
import { unitFiles } from "./install/units";
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
import { until } from "./testing/until";

const PORT = "3999";
const ORIGIN = `http://127.0.0.1:${PORT}`;
const REQUEST = JSON.stringify({ protocol: PROTOCOL, actor: "test", verb: "status" });
/** Of ten, in tenths: systemd calls less than 2.0 well guarded. */
const EXPOSED = "20";

/** A machine that systemd runs; or why the kernel of this one lets no systemd run beside its own. Nothing of the product's decides. */
const started = await PrivateMachine.start("systemd").catch((error: unknown) => String(error));

/** What systemd says of the units by themselves. In: a machine on which they lie. */
function unitsAreSound(on: () => PrivateMachine) {
	it("is described to systemd in words that it takes", () => {
		const files = Object.keys(unitFiles(process.execPath));
		const verified = on().run(["/usr/bin/systemd-analyze", "verify", ...files]);
		expect(verified).toMatchObject({ status: 0, stdout: "", stderr: "" });
	});

	it("is well guarded, as systemd sees it", () => {
		const judged = on().run([
			...["/usr/bin/systemd-analyze", "security", "--offline=true", `--threshold=${EXPOSED}`, "--no-pager"],
			`/etc/systemd/system/${UNITS.console}`,
		]);
		expect(judged.status, judged.stdout).toBe(0);
	});
}

if (typeof started === "string")
	describe(`a console's units, where no systemd runs (${started})`, () => {
		let plain: PrivateMachine;
		beforeAll(async () => {
			plain = await PrivateMachine.start();
			plain.run([
				"/bin/sh",
				"-c",
				`useradd --system listkeeper; mkdir -p ${CONSOLE.current}/bin ${CONSOLE.state}`,
			]);
			for (const [file, text] of Object.entries(unitFiles(process.execPath)))
				plain.run(["/usr/bin/tee", file], { stdin: text });
		});
		afterAll(() => plain?.stop());
		unitsAreSound(() => plain);
	});
else describe("a console that systemd runs", () => runBySystemd(started));

function runBySystemd(machine: PrivateMachine) {
	let before: string;
	let server: Process;
	let link: string;
	const bin = (name: string, ...words: string[]) => machine.run([path.join(CHECKOUT, "bin", name), ...words]);
	const systemctl = (...words: string[]) => machine.run(["/bin/systemctl", ...words]);
	const active = (unit: string) => systemctl("is-active", unit).stdout.trim();

	beforeAll(async () => {
		await buildConsole();
		machine.run(["/bin/sh", "-c", "mkdir -p /etc/exim4 && update-exim4.conf"]);
		before = machine.snapshot();
		const installed = bin("install", "--hostname", "lists.example.org", "--port", PORT);
		const journal = machine.run(["/bin/journalctl", "--no-pager", "-n", "40"]).stdout;
		expect(installed.status, `${installed.stdout}${installed.stderr}${journal}`).toBe(0);
		link = /owner's account: http:\/\/127\.0\.0\.1:3999(\/setup\/\S+)/.exec(installed.stdout)?.[1] ?? "";
		const found = processNamed(machine, "next-server");
		if (found === null) throw new Error("No console runs.");
		server = found;
	}, BUILD_MS);
	afterAll(() => machine.stop());
	unitsAreSound(() => machine);

	it("runs as its account, without any capability or a way to one, and not every system call", () => {
		const uid = machine.run(["/usr/bin/id", "-u", "listkeeper"]).stdout.trim();
		const { status } = server;
		expect(status.Uid).toBe([uid, uid, uid, uid].join("\t"));
		for (const set of ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"])
			expect(status[set], set).toBe("0".repeat(16));
		expect(status).toMatchObject({ NoNewPrivs: "1", Seccomp: "2" });
	});

	it("can write its state directory, and nothing else that lasts or that anybody else sees", () => {
		const pathOf = (line: string) => line.split(", ")[2] ?? "";
		const writable = writableBy(machine, server);
		const own = writable.filter((line) => `${pathOf(line)}/`.startsWith(`${CONSOLE.state}/`));
		expect(own.map(pathOf)).toEqual(
			expect.arrayContaining([CONSOLE.state, `${CONSOLE.state}/listkeeper.db`]),
		);
		// mem(4), tty(4): nothing is kept there. /proc/PID is what the kernel tells of the process itself.
		const passing = /^character special file, (1:[35789]|5:[02]), |^socket, |, \/proc\/\d+\//;
		const further = writable.filter((line) => !own.includes(line) && !passing.test(line));
		expect(further.map(pathOf).sort()).toEqual(["/tmp", "/var/tmp"]);
		for (const place of ["/tmp", "/var/tmp"]) {
			const written = runWithin(machine, server, ["/bin/sh", "-c", `echo x > ${place}/only-here`]);
			expect(written.status, written.stderr).toBe(0);
			expect(machine.run(["/bin/ls", `${place}/only-here`]).status).not.toBe(0);
		}
	});

	it("has this machine's program started by sudo outside of its bounds, and not among its processes", () => {
		const asked = machine.run([process.execPath, "-e", ASK, CONSOLE.socket, REQUEST]);
		expect(JSON.parse(asked.stdout || asked.stderr)).toMatchObject({
			last: { type: "result", verb: "status" },
			uid: "0",
			free: true,
			same: true,
			group: expect.stringMatching(/system-listkeeper\\x2dhost\.slice\/listkeeper-host@/),
		});
		const within = runWithin(machine, server, [
			process.execPath,
			"-e",
			'const one = require("node:net").connect(process.argv[1], () => one.end(process.argv[2])); one.pipe(process.stdout)',
			CONSOLE.socket,
			REQUEST,
		]);
		expect(JSON.parse(within.stdout)).toMatchObject({ type: "result", verb: "status" });
	});

	it("is alone in being let to ask, with root", () => {
		const asked = machine.runAs("mail", [process.execPath, "-e", ASK, CONSOLE.socket, REQUEST]);
		expect(asked.stderr).toContain("EACCES");
	});

	it("makes its owner's account and shows the machine it runs on, all within its bounds", () => {
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
	});

	it("can use OpenSSH within its bounds", () => {
		// The very options, around another program.
		const unit = unitFiles(process.execPath)[`/etc/systemd/system/${UNITS.console}`] ?? "";
		const service = unit.slice(unit.indexOf("[Service]"), unit.indexOf("[Install]"));
		const options = service.split("\n").filter((line) => /^(?!Exec|Type|Restart)\w+=/.test(line));
		const key = `${CONSOLE.state}/tmp/key`;
		const file = "/run/systemd/system/with-ssh.service";
		const stdin = [
			...["[Service]", ...options, "Type=oneshot", "StandardError=file:/run/with-ssh"],
			`ExecStart=/usr/bin/ssh-keygen -q -t ed25519 -N "" -f ${key}`,
			`ExecStart=/usr/bin/ssh -T -F none -o BatchMode=yes -i ${key} -p 9 nobody@127.0.0.1`,
		].join("\n");
		machine.run(["/bin/sh", "-c", `cat >${file} && systemctl daemon-reload && systemctl start with-ssh`], {
			stdin,
		});
		expect(machine.run(["/bin/cat", "/run/with-ssh"]).stdout.trim()).toBe(
			"ssh: connect to host 127.0.0.1 port 9: Connection refused",
		);
		machine.run(["/bin/rm", file]);
	});

	it("is stopped by itself: what was asked on this machine goes on", async () => {
		const answering = () =>
			machine.run(["/bin/sh", "-c", "grep -lz '^serve$' /proc/[0-9]*/cmdline"]).stdout.trim().split("\n");
		const others = answering();
		const ours = () => answering().filter((one) => one !== "" && !others.includes(one));
		const holds = `require("node:net").connect("${CONSOLE.socket}").write(${JSON.stringify(`${REQUEST}\n`)})`;
		machine.run([
			"/bin/sh",
			"-c",
			`"$0" -e "$1" >/dev/null 2>&1 & echo $! >/run/holds`,
			process.execPath,
			holds,
		]);
		const asked = await until("an answer", () => (ours().length > 0 ? ours() : null));
		expect(machine.run([CONSOLE.command, "stop"]).status).toBe(0);
		expect(ours()).toEqual(expect.arrayContaining(asked));
		machine.run(["/bin/sh", "-c", "kill $(cat /run/holds) && rm /run/holds"]);
		await until("its end", () => ours().length === 0 || null);
		expect([active(UNITS.console), active(UNITS.socket)]).toEqual(["inactive", "active"]);
		expect(machine.run([CONSOLE.command, "status"]).stdout).toBe("The console doesn't run.\n");
		expect(machine.run([CONSOLE.command, "start"]).stdout).toBe(`Listkeeper is at ${ORIGIN}\n`);
		expect(systemctl("is-enabled", UNITS.console, UNITS.socket).stdout).toBe("enabled\nenabled\n");
	});

	it("is gone without a trace once it is uninstalled with what it has stored", () => {
		const ran = bin("uninstall", "--purge");
		expect(ran).toMatchObject({ status: 0, stdout: "Listkeeper is not on this host any more.\n" });
		expect(processNamed(machine, "next-server")).toBeNull();
		expect(systemctl("list-unit-files", "--no-legend", "listkeeper*").stdout).toBe("");
		expect(machine.run(["/bin/ls", CONSOLE.socket]).status).not.toBe(0);
		expect(
			machine
				.snapshot()
				.split("\n")
				.filter((line) => !before.includes(line)),
		).toEqual([]);
	});
}
