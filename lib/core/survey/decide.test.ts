import { describe, expect, it } from "vitest";
import { parseEximConfig } from "../exim-config/parse";
import { defaultPolicy } from "../policy/registry";
import { decide } from "./decide";
import { LEAVE_OUT } from "./leave-out";
import { propose } from "./propose";
import type { SurveyedInstallation } from "./survey";

const installation = (prefix: string, settings: Record<string, unknown> = {}): SurveyedInstallation => ({
	prefix,
	version: "2.1.39",
	python: "/usr/bin/python2",
	user: "list",
	group: "list",
	wrapperGroup: "Debian-exim",
	simulated: false,
	lists: ["news"],
	webHost: "www.example.com",
	mailHost: null,
	settings,
	said: [],
});

/** A configuration with a way to Mailman for some domains. */
const config = (domains: string, options = "") =>
	parseEximConfig(
		"/etc/exim.conf",
		[
			`domainlist mm_domains = ${domains}`,
			options,
			"begin routers",
			"mailman:",
			"  driver = accept",
			"  domains = +mm_domains",
			"  transport = mailman",
			"begin transports",
			"mailman:",
			"  driver = pipe",
			"  command = /srv/${domain}/mailman/mail/mailman post $local_part",
			"",
		].join("\n"),
	);

const [COM, ORG] = ["/srv/a.example.com/mailman", "/srv/b.example.com/mailman"];
const ADA = { address: "ada@example.net", file: "/etc/aliases", line: 2 };

/** Decides over what is found of a configuration. */
function over(
	found: {
		text: Parameters<typeof config>;
		installations?: SurveyedInstallation[];
		administrator?: typeof ADA | null;
	},
	decisions: Partial<Parameters<typeof decide>[2]> = {},
) {
	const present = found.installations ?? [installation(COM), installation(ORG)];
	const administrator = found.administrator === undefined ? ADA : found.administrator;
	const proposal = propose(config(...found.text), present, administrator);
	const decided = decide({ ...proposal, present }, defaultPolicy(), {
		without: new Set(),
		answers: {},
		...decisions,
	});
	return { ...proposal, decided };
}
const BOTH = "a.example.com : b.example.com";

