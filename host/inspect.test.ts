import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseEximConfig } from "@/lib/core/exim-config/parse";
import type { Proposal } from "@/lib/core/survey/propose";
import type { FoundValue, HostSurvey } from "@/lib/core/survey/survey";
import { createRehearsalHost } from "./rehearsal/create";
import { EXIM_VERSIONS, type EximUnderTest, refuseMissing } from "./testing/exim-versions";
import { HOWTO_MACROS, HOWTO_ROUTER, HOWTO_TRANSPORT, howto } from "./testing/howto";
import { program } from "./testing/program";
import { type TemporaryRoot, temporaryRoot } from "./testing/temporary-root";

/** Upstream's default configuration, as Debian ships it beside its own. */
const UPSTREAM = "/usr/share/doc/exim4-base/examples/example.conf";

let directory: TemporaryRoot;
let program_: string;
beforeAll(async () => {
	directory = temporaryRoot();
	program_ = await program();
	await createRehearsalHost({ directory: directory.path });
	const srv = path.join(directory.path, "srv");
	fs.symlinkSync("com", path.join(srv, "list.example.com"));
	fs.symlinkSync("org", path.join(srv, "list.example.org"));
	fs.appendFileSync(path.join(srv, "com/mailman/Mailman/mm_cfg.py"), "\nSMTP_MAX_RCPTS = 40\n");
	fs.appendFileSync(path.join(srv, "org/mailman/Mailman/mm_cfg.py"), "\nSMTP_MAX_RCPTS = 60\n");
});
afterAll(() => {
	// Where the directory was to be seen within the other releases' roots.
	for (const { root } of EXIM_VERSIONS)
		if (root !== null) fs.rmSync(path.join(root, directory.path), { recursive: true, force: true });
	directory.remove();
});

/** A layout: files by their path on the host, laid over the machine's own in a mount namespace of the call's own. */
type Layout = { files: Readonly<Record<string, string>>; prepare?: string };

let layouts = 0;
/** Lays a layout out; the directories of it that take the machine's own places. */
function place({ files }: Layout, exim: EximUnderTest): { mounts: string; root: string } {
	const base = path.join(directory.path, `layout-${++layouts}`);
	const over = ["etc/exim4", "var/lib/exim4"];
	for (const one of over) fs.mkdirSync(path.join(base, one), { recursive: true });
	for (const [name, text] of Object.entries(files)) {
		const file = path.join(base, name);
		fs.mkdirSync(path.dirname(file), { recursive: true });
		fs.writeFileSync(file, text);
	}
	const root = exim.root ?? "";
	const mounts = over
		.map((one) => `mkdir -p ${root}/${one} && mount --bind ${base}/${one} ${root}/${one}`)
		.concat(
			`mkdir -p ${root}/srv && mount --bind ${directory.path}/srv ${root}/srv`,
			...(root === ""
				? []
				: [`mkdir -p ${root}${directory.path} && mount --bind ${directory.path} ${root}${directory.path}`]),
			...(files["etc/aliases"] === undefined
				? []
				: [`touch ${root}/etc/aliases && mount --bind ${base}/etc/aliases ${root}/etc/aliases`]),
		)
		.join(" && ");
	return { mounts, root };
}

/** Runs a command where a layout lies. */
function within(layout: Layout, exim: EximUnderTest, command: string) {
	const { mounts } = place(layout, exim);
	const script = [mounts, ...(layout.prepare ? [layout.prepare] : []), command].join(" && ");
	const ran = spawnSync("/usr/bin/unshare", ["--mount", "/bin/sh", "-c", script], {
		encoding: "utf8",
		maxBuffer: 64 * 1024 * 1024,
	});
	return { status: ran.status, stdout: ran.stdout, stderr: ran.stderr };
}

function inspect(layout: Layout, exim: EximUnderTest) {
	const sysroot = exim.root === null ? "" : ` --sysroot ${exim.root}`;
	const ran = within(layout, exim, `${process.execPath} ${program_} inspect --json${sysroot}`);
	if (ran.stdout === "") throw new Error(ran.stderr);
	return {
		...(JSON.parse(ran.stdout.split("\n").findLast((line) => line.startsWith("{")) ?? "") as {
			survey: HostSurvey;
			proposal: Proposal | null;
		}),
		status: ran.status,
	};
}

const marked = (values: readonly FoundValue[] | undefined, mark: FoundValue["mark"]) =>
	(values ?? [])
		.filter((value) => value.mark === mark)
		.map(({ what, value, place: { file, line } }) => `${what} ${value} ${path.basename(file)}:${line ?? ""}`);

