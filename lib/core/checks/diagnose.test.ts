import { describe, expect, it } from "vitest";
import { settingAt } from "../render/annotations";
import {
	diagnoseAddress,
	diagnoseConfiguration,
	diagnoseLog,
	diagnoseMailman,
	diagnosePanics,
} from "./diagnose";
import { printed } from "./fixtures/read";
import { NOTHING_STAGED } from "./place";

const conf = "/srv/host/exim.conf";
/** A configuration as it is rendered, with one fault in it at a time. */
const text = [
	"# [tuning.acceptQueuePerConnection] messages of one connection",
	"smtp_accept_queue_per_connection = many",
	"",
	"# [policy] what is asked",
	"acl_smtp_rcpt = nosuch_acl",
	"",
	"begin acl",
	"  # [policy.nullSenderPosting] refuses bounces",
	"  deny domains = +nosuch",
	"       condition = ${if eq{$local_part}{denied}",
	"",
	"begin routers",
	"mailman_router:",
	"  # [domains] one router",
	"  driver = accept",
	"  condition = ${if eq{a}{a}",
	"  local_parts = nolookup;announce",
	"",
	"mailman_router:",
	"  # [verp.strategy] another",
	"  driver = dnslookup",
	"  require_files = MM_NOPE/lists",
	"  transport = nosuch_smtp",
	"",
	"begin transports",
	"mailman_transport:",
	"  # [installations] the wrapper",
	"  command = /srv/wrap/mailman post $local_part",
].join("\n");
const staged = { textOf: (file: string) => (file === conf ? text : null), settingAt };

describe("a configuration that Exim refuses", () => {
	it.each([
		[
			"line 2 of",
			"integer expected for smtp_accept_queue_per_connection",
			"value",
			2,
			"tuning.acceptQueuePerConnection",
		],
		[
			"line 9 of",
			'error in ACL: unknown ACL condition/modifier in "deny domain = x"',
			"acl-statement",
			9,
			"policy.nullSenderPosting",
		],
		[
			"line 15 of",
			'router mailman_router: cannot find router driver "acept"',
			"unknown-driver",
			15,
			"domains",
		],
		["line 2 of", 'main option "never_user" unknown', "unknown-option", 2, "tuning.acceptQueuePerConnection"],
		["line 28 of", "user no_such_user was not found", "unknown-user", 28, "installations"],
		["line 28 of", "group no_such_group was not found", "unknown-group", 28, "installations"],
		[
			"line 9 of",
			"failed to open included configuration file /srv/x.conf",
			"missing-include",
			9,
			"policy.nullSenderPosting",
		],
	])("in %s its file (%s) names the setting behind that line", (where, reason, code, line, setting) => {
		const stderr = `2026-11-22 21:10:56 Exim configuration error in ${where} ${conf}:\n  ${reason}\n`;
		const diagnosis = diagnoseConfiguration(stderr, staged, conf);
		expect(diagnosis).toMatchObject({ code, setting, place: { file: conf, line } });
		expect(diagnosis?.place?.text).toBe(text.split("\n")[line - 1]?.trim());
	});

	it("without a line, because two routers have one name, is placed at the second", () => {
		const stderr = 'Exim configuration error:\n  there are two routers called "mailman_router"\n';
		expect(diagnoseConfiguration(stderr, staged, conf)).toMatchObject({
			code: "duplicate-driver",
			place: { file: conf, line: 19 },
		});
	});

	it("for a reason that nobody foresaw still has Exim's words", () => {
		const stderr = `Exim configuration error in line 2 of ${conf}:\n  Something New went wrong\n`;
		const diagnosis = diagnoseConfiguration(stderr, staged, conf);
		expect(diagnosis?.code).toBe("configuration");
		expect(diagnosis?.sentence).toContain("something New went wrong");
		expect(diagnosis?.setting).toBe("tuning.acceptQueuePerConnection");
	});

	it("for owner or mode says which command puts it right", () => {
		const stderr = "Exim configuration file /etc/exim4/exim4.conf has the wrong owner, group, or mode\n";
		expect(diagnoseConfiguration(stderr, NOTHING_STAGED, conf)).toMatchObject({
			code: "configuration-mode",
			remedy: expect.stringContaining("chmod 644 /etc/exim4/exim4.conf"),
		});
	});

	it("is nothing where Exim read it", () => {
		expect(diagnoseConfiguration("R: dnslookup for a@b.example\n", staged, conf)).toBe(null);
	});
});