describe("what was found on a host, decided by a person", () => {
	it("makes settings at once where nothing is open", () => {
		const { questions, decided } = over({ text: [BOTH] });
		expect(questions).toEqual([]);
		expect(decided).toMatchObject({
			ok: true,
			system: {
				administrator: "ada@example.net",
				domains: [{ name: "a.example.com" }, { name: "b.example.com" }],
			},
		});
	});

	it("leaves out a domain, and the installation that nothing is left on", () => {
		const { decided } = over({ text: [BOTH] }, { without: new Set(["b.example.com"]) });
		if (!decided.ok) throw new Error(JSON.stringify(decided.problems));
		expect(decided.system.domains.map(({ name }) => name)).toEqual(["a.example.com"]);
		expect(decided.system.installations.map(({ prefix }) => prefix)).toEqual([COM]);
	});

	it("asks for the administrator where the host doesn't say it, and takes no address that isn't one", () => {
		const asked = over({ text: [BOTH], administrator: null });
		expect(asked.questions).toMatchObject([{ setting: "administrator", found: null }]);
		expect(asked.decided).toMatchObject({
			ok: false,
			problems: {
				administrator: expect.stringContaining("This has to be decided. Nothing on the host says"),
			},
		});
		const wrong = over({ text: [BOTH], administrator: null }, { answers: { administrator: "ada" } });
		expect(wrong.decided.ok ? {} : wrong.decided.problems.administrator).toMatch(/[A-Z].*@.*\./);
		const right = over(
			{ text: [BOTH], administrator: null },
			{ answers: { administrator: "ada@example.net" } },
		);
		expect(right.decided).toMatchObject({ ok: true, system: { administrator: "ada@example.net" } });
	});

	it("wants a number that conflicts to be said, proposes one where it can, and takes what is said", () => {
		const found = {
			text: [BOTH, "smtp_accept_queue_per_connection = 25"] as [string, string],
			installations: [
				installation(COM, { SMTP_MAX_RCPTS: 40, SMTP_MAX_SESSIONS_PER_CONNECTION: 0 }),
				installation(ORG, { SMTP_MAX_RCPTS: 60, SMTP_MAX_SESSIONS_PER_CONNECTION: 0 }),
			],
		};
		const asked = over(found);
		expect(asked.questions.map(({ setting, found, proposed }) => ({ setting, found, proposed }))).toEqual([
			{ setting: "tuning.smtpMaxRcpts", found: "40, 60", proposed: null },
			{ setting: "tuning.smtpMaxSessionsPerConnection", found: "0", proposed: "25" },
		]);
		expect(Object.keys(asked.decided.ok ? {} : asked.decided.problems)).toEqual([
			"tuning.smtpMaxRcpts",
			"tuning.smtpMaxSessionsPerConnection",
		]);
		const answers = { "tuning.smtpMaxRcpts": "40", "tuning.smtpMaxSessionsPerConnection": "20" };
		expect(over(found, { answers }).decided).toMatchObject({
			ok: true,
			system: {
				tuning: { smtpMaxRcpts: 40, smtpMaxSessionsPerConnection: 20, acceptQueuePerConnection: 25 },
			},
		});
		const wrong = over(found, { answers: { ...answers, "tuning.smtpMaxRcpts": "many" } });
		expect(wrong.decided).toMatchObject({
			ok: false,
			problems: { "tuning.smtpMaxRcpts": expect.stringContaining("whole number") },
		});
	});

	it("refuses a number that would stall delivery with the ones that are understood", () => {
		const found = {
			text: [BOTH, "smtp_accept_queue_per_connection = 25"] as [string, string],
			installations: [installation(COM, { SMTP_MAX_SESSIONS_PER_CONNECTION: 0 }), installation(ORG)],
		};
		const name = "tuning.smtpMaxSessionsPerConnection";
		const { decided } = over(found, { answers: { [name]: "30" } });
		expect(decided).toMatchObject({
			ok: false,
			problems: { "tuning.acceptQueuePerConnection": expect.stringContaining("wait for a queue run") },
		});
		// What wasn't asked may be put right all the same.
		const more = { [name]: "30", "tuning.acceptQueuePerConnection": "30" };
		expect(over(found, { answers: more }).decided).toMatchObject({ ok: true });
	});

	it("has an installation that isn't there be another that is, or be left out", () => {
		const found = { text: [BOTH] as [string], installations: [installation(COM)] };
		const asked = over(found);
		const setting = asked.questions[0]?.setting ?? "";
		expect(asked.questions).toMatchObject([{ kind: "installation", found: ORG }]);
		expect(Object.keys(asked.decided.ok ? {} : asked.decided.problems)).toEqual([setting]);
		const out = over(found, { answers: { [setting]: LEAVE_OUT } }).decided;
		expect(out.ok && out.system.domains.map(({ name }) => name)).toEqual(["a.example.com"]);
		const same = over(found, { answers: { [setting]: COM } }).decided;
		expect(same.ok && new Set(same.system.domains.map((one) => one.installation)).size).toBe(1);
		expect(same.ok && same.system.domains).toHaveLength(2);
		const nowhere = over(found, { answers: { [setting]: "/srv/nowhere" } }).decided;
		expect(nowhere).toMatchObject({
			ok: false,
			problems: { [setting]: expect.stringContaining("is none of") },
		});
		const unticked = over(found, { without: new Set(["b.example.com"]) }).decided;
		expect(unticked.ok).toBe(true);
	});

	it("keeps a mail host that is one of the installation's own domains, while that domain is taken", () => {
		const shared = "/usr/local/mailman";
		const text = config(BOTH);
		const transport = text.drivers.find(({ section }) => section === "transports");
		const command = transport?.options.find(({ name }) => name === "command");
		if (command) command.value = `${shared}/mail/mailman post $local_part`;
		const present = [{ ...installation(shared), mailHost: "b.example.com" }];
		const proposal = propose(text, present, ADA);
		const with_ = (without: string[]) => {
			const decided = decide({ ...proposal, present }, defaultPolicy(), {
				without: new Set(without),
				answers: {},
			});
			return decided.ok ? decided.system.installations[0]?.mailHost : decided.problems;
		};
		expect(with_([])).toBe("b.example.com");
		expect(with_(["b.example.com"])).toBeNull();
	});

	it("keeps each installation's own VERP where they differ, and guesses none where it can't be read", () => {
		const differing = [
			installation(COM, { VERP_DELIVERY_INTERVAL: 3, VERP_CONFIRMATIONS: true }),
			installation(ORG, { VERP_DELIVERY_INTERVAL: 0, VERP_CONFIRMATIONS: true }),
		];
		const { decided } = over({ text: [BOTH], installations: differing });
		expect(decided).toMatchObject({
			ok: true,
			system: {
				verp: { strategy: "mailman", interval: 3, confirmations: true, probes: false },
				installations: [{ verp: null }, { verp: { strategy: "off", confirmations: true } }],
			},
		});
		const unreadable = [{ ...installation(COM), settings: null }, installation(ORG, { VERP_PROBES: true })];
		const found = over({ text: [BOTH], installations: unreadable });
		expect(found.values).toContainEqual(
			expect.objectContaining({ mark: "conflicts", what: "VERP and personalisation", setting: null }),
		);
		expect(found.draft).toMatchObject({
			verp: { probes: true },
			installations: [{ verp: null }, { verp: null }],
		});
	});

	it("says where a number of its own takes the place of one that isn't set", () => {
		expect(over({ text: [BOTH] }).values).toContainEqual(
			expect.objectContaining({
				mark: "understood",
				value: "30",
				note: expect.stringContaining("Exim's own is 10"),
			}),
		);
		const set = over({ text: [BOTH, "smtp_accept_queue_per_connection = 30"] });
		expect(set.values.filter(({ what }) => what === "smtp_accept_queue_per_connection")).toHaveLength(1);
	});

	it("takes no setting that Listkeeper doesn't have", () => {
		const answers = { "tuning.constructor": "1", "policy.spam": "x", "installations.a-example-com.id": "x" };
		const { decided } = over({ text: [BOTH] }, { answers });
		expect(decided.ok && decided.system).toEqual(
			(({ decided: plain }) => plain.ok && plain.system)(over({ text: [BOTH] })),
		);
	});
});
