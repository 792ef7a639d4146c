import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HostEvent, HostStatus } from "@/lib/core/host/events";
import { SERVE_ARGV } from "@/lib/core/host/program";
import { PROTOCOL } from "@/lib/core/host/protocol";
import { buildRelease } from "@/lib/core/release/build";
import type { Proposal } from "@/lib/core/survey/propose";
import { type MailSystem, mailSystem, newMailSystem } from "@/lib/core/system/mail-system";
import { sha256 } from "./sha256";
import { HOWTO_MACROS, HOWTO_ROUTER, HOWTO_TRANSPORT } from "./testing/howto";
import { PrivateMachine } from "./testing/machine";
import { program } from "./testing/program";
import { upstreamText } from "./testing/their-text";

const PREFIX = "/usr/local/mailman";
const LISTS = "list.example.com";
const OTHERS = "list.example.org";

let machine: PrivateMachine;
let script: string;
const root = (text: string) => machine.run(["/bin/sh", "-c", text]);
const must = (text: string) => {
	const ran = root(text);
	expect(ran.status, `${text}: ${ran.stderr}`).toBe(0);
	return ran.stdout;
};
const write = (file: string, text: string) => machine.run(["/usr/bin/tee", file], { stdin: text });

/** Every byte that is the administrator's or a package's: all but what Mailman and its interpreter write as they run. */
const theirs = () =>
	[...machine.snapshot().split("\n"), root("cat /var/lib/exim4/*").stdout]
		.filter(
			(line) =>
				!/usr\/local\/mailman\/(logs|locks|data|qfiles|simulated|lists\/\w+\/post_id|Mailman\/__pycache__)/.test(
					line,
				),
		)
		.join("\n");

/** A list host with a simulated Mailman, whose Exim is root's. In: how Exim is configured. */
async function machineWith(lay: () => void) {
	machine = await PrivateMachine.start();
	script = await program();
	must("rm -rf /etc/exim4/exim4.conf /var/lib/exim4/*");
	machine.run([process.execPath, await program("put-mailman"), PREFIX, "list", "news", "staff"]);
	write("/etc/resolv.conf", "nameserver 127.0.0.1\n");
	write("/etc/mailname", "lists.example.net\n");
	write("/etc/aliases", "postmaster: daemon\nroot: postmaster\nmailman: postmaster@lists.example.net\n");
	lay();
	must(`${PREFIX}/bin/mailmanctl -q start`);
}

/** As Debian's packages and the HOWTO make it. */
function layDebian() {
	write(
		"/etc/exim4/update-exim4.conf.conf",
		"dc_eximconfig_configtype='internet'\ndc_other_hostnames=''\ndc_local_interfaces='127.0.0.1 ; ::1'\ndc_use_split_config='true'\ndc_localdelivery='mail_spool'\nCFILEMODE='644'\n",
	);
	write(
		"/etc/exim4/conf.d/main/000_mailman",
		`MAIN_HARDCODE_PRIMARY_HOSTNAME = lists.example.net\nMAIN_LOCAL_DOMAINS = @ : localhost : +mm_domains\n${HOWTO_MACROS.replace(
			"/srv/${lc::$domain}/mailman",
			PREFIX,
		)
			.replaceAll("Debian-exim", "list")
			.replace(`${LISTS} : ${OTHERS}`, LISTS)}`,
	);
	// Its administrator has made it work with an Exim that taints what comes from outside.
	const looked = "\n    local_parts = dsearch;MM_HOME/lists\n    require_files";
	write("/etc/exim4/conf.d/router/450_mailman", HOWTO_ROUTER.replace("\n    require_files", looked));
	const transport = HOWTO_TRANSPORT.replace(" $local_part\n", " $local_part_data\n");
	write("/etc/exim4/conf.d/transport/40_mailman", transport);
	must("update-exim4.conf");
	must("service exim4 start");
}

const serve = (request: Record<string, unknown>) => {
	const ran = machine.runAs("listkeeper", SERVE_ARGV, {
		stdin: JSON.stringify({ protocol: PROTOCOL, actor: "test", ...request }),
	});
	const lines = ran.stdout.split("\n").filter((line) => line !== "");
	const events = lines.map((line) => JSON.parse(line) as HostEvent);
	return { events, last: events.at(-1) };
};

function statusNow(): HostStatus {
	const { last } = serve({ verb: "status" });
	if (last?.type !== "result" || last.verb !== "status") throw new Error(JSON.stringify(last));
	return last.status;
}

function deploy(system: MailSystem, more: Record<string, unknown> = {}) {
	const { profile, live } = statusNow();
	const { events, last } = serve({
		verb: "deploy",
		system,
		reviewed: buildRelease(system, profile.target, sha256).id,
		live: live?.id ?? null,
		tests: [],
		note: "",
		confirmMinutes: null,
		...more,
	});
	const said = events.flatMap((event) =>
		event.type === "diagnosis"
			? [`${event.diagnosis.sentence}${event.diagnosis.said.map((line) => `\n${line}`).join("")}`]
			: [],
	);
	return { said, deploy: last?.type === "result" && last.verb === "deploy" ? last.deploy : last };
}