/** Without the option that Exim 4.94 doesn't know. */
const upstream = () => fs.readFileSync(UPSTREAM, "utf8").replace(/^\s*tls_resumption_hosts.*$/gm, "");
const OWN = EXIM_VERSIONS[0] as EximUnderTest;
/** Debian's files as exim4-config ships them, from this machine. */
const debian = (split: boolean): Layout => ({
	files: {
		...Object.fromEntries(
			(fs.readdirSync("/etc/exim4", { recursive: true, withFileTypes: true }) as fs.Dirent[])
				.filter((one) => one.isFile())
				.map((one) => path.join(one.parentPath, one.name))
				.map((file) => [file.slice(1), fs.readFileSync(file, "utf8")]),
		),
		"etc/exim4/update-exim4.conf.conf": fs
			.readFileSync("/etc/exim4/update-exim4.conf.conf", "utf8")
			.replace(/^dc_use_split_config=.*$/m, `dc_use_split_config='${split}'`),
	},
	prepare: "update-exim4.conf",
});

describe.each(EXIM_VERSIONS)("a look at a host with Exim $version", (exim) => {
	beforeAll(() => refuseMissing(exim));

	it.each([
		["upstream's default configuration", () => upstream()],
		["the HOWTO, taken literally, in it", () => howto(upstream())],
		[
			"conditions, includes and macros in unlikely places",
			() =>
				howto(upstream())
					.replace(
						/^begin acl$/m,
						".ifdef NOWHERE\ndomainlist never = a.example\n.else\ndomainlist there = b.example\n.endif\n.include_if_exists /etc/exim4/more\nbegin acl",
					)
					.replace(/^begin retry$/m, "LATE = x\n.ifndef LATE\nbegin nonsense\n.endif\nbegin retry"),
		],
	])("reads of %s what Exim itself reads", (_name, text) => {
		const layout: Layout = {
			files: { "etc/exim4/exim4.conf": text(), "etc/exim4/more": "hostlist more_hosts = 192.0.2.1\n" },
		};
		const chroot = exim.root === null ? "" : `chroot ${exim.root} `;
		const ran = within(layout, exim, `${chroot}/usr/sbin/exim4 -bP router_list transport_list`);
		const config = parseEximConfig("/etc/exim4/exim4.conf", text(), (file) =>
			file === "/etc/exim4/more" ? (layout.files["etc/exim4/more"] ?? null) : null,
		);
		const names = (section: string) =>
			config.drivers.filter((one) => one.section === section).map(({ name }) => name);
		expect(names("routers").length).toBeGreaterThan(2);
		expect(ran.stdout.trim().split("\n"), ran.stderr).toEqual([...names("routers"), ...names("transports")]);
	});

	it("sees its version, its layout and that it has no configuration yet", () => {
		const { survey, status } = inspect({ files: {} }, exim);
		expect(survey.exim).toMatchObject({ layout: "none", file: null, tooOld: false });
		if (exim.root !== null) expect(survey.exim?.version).toBe(exim.version);
		expect(survey.exim?.features).toContain("DKIM");
		expect(survey.notes).toContainEqual({
			level: "news",
			sentence: "Exim has no configuration yet.",
			remedy: "Listkeeper can write the whole of it.",
		});
		expect(status).toBe(0);
	});

	it("understands a host that was set up by the HOWTO, and says from which line", () => {
		const text = howto(upstream());
		const { survey, proposal } = inspect(
			{
				files: {
					"etc/exim4/exim4.conf": text,
					"etc/aliases": "root: admin@example.net\nmailman: ada@example.net\n",
				},
			},
			exim,
		);
		expect(survey.exim).toMatchObject({ layout: "one-file", file: "/etc/exim4/exim4.conf" });
		expect(marked(proposal?.values, "understood")).toEqual(
			expect.arrayContaining([
				"list domain list.example.com exim4.conf:4",
				"list domain list.example.org exim4.conf:4",
				"smtp_accept_queue_per_connection 25 exim4.conf:7",
				"administrator ada@example.net aliases:2",
				`router to Mailman mailman_router exim4.conf:${text.split("\n").indexOf("  mailman_router:") + 1}`,
				`VERP by Exim mailman_verp_router exim4.conf:${text.split("\n").indexOf("  mailman_verp_router:") + 1}`,
			]),
		);
		expect(marked(proposal?.values, "conflicts")).toEqual(
			// The other releases are unpacked without an interpreter, so their Mailman tells nothing.
			exim.root === null
				? ["SMTP_MAX_RCPTS 40, 60 mm_cfg.py:", "SMTP_MAX_SESSIONS_PER_CONNECTION 0 mm_cfg.py:"]
				: [
						"DEFAULT_URL_HOST unknown mm_cfg.py:",
						"DEFAULT_URL_HOST unknown mm_cfg.py:",
						"SMTP_MAX_SESSIONS_PER_CONNECTION 30 mm_cfg.py:",
						"VERP and personalisation unknown mm_cfg.py:",
						"VERP and personalisation unknown mm_cfg.py:",
					],
		);
		expect(marked(proposal?.values, "kept").join("\n")).toMatch(/^router dnslookup exim4\.conf:\d+$/m);
		expect(marked(proposal?.values, "kept")).toContain(
			"macro MM_HOME = /srv/${lc::$domain}/mailman exim4.conf:1",
		);
		expect(proposal?.lacking).toEqual([]);
		expect(proposal?.system).toMatchObject({
			administrator: "ada@example.net",
			domains: [
				{ name: "list.example.com", installation: "list-example-com" },
				{ name: "list.example.org", installation: "list-example-org" },
			],
			verp: { strategy: "exim" },
			tuning: { acceptQueuePerConnection: 25, smtpMaxSessionsPerConnection: 25 },
		});
		expect(survey.installations.filter(({ simulated }) => simulated).length).toBeGreaterThanOrEqual(2);
	});
});