describe("a panic", () => {
	it.each([
		["bt-skipped-router", "router-condition", 16],
		["bt-died", "unknown-lookup", 17],
		["bt-undefined-list", "undefined-list", 9],
	])("of %s is %s, with the line that holds it", (name, code, line) => {
		const diagnoses = diagnosePanics(printed(`${name}.stderr`), staged, conf);
		expect(diagnoses).toHaveLength(1);
		expect(diagnoses[0]).toMatchObject({ code, place: { file: conf, line } });
	});

	it("over a missing map names the map", () => {
		expect(diagnosePanics(printed("bt-died-at-once.stderr"), staged, conf)).toMatchObject([
			{ code: "map-missing", place: { file: "/srv/host/missing.map" } },
		]);
	});
});

const delivery = (words: string) =>
	`2026-11-22 21:12:57 1xVErp-0000EL-1z ** dev@list.example.com R=mailman_router T=mailman_transport: ${words}`;
const child = (status: string) =>
	delivery(`Child process of mailman_transport transport returned ${status} from command: /srv/wrap/mailman`);

describe("what Exim logs of a delivery", () => {
	it.each([
		[delivery("Tainted arg 2 for mailman_transport transport command: 'dev'"), "tainted-command", 26],
		[
			delivery(
				'Expansion of "${if" from command "/srv/wrap/mailman ${if eq{a}{b}{post}" in mailman_transport transport failed: condition name expected, but found ""',
			),
			"command-text",
			26,
		],
		[child("127 (could mean unable to exec or command does not exist)"), "wrapper-missing", 26],
		[child("6"), "wrapper-command", 26],
	])("%s is %s, and the transport's setting is to blame", (line, code, at) => {
		expect(diagnoseLog([line], staged, conf)).toMatchObject([
			{ code, setting: "installations", place: { line: at } },
		]);
	});

	it.each([
		[child("2"), "wrapper-group"],
		[child("1"), "wrapper-no-list"],
		[child("75 (could mean temporary error)"), "wrapper-failed"],
		[
			"1xVEs9 == dev@list.example.com R=r T=t defer (2): No such file or directory: failed to chdir to /srv/nowhere",
			"prefix-missing",
		],
		[
			"failed to open /srv/private/lists for directory search: Permission denied (euid=101 egid=101)",
			"lists-unreadable",
		],
		["2026-11-22 21:13:55 exim user lost privilege for using -C option", "lost-privilege"],
		["2026-11-22 21:13:53 spool directory space check failed: space=44 inodes=3085506", "disk-full"],
		["failed to write to main log: length=79 result=-1 errno=28 (No space left on device)", "disk-full"],
		['Failed to create directory "/srv/canary/spool/input": Permission denied', "spool-not-writable"],
		[
			'Cannot open main log file "/srv/canary/log/mainlog": Permission denied: euid=1000 egid=1000',
			"log-not-writable",
		],
		["exim: could not open panic log - aborting: see message(s) above", "log-not-writable"],
		["1xVEsk-0000nU-1f Creation of pipe failed: Too many open files", "too-many-files"],
		[
			"socket bind() to port 2599 for address 127.0.0.1 failed: Address already in use: daemon abandoned",
			"port-taken",
		],
		[
			"socket bind() to port 25 for address 127.0.0.1 failed: Permission denied: daemon abandoned",
			"port-privileged",
		],
		[
			'x@example.com cannot be resolved at this time: transport "nosuch_smtp" not found in remote_router router',
			"missing-transport",
		],
		[
			'announce@list.example.com cannot be resolved at this time: require_files: "MM_NOPE/lists" is not absolute',
			"undefined-macro",
		],
		[
			'temporarily rejected RCPT <dev@list.example.com>: unknown ACL verb "nosuch_acl" in "nosuch_acl"',
			"missing-acl",
		],
		[
			'temporarily rejected RCPT <dev@list.example.com>: failed to expand ACL string "${if eq{$local_part}{denied}": curly-bracket problem',
			"policy-text",
		],
		["open('/srv/x'): Read-only file system", "read-only"],
	])("%s is %s", (line, code) => {
		const [diagnosis, ...others] = diagnoseLog([line], staged, conf);
		expect(diagnosis?.code).toBe(code);
		expect(others).toEqual([]);
		expect(diagnosis?.sentence).toMatch(/\.$/);
		expect(diagnosis?.remedy).toMatch(/\.$/);
		expect(`${diagnosis?.sentence}${diagnosis?.remedy}`).not.toMatch(/undefined|null|!|\s\./);
	});

	it("of an ordinary delivery is nothing", () => {
		expect(
			diagnoseLog(
				["1xVErp => dev <dev@list.example.com> R=mailman_router T=mailman_transport", "1xVErp Completed"],
				staged,
				conf,
			),
		).toEqual([]);
	});

	it("is said once, however often it is logged", () => {
		const other = child("127 (could mean)").replace("dev@", "announce@");
		const lines = [child("127 (could mean)"), child("127 (could mean)"), other, "1xVErp Completed"];
		expect(diagnoseLog(lines, staged, conf).map(({ said }) => said)).toEqual([
			[child("127 (could mean)"), other],
		]);
	});
});