/** Hands a message to the Exim that runs, as a stranger's host would by SMTP. */
function sendTo(recipient: string, subject: string) {
	const dialogue = `EHLO client.example.net\r\nMAIL FROM:<daemon@lists.example.net>\r\nRCPT TO:<${recipient}>\r\nDATA\r\nSubject: ${subject}\r\n\r\nText\r\n.\r\nQUIT\r\n`;
	const talk = `import socket, sys
s = socket.create_connection(("127.0.0.1", 25), 20)
f = s.makefile("rwb")
print(f.readline().decode())
for block in sys.stdin.buffer.read().split(b"\\r\\n"):
    f.write(block + b"\\r\\n"); f.flush()
print(f.read().decode())`;
	return machine.run(["/usr/bin/python3", "-c", talk], { stdin: dialogue }).stdout;
}

/** What the simulated wrapper was given under a subject, by the account that it ran as. */
const arrived = (subject: string) =>
	root(`cd ${PREFIX}/simulated/received && grep -lZ "^Subject: ${subject}$" * | xargs -0r stat -c %U:%G`)
		.stdout.trim()
		.split("\n")
		.filter((line) => line !== "");

describe("a list host of Debian's, with the program installed and Exim run by root", () => {
	let before: string;
	let system: MailSystem;
	beforeAll(async () => {
		await machineWith(layDebian);
		before = theirs();
	});
	afterAll(() => machine?.stop());

	it("has mail of its own", async () => {
		expect(sendTo(`news@${LISTS}`, "beforehand")).toMatch(/^250 OK id=/m);
		await expect.poll(() => arrived("beforehand"), { timeout: 20_000 }).toEqual(["list:list"]);
	});

	it("is installed on, looked at, and nothing is changed of its Exim and Mailman", () => {
		const installed = machine.run([process.execPath, script, "install"]);
		expect(installed.stderr).toBe("");
		expect(statusNow()).toMatchObject({
			live: null,
			exim: { running: true },
			mailman: [{ prefix: PREFIX, running: true, simulated: true }],
		});
		const { proposal } = JSON.parse(must("listkeeper inspect --json")) as { proposal: Proposal };
		expect(proposal.lacking).toEqual([]);
		expect(proposal.system?.installations).toMatchObject([{ prefix: PREFIX, user: "list", group: "list" }]);
		system = mailSystem.parse({
			...proposal.system,
			domains: [...(proposal.system?.domains ?? []), { name: OTHERS, installation: "mailman" }],
		});
	});

	it("is deployed to by the console's account, which can do nothing of it itself", () => {
		expect(deploy(system).deploy).toMatchObject({ diagnosis: { code: "weaving-unseen" } });
		const weaving = /--weaving (\w+)/.exec(must("listkeeper weave"))?.[1];
		expect(deploy(system, { weaving })).toMatchObject({ deploy: { outcome: "live", number: 1 } });
		const { exim, drift, mailman } = statusNow();
		expect(exim.banner).toContain(" release 000001-");
		expect(drift).toEqual([]);
		expect(mailman).toMatchObject([{ running: true, runners: 8 }]);
		expect(must(`cat ${PREFIX}/Mailman/mm_cfg.py`)).toContain("# listkeeper");
	});

	it.each([LISTS, OTHERS])(
		"takes mail for %s to the wrapper, as the installation's own user",
		async (domain) => {
			const subject = `to ${domain}`;
			expect(sendTo(`news@${domain}`, subject)).toMatch(/^250 OK id=/m);
			await expect.poll(() => arrived(subject), { timeout: 20_000 }).toEqual(["list:list"]);
		},
	);

	it("tells how it would answer a stranger", () => {
		const session = { from: "192.0.2.7", helo: "client.example.net", sender: "", data: null };
		const { last } = serve({
			verb: "sessions",
			system: null,
			sessions: [{ ...session, recipients: [`news@${OTHERS}`] }],
		});
		const answers = last?.type === "result" && last.verb === "sessions" ? last.answers : [];
		expect(answers[0]?.live?.steps.find(({ phase }) => phase === "rcpt")).toMatchObject({
			code: 550,
			rule: "nullSenderPosting",
		});
	});

	it("is examined, its members are counted, and it mails a link for a new password", async () => {
		expect(serve({ verb: "doctor" }).last).toMatchObject({ verb: "doctor", ok: true });
		const counted = serve({ verb: "members" }).last;
		expect(counted).toMatchObject({ verb: "members" });
		expect(JSON.stringify(counted)).toContain('"list":"news","simulated":true,"count":{"members":1,');
		const link = `https://console.example.net/reset/${"a".repeat(43)}`;
		const to = "daemon@lists.example.net";
		expect(serve({ verb: "password-link", to, link, minutes: 30 }).last).toMatchObject({
			said: expect.stringMatching(/^250 OK id=/),
		});
		await expect.poll(() => root("cat /var/mail/daemon").stdout, { timeout: 20_000 }).toContain(link);
	});

	it("shows a hand edit, and is rolled back", () => {
		const main = "/etc/exim4/conf.d/router/450_listkeeper";
		const kept = must(`cat ${main}`);
		must(`rm ${main}`);
		expect(statusNow().drift.map(({ kind, path }) => `${kind} ${path}`)).toEqual([`missing ${main}`]);
		write(main, kept);
		expect(statusNow().drift).toEqual([]);
		const fewer = { ...system, domains: system.domains.filter(({ name }) => name !== OTHERS) };
		expect(deploy(fewer)).toMatchObject({ said: [], deploy: { outcome: "live", number: 2 } });
		const { last } = serve({ verb: "rollback", number: 1, live: statusNow().live?.id, note: "" });
		expect(last).toMatchObject({ deploy: { outcome: "live" } });
		expect(must(`exim4 -bt news@${OTHERS}`)).toContain("lk_mailman_router");
	});

	it("has a timer of its own for a deployment that nobody has confirmed yet", () => {
		const fewer = { ...system, domains: system.domains.filter(({ name }) => name !== OTHERS) };
		expect(deploy(fewer, { confirmMinutes: 5 })).toMatchObject({ said: [], deploy: { outcome: "pending" } });
		const { pending } = statusNow();
		// It lives on without the sudo that began it, as a session's first process.
		const timer = must("ps -eo user,pid,sess,args | grep '[a]wait-deadline'").trim().split(/\s+/);
		expect(timer.slice(0, 3)).toEqual(["root", timer[2], timer[1]]);
		expect(serve({ verb: "confirm", release: pending?.release }).last).toMatchObject({
			deploy: { outcome: "live" },
		});
	});

	it("is left and uninstalled, every byte as before", async () => {
		expect(machine.run([process.execPath, script, "uninstall"]).stderr).toContain(
			"Run `listkeeper leave` first",
		);
		must("listkeeper leave");
		expect(statusNow().exim.banner).not.toContain(" release ");
		expect(sendTo(`news@${LISTS}`, "afterwards")).toMatch(/^250 OK id=/m);
		await expect.poll(() => arrived("afterwards"), { timeout: 20_000 }).toEqual(["list:list"]);
		const gone = machine.run([process.execPath, script, "uninstall"]);
		expect(gone.stderr).toBe("");
		expect(theirs()).toBe(before);
	});
});

