import fs from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HostEvent } from "@/lib/core/host/events";
import { PROGRAM_PATH, SERVE_ARGV, sudoersLine } from "@/lib/core/host/program";
import { PROTOCOL } from "@/lib/core/host/protocol";
import { newMailSystem } from "@/lib/core/system/mail-system";
import { hostConfig } from "./config";
import { PrivateMachine } from "./testing/machine";
import { program } from "./testing/program";

const HOST_JSON = "/etc/listkeeper/host.json";
const LOG = "/var/log/listkeeper.log";

let machine: PrivateMachine;
let script: string;
let before: string;
const setUp = (verb: string, ...words: string[]) => machine.run([process.execPath, script, verb, ...words]);
beforeAll(async () => {
	[machine, script] = await Promise.all([PrivateMachine.start(), program()]);
	machine.run(["/bin/sh", "-c", "mkdir -p /etc/exim4 && update-exim4.conf"]);
	before = machine.snapshot();
	const installed = setUp("install", "--hostname", "lists.example.org");
	expect(installed.stderr).toBe("");
	expect(installed.status).toBe(0);
});
afterAll(() => machine?.stop());

const asConsole = (argv: readonly string[], options?: { stdin?: string; env?: Record<string, string> }) =>
	machine.runAs("listkeeper", argv, options);
const serve = (stdin: string, env: Record<string, string> = {}) => {
	const ran = asConsole(SERVE_ARGV, { stdin, env });
	const lines = ran.stdout.split("\n").filter((line) => line !== "");
	return { ...ran, last: JSON.parse(lines.at(-1) ?? "null") as HostEvent };
};
const status = { protocol: PROTOCOL, actor: "test", verb: "status" };
const read = (file: string) => machine.run(["/bin/cat", file]).stdout;
const stat = (file: string) => machine.run(["/usr/bin/stat", "-c", "%U:%G %a", file]).stdout.trim();

describe("what install puts on a machine", () => {
	it("is root's alone to change", () => {
		expect(stat(PROGRAM_PATH)).toBe("root:root 755");
		expect(stat("/usr/local/lib/listkeeper/listkeeper.mjs")).toBe("root:root 755");
		expect(stat("/etc/sudoers.d/listkeeper")).toBe("root:root 440");
		expect(stat(HOST_JSON)).toBe("root:root 644");
		expect(stat("/var/lib/listkeeper")).toBe("root:root 755");
	});

	it("is one line for sudo, which visudo takes", () => {
		const lines = read("/etc/sudoers.d/listkeeper").split("\n");
		expect(lines.filter((line) => line !== "" && !line.startsWith("#"))).toEqual([sudoersLine("listkeeper")]);
		expect(machine.run(["/usr/sbin/visudo", "-c"]).status).toBe(0);
	});

	it("is an account that nobody can log in with", () => {
		expect(read("/etc/passwd")).toMatch(/^listkeeper:.*:\/usr\/sbin\/nologin$/m);
		expect(machine.run(["/bin/sh", "-c", "grep ^listkeeper: /etc/shadow"]).stdout).toMatch(/^listkeeper:!/);
	});

	it("is a host.json with what was found", () => {
		const config = hostConfig.parse(JSON.parse(read(HOST_JSON)));
		expect(config).toMatchObject({
			kind: "machine",
			target: { layout: "woven", hostname: "lists.example.org", stateDirectory: "/var/lib/listkeeper" },
			exim: { path: "/usr/sbin/exim4", woven: { kind: "debian-single" } },
		});
		expect(config.allowedPrefixes).toEqual(config.installations.map(({ prefix }) => prefix));
	});

	it("stays as it is when it is installed once more, with what an administrator wrote into host.json", () => {
		machine.run(["/bin/sh", "-c", `cp -p ${HOST_JSON} /run/host.json && echo >> ${HOST_JSON}`]);
		const edited = machine.snapshot();
		expect(setUp("install").status).toBe(0);
		expect(machine.snapshot()).toBe(edited);
		machine.run(["/bin/cp", "-p", "/run/host.json", HOST_JSON]);
	});
});

