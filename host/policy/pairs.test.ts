import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseSession } from "@/lib/core/checks/parse-session";
import { caseSession, judgePolicySession, ruleOfSetting } from "@/lib/core/checks/policy-sessions";
import { type AnyRule, type RuleId, ruleList } from "@/lib/core/policy/registry";
import type { PolicyCase } from "@/lib/core/policy/rule";
import { settingAt } from "@/lib/core/render/annotations";
import { type MailSystem, mailSystem, newMailSystem } from "@/lib/core/system/mail-system";
import { Rendered } from "../render/testing/rendered";
import { INSTALLED } from "../testing/exim-versions";
import { DOMAIN, LIST, PolicyWorld, WORDS } from "./testing/world";

/** Whether a sender's domain takes mail is seen only where DNS is asked for its route. */
const BY_DNS: readonly RuleId[] = ["senderVerification", "headerSender"];

let world: PolicyWorld;
let rendered: Rendered;
let base: MailSystem;
beforeAll(async () => {
	world = await PolicyWorld.create({ clamd: true, spamd: true });
	rendered = new Rendered(INSTALLED, world.dns.resolvConf);
	const user = rendered.target().runtime?.user ?? "";
	const prefix = rendered.makeLists([LIST, "mailman"]);
	base = mailSystem.parse({
		...newMailSystem("admin@outside.example"),
		installations: [
			{ id: "one", prefix, user, group: user, python: "/usr/bin/python3", webHost: "www.example.com" },
		],
		domains: [{ name: DOMAIN, installation: "one" }],
	});
});
afterAll(async () => {
	rendered?.remove();
	await world?.stop();
});

/** A case that its rule refuses, and one that it spares. */
const tried = (cases: readonly PolicyCase[]): PolicyCase[] =>
	[cases.find((of) => of.expect.code !== 2), cases.find((of) => of.expect.code === 2)].filter(
		(of) => of !== undefined,
	);

/** What became of a rule's cases beside another rule: how they were decided, and what went wrong. */
async function beside(
	rule: AnyRule,
	other: AnyRule,
): Promise<{ own: number; others: number; wrong: string[] }> {
	const policy = world.policy({ [rule.id]: {}, [other.id]: {}, exemptions: {} });
	const byDns = [rule.id, other.id].some((id) => BY_DNS.includes(id));
	const target = { ...rendered.target(), sinkPort: byDns ? null : world.callouts.port };
	const file = path.join(rendered.place({ ...base, policy }, target), "exim/exim.conf");
	const staged = { textOf: (name: string) => fs.readFileSync(name, "utf8"), settingAt };
	const count = { own: 0, others: 0, wrong: [] as string[] };
	for (const of of tried(rule.cases(policy[rule.id]))) {
		// A callout goes where the route leads, and by DNS that would be away from this machine: none is made then.
		if (byDns && of.needsService && rule.id.endsWith("Callout")) continue;
		const session = caseSession(rule.id, of, WORDS);
		rendered.forget();
		// Not Rendered's own way, which holds this process up: the taps and the host that answers callouts live in it.
		const args = ["-C", file, byDns ? "-bh" : "-bhc", session.from];
		const ran = await world.kit.runExim(args, session.input);
		const verdict = judgePolicySession(session, parseSession(ran.stdout, ran.stderr, session.input), staged);
		const by = ruleOfSetting(verdict.diagnosis?.setting ?? null);
		if (!verdict.ok) count.wrong.push(`${of.name} (${by}): ${verdict.diagnosis?.said.join(" / ")}`);
		else if (verdict.answer && Math.trunc(verdict.answer.code / 100) === of.expect.code) count.own += 1;
		else count.others += 1;
	}
	return count;
}

describe.each(ruleList())("the cases of “$title”", (rule) => {
	it("hold beside each other rule, unless that one refuses them", async () => {
		const counts = [];
		for (const other of ruleList().filter(({ id }) => id !== rule.id))
			counts.push({ other: other.id, ...(await beside(rule, other)) });
		expect(counts.flatMap(({ other, wrong }) => wrong.map((what) => `beside ${other}: ${what}`))).toEqual([]);
		// What is decided by others says nothing of this rule, so it must be the exception.
		const own = counts.reduce((sum, count) => sum + count.own, 0);
		const others = counts.reduce((sum, count) => sum + count.others, 0);
		expect(own).toBeGreaterThan(3 * others);
	});
});