const UNBOUND = `server:
	directory: "/run"
	username: ""
	chroot: ""
	pidfile: "/run/unbound.pid"
	interface: 127.0.0.1
	local-zone: "." static
	local-data: "example.net. MX 0 ."
`;

describe.each([
	["no Exim configuration", () => void must("rm -rf /etc/exim4/* /var/lib/exim4/*")],
	[
		"one file of upstream's",
		() => {
			must("rm -rf /etc/exim4/* /var/lib/exim4/*");
			write("/etc/exim4/exim4.conf", `primary_hostname = lists.example.net\n${upstreamText({ root: "/" })}`);
			must("service exim4 start");
		},
	],
])("a list host with %s", (_, lay) => {
	beforeAll(() => machineWith(lay));
	afterAll(() => machine?.stop());

	it("is installed on, deployed to, takes mail, is left and uninstalled", async () => {
		const before = theirs();
		const installed = machine.run([process.execPath, script, "install", "--hostname", "lists.example.net"]);
		expect(installed.stderr).toBe("");
		const system = mailSystem.parse({
			...newMailSystem("postmaster@lists.example.net"),
			domains: [{ name: LISTS, installation: "mailman" }],
			installations: [
				{
					...{ id: "mailman", prefix: PREFIX, user: "list", group: "list" },
					...{ python: "/usr/bin/python3", webHost: "lists.example.net" },
				},
			],
		});
		const weaving = /--weaving (\w+)/.exec(root("listkeeper weave").stdout)?.[1];
		const deployed = deploy(system, weaving ? { weaving } : {});
		expect(deployed, deployed.said.join("\n")).toMatchObject({
			deploy: { outcome: "live", number: 1 },
		});
		expect(sendTo(`news@${LISTS}`, "here")).toMatch(/^250 OK id=/m);
		await expect.poll(() => arrived("here"), { timeout: 20_000 }).toEqual(["list:list"]);
		expect(statusNow().drift).toEqual([]);
		// Nothing above had a name server. One that says of example.net what the real one says takes nothing away.
		write("/run/unbound.conf", UNBOUND);
		must("unbound -c /run/unbound.conf");
		expect(serve({ verb: "verify", tests: [] }).last).toMatchObject({ verb: "verify", ok: true });
		must("listkeeper leave");
		expect(machine.run([process.execPath, script, "uninstall"]).stderr).toBe("");
		expect(theirs()).toBe(before);
	});
});
