import { describe, expect, it } from "vitest";
import { parseEximConfig } from "../exim-config/parse";
import { propose } from "./propose";
import type { HostSurvey, SurveyedInstallation } from "./survey";
import { toldLook, toldLookOf } from "./told";

const SECRET = "hunter2";
const installation: SurveyedInstallation = {
	prefix: "/usr/local/mailman",
	version: "2.1.39",
	python: "/usr/bin/python2",
	user: "list",
	group: "list",
	wrapperGroup: null,
	simulated: false,
	lists: Array.from({ length: 120 }, (_, at) => `list-${at}`),
	webHost: "www.example.com",
	mailHost: "list.example.com",
	settings: { SUBSCRIBE_FORM_SECRET: SECRET, SMTP_PASSWD: SECRET, MTA: `${SECRET}` },
	said: [],
};
const unreadable: SurveyedInstallation = {
	...installation,
	prefix: "/srv/b/mailman",
	settings: null,
	said: [
		"Traceback (most recent call last):",
		'  File "/srv/b/mailman/Mailman/mm_cfg.py", line 7, in <module>',
		`    SMTP_PASSWD = int("${SECRET}")`,
		`ValueError: invalid literal for int() with base 10: '${SECRET}'`,
	],
};
const survey: HostSurvey = {
	exim: {
		path: "/usr/sbin/exim4",
		version: "4.96",
		tooOld: false,
		features: [],
		user: "Debian-exim",
		ports: null,
		layout: "one-file",
		file: "/etc/exim.conf",
		refused: `main option "hide_mysql" unknown near ${SECRET}`,
		refusedAt: { file: "/etc/exim.conf", line: 3 },
		sources: [],
	},
	otherMail: [],
	installations: [installation, unreadable],
	notes: [
		{
			level: "problem",
			sentence: `Exim refuses its own configuration: main option "hide_mysql" unknown near ${SECRET}`,
			remedy: "Put it right.",
		},
	],
};

const text = (domains: string) =>
	[
		`MYSQL_PASSWORD = ${SECRET}`,
		`LK_PASSWORD = ${SECRET}`,
		`hide mysql_servers = localhost/exim/exim/MYSQL_PASSWORD`,
		`ldap_default_servers = ldap.example.com::${SECRET}`,
		`hide pgsql_servers = localhost/exim/exim/${SECRET}`,
		`smtp_accept_max = \${lookup mysql{SELECT n FROM limits WHERE pw='${SECRET}'}}`,
		`hostlist relays = mysql;SELECT h FROM relays WHERE key='${SECRET}'`,
		`domainlist mm_domains = ${domains}`,
		"begin authenticators",
		"plain:",
		"  driver = plaintext",
		`  client_send = ^user^${SECRET}`,
		"begin routers",
		"mailman:",
		"  driver = accept",
		"  domains = +mm_domains",
		"  transport = mailman",
		"begin transports",
		"mailman:",
		"  driver = pipe",
		"  command = /usr/local/mailman/mail/mailman post $local_part",
		`  user = \${lookup pgsql{SELECT u WHERE pw='${SECRET}'}}`,
		"  group = list",
		"elsewhere:",
		"  driver = smtp",
		`  hosts = \${lookup mysql{servers=h/d/u/${SECRET}; SELECT x}}`,
		"",
	].join("\n");

const look = (domains: string) =>
	toldLookOf({
		survey,
		proposal: propose(parseEximConfig("/etc/exim.conf", text(domains)), survey.installations, null),
	});

describe("what is told of a look at a host", () => {
	const told = look(
		`list.example.com : mysql;SELECT d FROM domains WHERE key='${SECRET}' : lsearch;/etc/lists : *.example.net`,
	);

	it("holds no secret that stands in Exim's configuration, in mm_cfg.py or in what a program said", () => {
		expect(JSON.stringify(survey)).toContain(SECRET);
		expect(JSON.stringify(told)).not.toContain(SECRET);
	});

	it("says all the same what there is, where it stands and what has to be decided", () => {
		const values = told.proposal?.values ?? [];
		const told_ = values.map(({ mark, what, value, place }) => `${mark} ${what} ${value} :${place.line}`);
		expect(told_).toEqual(
			expect.arrayContaining([
				"understood list domain list.example.com :8",
				"conflicts list domains (worked out by Exim) :8",
				"conflicts list domains lsearch;/etc/lists :8",
				"conflicts list domains *.example.net :8",
				"conflicts macro LK_PASSWORD :2",
				"conflicts smtp_accept_max (worked out by Exim) :6",
				"kept macro MYSQL_PASSWORD :1",
				"kept option mysql_servers :3",
				"kept hostlist relays :7",
			]),
		);
		expect(told.proposal?.leftOut).toBe(4);
		expect(told.proposal?.questions.map(({ setting }) => setting)).toEqual([
			"tuning.acceptMax",
			"administrator",
			"installations.mailman.user",
		]);
		expect(told.survey.installations[1]?.said).toEqual([
			"ValueError in /srv/b/mailman/Mailman/mm_cfg.py, line 7",
		]);
		expect(told.survey.notes[0]?.sentence).toBe(
			"Exim refuses its own configuration, at /etc/exim.conf, line 3.",
		);
	});

	it("is bounded however many there are of anything, says how many more, and keeps all domains", () => {
		const names = Array.from({ length: 10_000 }, (_, at) => `list-${at}.example.com`);
		const many = look(names.join(" : "));
		expect(many.proposal?.values.length).toBeLessThan(700);
		expect(many.proposal?.more.understood).toBeGreaterThan(9_000);
		expect(many.proposal?.draft.domains).toHaveLength(10_000);
		expect(many.survey.installations[0]).toMatchObject({ listCount: 120 });
		expect(many.survey.installations[0]?.lists).toHaveLength(50);
	});

	it("is read again as it was told", () => {
		expect(toldLook.parse(JSON.parse(JSON.stringify(told)))).toEqual(told);
	});
});