describe("the account of the console", () => {
	it("is answered its status through the one line for sudo", () => {
		const { last, status: ended } = serve(`${JSON.stringify(status)}\n`);
		expect(last).toMatchObject({ type: "result", verb: "status", status: { live: null } });
		expect(ended).toBe(0);
	});

	it.each([
		["another verb", [PROGRAM_PATH, "status"]],
		["no verb", [PROGRAM_PATH]],
		["another directory", [PROGRAM_PATH, "serve", "--root", "/tmp"]],
		["words before the verb", [PROGRAM_PATH, "--root", "/tmp", "serve"]],
		["one more word", [PROGRAM_PATH, "serve", ""]],
		["two words in one", [PROGRAM_PATH, "serve --root /tmp"]],
		["another program", ["/usr/bin/id"]],
		["a shell", ["-s"]],
		["the interpreter itself", [process.execPath, "/usr/local/lib/listkeeper/listkeeper.mjs", "serve"]],
		["the program by another way to it", ["/usr/local/bin/../bin/./listkeeper", "leave"]],
		["another user than root", ["-u", "mail", PROGRAM_PATH, "serve"]],
		["a variable for it", ["NODE_OPTIONS=--version", PROGRAM_PATH, "serve"]],
		["its whole environment", ["-E", PROGRAM_PATH, "serve"]],
		["a file to edit", ["-e", "/etc/passwd"]],
	])("is refused %s by sudo", (_, words) => {
		const ran = asConsole(["sudo", "-n", ...words], { stdin: JSON.stringify(status) });
		expect(ran.stdout).toBe("");
		expect(ran.stderr).toMatch(/password is required|not allowed/);
		expect(ran.status).toBe(1);
	});

	it("can't tell the program anything by its environment", () => {
		const mark = "/tmp/listkeeper-planted";
		fs.writeFileSync(`${mark}.cjs`, `require("node:fs").writeFileSync("${mark}", "");`);
		fs.writeFileSync(`${mark}.sh`, `touch ${mark}\n`);
		const env = {
			NODE_OPTIONS: `--require ${mark}.cjs`,
			NODE_PATH: "/tmp",
			NODE_EXTRA_CA_CERTS: mark,
			LD_PRELOAD: `${mark}.so`,
			LD_LIBRARY_PATH: "/tmp",
			ENV: `${mark}.sh`,
			BASH_ENV: `${mark}.sh`,
		};
		try {
			const planted = asConsole([process.execPath, "-e", ""], { env: { NODE_OPTIONS: env.NODE_OPTIONS } });
			expect(planted.status, planted.stderr).toBe(0);
			expect(fs.existsSync(mark)).toBe(true);
			fs.rmSync(mark);
			const kept = "/etc/sudoers.d/kept";
			for (const sudoers of ["", 'Defaults env_keep += "NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS"\n']) {
				machine.run(["/usr/bin/tee", kept], { stdin: sudoers });
				const { last } = serve(JSON.stringify(status), env);
				expect(last).toMatchObject({ type: "result", verb: "status" });
				expect(fs.existsSync(mark)).toBe(false);
			}
			machine.run(["/bin/rm", kept]);
		} finally {
			for (const end of ["", ".cjs", ".sh"]) fs.rmSync(`${mark}${end}`, { force: true });
		}
	});

	it("can change nothing of what was installed", () => {
		for (const file of [
			PROGRAM_PATH,
			HOST_JSON,
			"/usr/local/lib/listkeeper/listkeeper.mjs",
			"/var/lib/listkeeper/new",
		])
			expect(asConsole(["/bin/sh", "-c", `echo >> ${file}`]).status, file).not.toBe(0);
		expect(asConsole([PROGRAM_PATH, "uninstall"]).stderr).toContain("Only root can uninstall");
	});
});

describe("a hostile request", () => {
	const check = (prefix: string) => ({
		...status,
		verb: "check",
		system: {
			...newMailSystem("postmaster@example.net"),
			domains: [{ name: "list.example.com", installation: "com" }],
			installations: [
				{
					id: "com",
					prefix,
					user: "list",
					group: "list",
					python: "/usr/bin/python3",
					webHost: "www.example.com",
				},
			],
		},
		tests: [],
	});
	it.each([
		["in another version of the protocol", JSON.stringify({ ...status, protocol: 2 }), "protocol-version"],
		["of ten megabytes on one line", `{"protocol":"${"x".repeat(10 * 1024 * 1024)}"}`, "protocol-version"],
		["of more bytes than any settings have", "x".repeat(33 * 1024 * 1024), "request-too-long"],
		["in malformed JSON", '{"protocol":1,', "request-not-json"],
		["with an unknown verb", JSON.stringify({ ...status, verb: "leave" }), "request-refused"],
		["with an unknown field", JSON.stringify({ ...status, root: "/tmp" }), "request-refused"],
		["with a prefix that root didn't allow", JSON.stringify(check("/etc")), "prefix-not-allowed"],
		["with a prefix that leads elsewhere", JSON.stringify(check("/srv/../etc")), "request-refused"],
	])("%s is refused in a sentence, and noted in the log", (_, stdin, code) => {
		const noted = read(LOG).split("\n").length;
		const { last, status: ended, stdout } = serve(stdin);
		expect(last).toMatchObject({
			type: "error",
			diagnosis: { code, sentence: expect.stringMatching(/\.$/) },
		});
		expect(ended).not.toBe(0);
		expect(stdout.length).toBeLessThan(4_096);
		const lines = read(LOG).trimEnd().split("\n");
		expect(lines.at(-1)).toMatch(new RegExp(`^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z listkeeper ${code}: .{1,200}$`));
		expect(lines.length).toBe(Math.max(noted, 1));
	});

	it("leaves a log that never grows beyond its bounds", () => {
		machine.run(["/bin/sh", "-c", `head -c 600000 /dev/zero > ${LOG}`]);
		serve("no request");
		expect(read(LOG).trimEnd().split("\n")).toHaveLength(1);
		expect(read(`${LOG}.1`)).toHaveLength(600_000);
		expect(stat(LOG)).toBe("root:root 640");
	});
});