describe("an address that is not as expected", () => {
	const tested = (outcome: "routed" | "undeliverable" | "deferred", reason: string | null) => ({
		test: {
			address: "dev@list.example.com",
			sender: null,
			sendingHost: null,
			expect: { kind: "routed" as const, router: "mailman_router", transport: "mailman_transport" },
			why: "Posting",
		},
		verdict: { address: "dev@list.example.com", outcome, routes: [], reason, lines: [] },
		ok: false,
	});

	it("says what differs where the reason is the address's own", () => {
		expect(diagnoseAddress(tested("undeliverable", "Unrouteable address"), staged, conf)).toMatchObject({
			code: "address-differs",
			sentence:
				"dev@list.example.com is undeliverable (Unrouteable address) instead of going by mailman_router and mailman_transport.",
		});
	});

	it("names the fault where Exim's reason is the configuration's", () => {
		const verdict = tested("deferred", 'transport "nosuch_smtp" not found in remote_router router');
		expect(diagnoseAddress(verdict, staged, conf)).toMatchObject({
			code: "missing-transport",
			place: { file: conf, line: 23 },
			setting: "verp.strategy",
		});
	});
});

describe("what mailmanctl says", () => {
	it.each([
		[
			"The master qrunner lock could not be acquired because it appears as if another\nmaster qrunner is already running.\n",
			"mailman-already-running",
		],
		[
			"The master qrunner lock could not be acquired.  It appears as though there is\na stale master qrunner lock.  Try re-running mailmanctl with the -s flag.\n",
			"mailman-stale-lock",
		],
		[
			"The master qrunner lock could not be acquired, because it appears as if some\nprocess on some other host may have acquired it.  We can't test\n\nLock file: /srv/l\nLock host: elsewhere\n\nExiting.",
			"mailman-other-host",
		],
		["Site list is missing: mailman\n", "mailman-no-site-list"],
		["PID unreadable in: /srv/data/master-qrunner.pid\nIs qrunner even running?\n", "mailman-not-running"],
		["Qrunner OutgoingRunner reached maximum restart limit of 10, not restarting.", "mailman-restart-limit"],
		[
			"/srv/bin/mailmanctl: /usr/bin/python2: bad interpreter: No such file or directory",
			"mailman-python-missing",
		],
		[
			"  File \"/srv/Mailman/mm_cfg.py\", line 3, in <module>\nNameError: name 'x' is not defined",
			"mm-cfg-text",
		],
	])("%j is %s", (said, code) => {
		expect(diagnoseMailman(said, NOTHING_STAGED)).toMatchObject({ code });
	});

	it.each(["Starting Mailman's master qrunner.\n", "Restarting Mailman's master qrunner\n", ""])(
		"%j is nothing wrong",
		(said) => {
			expect(diagnoseMailman(said, NOTHING_STAGED)).toBe(null);
		},
	);
});
