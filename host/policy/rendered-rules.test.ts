import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseSession } from "@/lib/core/checks/parse-session";
import { parseVersion } from "@/lib/core/checks/parse-version";
import {
	answeredAsExpected,
	groupSessions,
	judgePolicySession,
	type PolicySession,
	policySessions,
	ruleOfSetting,
	splitSessions,
} from "@/lib/core/checks/policy-sessions";
import { defaultPolicy, type PolicySettings, ruleList } from "@/lib/core/policy/registry";
import { settingAt, settingsOfLines } from "@/lib/core/render/annotations";
import { type MailSystem, mailSystem, newMailSystem } from "@/lib/core/system/mail-system";
import { Rendered } from "../render/testing/rendered";
import { EXIM_VERSIONS } from "../testing/exim-versions";
import { type TemporaryRoot, temporaryRoot } from "../testing/temporary-root";

const LISTS = "list.example.com";

/** Each rule with what there is to prove it. */
const ALL_ON = Object.fromEntries(ruleList().map((rule) => [rule.id, rule.example])) as PolicySettings;

describe.each(EXIM_VERSIONS)("the rules read by Exim $version", (exim) => {
	let rendered: Rendered;
	let nowhere: TemporaryRoot;
	let base: MailSystem;
	beforeAll(() => {
		// Nobody listens there: what these sessions ask of DNS fails at once, and asks nobody else.
		nowhere = temporaryRoot();
		const resolvConf = path.join(nowhere.path, "resolv.conf");
		fs.writeFileSync(resolvConf, "nameserver 127.0.0.9\n");
		rendered = new Rendered(exim, exim.root === null ? resolvConf : null);
		const user = rendered.target().runtime?.user ?? "";
		const prefix = rendered.makeLists(["news", "mailman"]);
		base = mailSystem.parse({
			...newMailSystem("admin@away.example"),
			installations: [
				{ id: "one", prefix, user, group: user, python: "/usr/bin/python3", webHost: "www.example.com" },
			],
			domains: [{ name: LISTS, installation: "one" }],
		});
	});
	afterAll(() => {
		rendered.remove();
		nowhere.remove();
	});

	const place = (policy: PolicySettings) => path.join(rendered.place({ ...base, policy }), "exim/exim.conf");
	/** What of a system's cases does not hold, in words. */
	function broken(policy: PolicySettings): string[] {
		const file = place(policy);
		const staged = { textOf: (name: string) => fs.readFileSync(name, "utf8"), settingAt };
		return policySessions({ ...base, policy }, { one: ["news"] }, "away.example").flatMap((session) => {
			const ran = rendered.dialogue(file, session.from, session.input);
			const verdict = judgePolicySession(
				session,
				parseSession(ran.stdout, ran.stderr, session.input),
				staged,
			);
			return verdict.ok ? [] : [`${session.rule}: ${session.name}: ${verdict.diagnosis?.said.join(" / ")}`];
		});
	}

	/** Rules that this Exim was not built for; the console doesn't let them be switched on. */
	const unsupported = () => {
		const { features } = parseVersion(rendered.ask(place(defaultPolicy()), "-bV").stdout) ?? {
			features: [] as string[],
		};
		return ruleList().filter(({ requires }) =>
			requires.some((need) => need.kind === "feature" && !features.includes(need.name)),
		);
	};
	/** Every rule that this Exim can follow. */
	const allOn = () => ({
		...ALL_ON,
		...Object.fromEntries(unsupported().map((rule) => [rule.id, rule.defaults])),
	});

	it("are all known to it, but for SPF where Debian built it without", () => {
		expect(unsupported().map((rule) => rule.id)).toEqual(exim.suite === "bullseye" ? ["spf"] : []);
	});

	it("answer several sessions of one process as they answer each alone, wherever that is believed", () => {
		const policy = allOn();
		const file = place(policy);
		const staged = { textOf: (name: string) => fs.readFileSync(name, "utf8"), settingAt };
		const sessions = policySessions({ ...base, policy }, { one: ["news"] }, "away.example");
		const ask = (from: string, input: string) => {
			const { stdout, stderr } = rendered.dialogue(file, from, input);
			return parseSession(stdout, stderr, input);
		};
		const believed = groupSessions(sessions).flatMap((group) =>
			splitSessions(ask(group.from, group.input), group).flatMap((ran, at) => {
				const verdict = judgePolicySession(group.sessions[at] as PolicySession, ran, staged);
				return verdict.ok && answeredAsExpected(verdict.session, verdict.answer) ? [verdict] : [];
			}),
		);
		expect(believed.length).toBeGreaterThan(sessions.length / 2);
		for (const { session, answer } of believed) {
			const alone = judgePolicySession(session, ask(session.from, session.input), staged);
			expect([session.name, alone.ok, alone.answer]).toEqual([session.name, true, answer]);
		}
	});

	it.each(ruleList())("takes “$title”, alone and at its example", (rule) => {
		const { id } = rule;
		if (unsupported().includes(rule)) {
			const said = rendered.ask(place({ ...defaultPolicy(), [id]: rule.example }), "-bV");
			expect(said.stderr).toContain("unknown ACL condition");
			return;
		}
		const policy = { ...defaultPolicy(), [id]: rule.example };
		const said = rendered.ask(place(policy), "-bV");
		expect(`${said.stderr}${said.status}`).toBe("0");
		expect(broken(policy)).toEqual([]);
	});

	it("takes all of them together, and every line leads to its rule", () => {
		const file = place(allOn());
		const said = rendered.ask(file, "-bV");
		expect(`${said.stderr}${said.status}`).toBe("0");
		expect(broken(allOn())).toEqual([]);
		const named = new Set(settingsOfLines(fs.readFileSync(file, "utf8")).map(ruleOfSetting));
		for (const { id } of ruleList()) expect(named.has(id), id).toBe(allOn()[id].on);
	});
});