describe("uninstall", () => {
	it("refuses while a release is live, and says what to do first", () => {
		machine.run(["/bin/ln", "-s", "releases/1", "/var/lib/listkeeper/current"]);
		const present = machine.snapshot();
		const ran = setUp("uninstall");
		expect(ran.stderr).toContain("Run `listkeeper leave` first");
		expect(ran.status).toBe(1);
		expect(machine.snapshot()).toBe(present);
		machine.run(["/bin/rm", "/var/lib/listkeeper/current"]);
	});

	it("takes away exactly what install has put there", () => {
		const ran = setUp("uninstall");
		expect(ran.stderr).toBe("");
		expect(ran.status).toBe(0);
		expect(machine.snapshot()).toBe(before);
	});

	it("keeps what an administrator has edited since, and says so", () => {
		setUp("install", "--hostname", "lists.example.org");
		machine.run(["/bin/sh", "-c", `echo >> ${HOST_JSON}; echo '# mine' >> /etc/sudoers.d/listkeeper`]);
		const { stdout } = setUp("uninstall");
		expect(stdout).toContain(`${HOST_JSON} was changed since and stays.`);
		expect(stdout).toContain("/etc/sudoers.d/listkeeper was changed since and stays.");
		expect(read(HOST_JSON)).toContain("lists.example.org");
		expect(machine.run(["/bin/ls", PROGRAM_PATH]).status).not.toBe(0);
	});

	it("leaves the way free for nobody to overwrite what isn't Listkeeper's", () => {
		const ran = setUp("install");
		expect(ran.stderr).toContain("/etc/sudoers.d/listkeeper is not as Listkeeper would have put it there.");
		expect(ran.status).toBe(1);
	});
});

describe("install on another machine", () => {
	const lay = (script: string) => {
		machine.run([
			"/bin/rm",
			"-rf",
			"/etc/sudoers.d/listkeeper",
			"/etc/listkeeper",
			"/etc/exim4",
			"/var/lib/exim4",
		]);
		machine.run(["/bin/sh", "-c", `mkdir -p /etc/exim4 /var/lib/exim4; ${script}`]);
		const ran = setUp("install", "--hostname", "lists.example.org");
		const config = ran.status === 0 ? hostConfig.parse(JSON.parse(read(HOST_JSON))) : null;
		setUp("uninstall");
		return { ...ran, config };
	};

	it("has Listkeeper write the whole configuration where there is none, and link to it where Exim looks", () => {
		expect(lay("").config).toMatchObject({
			target: { layout: "whole" },
			exim: { woven: null, link: "/etc/exim4/exim4.conf" },
		});
	});

	it("allows the prefix of a Mailman that it finds, and says where none is", () => {
		// Two files by which a prefix is known; nothing in it is ever run but the wrapper, which says no.
		const prefix = "/usr/local/mailman";
		const mailman = `mkdir -p ${prefix}/Mailman ${prefix}/mail ${prefix}/lists && touch ${prefix}/Mailman/Defaults.py && printf '#!/bin/sh\\nexit 1\\n' > ${prefix}/mail/mailman && chmod 755 ${prefix}/mail/mailman`;
		const without = lay("");
		expect(without.config?.allowedPrefixes).toEqual([]);
		expect(without.stdout).toContain("No Mailman was found.");
		const { config, stdout } = lay(mailman);
		machine.run(["/bin/rm", "-r", prefix]);
		expect(config?.allowedPrefixes).toEqual([prefix]);
		expect(config?.installations).toMatchObject([{ prefix, simulated: false }]);
		expect(stdout).not.toContain("No Mailman");
	});

	it("weaves into the one file that Exim reads", () => {
		const { config } = lay("cp /usr/share/doc/exim4-base/examples/example.conf /etc/exim4/exim4.conf");
		expect(config).toMatchObject({
			target: { layout: "woven" },
			exim: { woven: { kind: "one-file", file: "/etc/exim4/exim4.conf" }, link: null },
		});
	});

	it("puts nothing beside a configuration of Debian's that was never put together", () => {
		const ran = lay("touch /etc/exim4/update-exim4.conf.conf");
		expect(ran.stderr).toContain("Run `update-exim4.conf`, then install again.");
		expect(ran.status).toBe(1);
		expect(machine.run(["/usr/bin/id", "listkeeper"]).status).toBe(1);
	});

	it("lets root run no interpreter that somebody else could change", () => {
		machine.run(["/bin/sh", "-c", `mkdir -p -m 777 /run/theirs && cp ${process.execPath} /run/theirs/node`]);
		const ran = machine.run(["/run/theirs/node", script, "install"]);
		expect(ran.stderr).toContain("somebody else could change /run/theirs");
		expect(ran.status).toBe(1);
		expect(machine.run(["/usr/bin/id", "listkeeper"]).status).toBe(1);
	});
});