describe("a look at a Debian host", () => {
	it.each([
		["single template", false, "debian-single", "exim4.conf.template"],
		["split configuration", true, "debian-split", "main/01_exim4-config_listmacrosdefs"],
	] as const)(
		"knows its %s, and names the file that an administrator edits",
		(_name, split, layout, file) => {
			const { survey, proposal } = inspect(debian(split), OWN);
			expect(survey.exim).toMatchObject({ layout, file: "/var/lib/exim4/config.autogenerated" });
			expect(survey.exim?.sources.some((one) => one.endsWith(file))).toBe(true);
			const local = proposal?.values.find(
				({ what, value }) => what === "domainlist" && value.startsWith("local_domains"),
			);
			expect(local?.place.file).toMatch(new RegExp(`/etc/exim4/(conf.d/)?${file}$`));
			const text = fs.existsSync(local?.place.file ?? "")
				? fs.readFileSync(local?.place.file ?? "", "utf8")
				: "";
			expect(text.split("\n")[(local?.place.line ?? 0) - 1]).toContain("domainlist local_domains");
		},
	);

	it("finds what was put into its drop-in directories", () => {
		const split = debian(true);
		const { proposal } = inspect(
			{
				...split,
				files: {
					...split.files,
					"etc/exim4/conf.d/main/000_mailman": HOWTO_MACROS,
					"etc/exim4/conf.d/router/450_mailman": HOWTO_ROUTER,
					"etc/exim4/conf.d/transport/40_mailman": HOWTO_TRANSPORT,
					"etc/exim4/conf.d/router/451_not.read": HOWTO_ROUTER,
				},
			},
			OWN,
		);
		expect(marked(proposal?.values, "understood")).toEqual(
			expect.arrayContaining([
				"list domain list.example.com 000_mailman:4",
				"router to Mailman mailman_router 450_mailman:1",
				"transport to Mailman mailman_transport 40_mailman:1",
			]),
		);
	});

	it("changes nothing", () => {
		const layout: Layout = {
			files: { "etc/exim4/exim4.conf": howto(upstream()), "etc/aliases": "root: a@example.net\n" },
		};
		const all = `find /etc/exim4 /var/lib/exim4 /srv/ -type f -exec sha256sum {} + | sort`;
		const hash = (text: string) => createHash("sha256").update(text).digest("hex");
		const before = within(layout, OWN, all).stdout;
		const after = within(layout, OWN, `${process.execPath} ${program_} inspect > /dev/null && ${all}`).stdout;
		expect(before.split("\n").length).toBeGreaterThan(5);
		expect(hash(after)).toBe(hash(before));
	});

	it("says what it can't understand, and guesses nothing", () => {
		const text = howto(upstream()).replace(
			"domainlist mm_domains=list.example.com : list.example.org",
			"domainlist mm_domains=list.example.com : *.example.net : lsearch;/etc/lists",
		);
		const { proposal } = inspect({ files: { "etc/exim4/exim4.conf": text } }, OWN);
		expect(marked(proposal?.values, "conflicts")).toEqual(
			expect.arrayContaining([
				"list domains *.example.net exim4.conf:4",
				"list domains lsearch;/etc/lists exim4.conf:4",
			]),
		);
		expect(proposal?.system).toBeNull();
		expect(proposal?.lacking.join()).toContain("administrator");
	});

	it("looks at a host whose Exim refuses its configuration, and says why", () => {
		const text = howto(upstream()).replace(/^begin acl$/m, "no_such_option = 1\nbegin acl");
		const { survey, proposal } = inspect({ files: { "etc/exim4/exim4.conf": text } }, OWN);
		expect(survey.exim).toMatchObject({ layout: "one-file", file: "/etc/exim4/exim4.conf" });
		expect(survey.notes.map(({ sentence }) => sentence).join()).toMatch(
			/refuses its own configuration: .*no_such_option/,
		);
		expect(marked(proposal?.values, "understood").join()).toContain("list domain list.example.com");
	});

	it("refuses where there is no Exim", () => {
		const empty = temporaryRoot();
		const ran = spawnSync(process.execPath, [program_, "inspect", "--sysroot", empty.path], {
			encoding: "utf8",
		});
		empty.remove();
		expect(ran.stdout).toContain(
			"There is no Exim on this host. Install Exim 4.94 or newer, then look again.",
		);
		expect(ran.status).toBe(1);
	});
});
