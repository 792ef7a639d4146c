import type { Page } from "@playwright/test";
import { test } from "@playwright/test";
import { answerText } from "@/lib/core/checks/answer-text";
import type { Session } from "@/lib/core/checks/parse-session";
import { type AnyRule, defaultPolicy, type PolicySettings, ruleList } from "@/lib/core/policy/registry";
import { spareOf } from "@/lib/core/policy/spare";
import { withNames } from "@/lib/core/render/exim/names";
import { fieldsOf } from "@/lib/policy/schema";
import { Console, expect } from "./console";
import { OWNER } from "./owner";
import { type SwitchCase, switchCases } from "./policy-cases";
import { PolicyHost } from "./policy-host";

const LIVE = "The live release";
const PROPOSED = "With the undeployed changes";

/** The first refusal of a session, as in `550 unknown user`; empty where all of it was taken. */
function refusalOf({ steps }: Session): string {
	const step = steps.find(({ code }) => code !== null && code >= 400);
	if (step) return answerText(step);
	const taken = steps.findLast(({ phase }) => phase === "data");
	return taken?.code === 250 ? "" : `no answer to the message: ${JSON.stringify(steps.at(-1))}`;
}

let host: PolicyHost;
test.beforeAll(async () => {
	test.setTimeout(120_000);
	host = await PolicyHost.start();
});
test.afterAll(() => host?.stop());

/** A person with the policy, the changes and the lab side by side. */
class Desk {
	/** What is set so far. */
	policy: PolicySettings = defaultPolicy();
	readonly console: Console;

	constructor(
		private readonly page: Page,
		private readonly changes: Page,
		private readonly lab: Page,
	) {
		this.console = new Console(page);
	}

	async open() {
		await this.console.open("policy");
		const here = this.page.url().replace(/\/policy$/, "");
		await this.changes.goto(`${here}/changes`);
		await this.lab.goto(`${here}/policy/lab`);
	}

	private card = (rule: AnyRule) => this.page.getByRole("article", { name: rule.title, exact: true });

	/** Presses a rule's switch, and waits until it is saved. */
	async switch(rule: AnyRule, on: boolean) {
		const card = this.card(rule);
		await card.getByRole("switch", { name: rule.title, exact: true }).click();
		await expect(
			card.getByText(`Switched ${on ? "on" : "off"}. Live after the next deployment.`),
		).toBeVisible();
		this.policy = { ...this.policy, [rule.id]: { ...this.policy[rule.id], on } };
	}

	/** Fills a rule's parameters in, and saves them. */
	async set(rule: AnyRule, set: Readonly<Record<string, unknown>>) {
		const card = this.card(rule);
		const fields = fieldsOf({ on: false, ...set });
		for (const { name, label, unit, kind } of rule.parameters) {
			if (!(name in set)) continue;
			const field = card.getByLabel(unit ? `${label}, in ${unit}` : label, { exact: true });
			if (kind === "boolean") await field.setChecked(set[name] === true);
			else await field.fill(fields[name] ?? "");
		}
		await card.getByRole("button", { name: "Save", exact: true }).click();
		await expect(card.getByText("Saved. Live after the next deployment.")).toBeVisible();
		this.policy = { ...this.policy, [rule.id]: { ...this.policy[rule.id], ...set } };
	}

	/** What it would do stands on the Changes page, and each line that it renders, with its setting beside them. */
	async expectPreview(rule: AnyRule) {
		await this.changes.reload();
		await expect(this.changes.getByText(`Switched on: ${rule.title}.`, { exact: false })).toBeVisible();
		await this.changes.getByText(/^\d+ files?, \+/).click();
		const differences = this.changes.getByRole("region", { name: "Differences of exim/exim.conf" });
		await expect(differences).toBeVisible();
		const added = await differences.getByRole("row").filter({ hasText: "added: " }).allTextContents();
		const lines = Object.values(rule.render(this.policy[rule.id], spareOf(this.policy)))
			.flat()
			.map((line) => withNames(line, "whole"));
		expect(lines.filter((line) => !added.some((row) => row.includes(line.trim())))).toEqual([]);
		await expect(differences.getByTitle(`policy.${rule.id}`, { exact: true }).first()).toBeVisible();
	}

	/** Asks the lab: what is live says one thing, and what isn't yet another, for which it names the rule. */
	async expectLab(rule: AnyRule, { session, answer, spares }: SwitchCase) {
		const { lab } = this;
		const fields = {
			"Client's address": session.from,
			"Client's name": session.helo ?? "",
			"Envelope sender": session.sender || "<>",
			"Announced size": String(session.size ?? ""),
			Recipients: session.recipients.join("\n"),
			Message: session.data ?? "",
		};
		for (const [label, value] of Object.entries(fields))
			await lab.getByLabel(label, { exact: true }).fill(value);
		await lab.getByRole("button", { name: "Ask Exim" }).click();
		const side = (name: string) => lab.getByRole("region", { name, exact: true });
		const refusedBy = (of: AnyRule, name: string) =>
			side(name)
				.getByRole("row")
				.filter({ hasText: answer })
				.filter({ has: lab.getByRole("link", { name: of.title, exact: true }) })
				.first();
		if (spares) {
			const other = ruleList().find(({ id }) => id === spares) ?? rule;
			await expect(refusedBy(other, LIVE)).toBeVisible();
			await expect(side(PROPOSED)).toContainText("Accepted");
		} else {
			await expect(refusedBy(rule, PROPOSED)).toBeVisible();
			await expect(side(LIVE)).toContainText("Accepted");
			await expect(side(LIVE)).not.toContainText(answer);
		}
	}

	async deploy() {
		await this.console.expectLive(await this.console.deploy());
		await this.console.open("policy");
	}
}

test("every rule is switched on, read and tried before it bites, deployed, seen to decide, and switched off again", async ({
	page,
	context,
}) => {
	test.setTimeout(240_000);
	const cases = switchCases({ clamd: host.clamd.port, spamd: host.spamd.port });
	// A rule that this table has no case for stands in the way here.
	expect(
		ruleList()
			.map(({ id }) => id)
			.sort(),
	).toEqual(Object.keys(cases).sort());
	const answered = async ({ session, told }: SwitchCase) =>
		refusalOf(told ? host.tell(session) : await host.send(session));
	const expectAnswers = async (expected: (of: SwitchCase) => string | null) => {
		for (const rule of ruleList()) {
			const of = cases[rule.id];
			const wanted = expected(of);
			if (wanted === null) continue;
			const said = await answered(of);
			if (wanted === "") expect(said, rule.title).toBe("");
			else expect(said, rule.title).toContain(wanted);
		}
	};
	const desk = new Desk(page, await context.newPage(), await context.newPage());
	const refusing = ruleList().filter(({ id }) => !cases[id].spares);
	const sparing = ruleList().filter(({ id }) => cases[id].spares);

	await test.step("the host has two domains and no rule", async () => {
		await page.goto(host.setupLink);
		await page.getByLabel("Your name").fill(OWNER.name);
		await page.getByLabel("E-mail address").fill(OWNER.email);
		await page.getByLabel("Password").fill(OWNER.password);
		await page.getByRole("button", { name: "Make the account" }).click();
		await page.getByRole("button", { name: "Use the rehearsal host" }).click();
		await page.waitForURL(/\/hosts\/[^/]+\/domains/);
		await desk.console.addDomain("list.example.com", "com");
		await desk.console.open("policy");
		for (const rule of ruleList().filter(({ defaults }) => defaults.on)) await desk.switch(rule, false);
		await desk.deploy();
		await desk.open();
	});

	const tryOut = (rules: readonly AnyRule[]) =>
		test.step("each is switched on, its lines are shown, and the lab says what it will do", async () => {
			for (const rule of rules)
				await test.step(rule.title, async () => {
					const of = cases[rule.id];
					if (of.set) await desk.set(rule, of.set);
					await desk.switch(rule, true);
					await desk.expectPreview(rule);
					await desk.expectLab(rule, of);
				});
		});
	const expectMark = async (present: boolean) => {
		for (const [id, { marks }] of Object.entries(cases)) {
			if (!marks) continue;
			const subject = `${id} ${present}`;
			const data = marks.session.data?.replace(/Subject: .*/, `Subject: ${subject}`) ?? "";
			expect(refusalOf(await host.send({ ...marks.session, data })), id).toBe("");
			const header = await host.handed(subject);
			expect(header.includes(`${marks.header}\n`), header).toBe(present);
		}
	};

	await tryOut(refusing);
	await test.step("deployed, each refuses with its wording, and marks what it is to mark", async () => {
		await desk.deploy();
		await expectAnswers(({ answer }) => answer);
		await expectMark(true);
	});

	await desk.open();
	await tryOut(sparing);
	await test.step("deployed, those that spare do, and the others go on refusing", async () => {
		await desk.deploy();
		await expectAnswers(({ answer, spares }) => (spares ? "" : answer));
	});

	await test.step("switched off, deployed, the same mail is accepted", async () => {
		for (const rule of ruleList()) await desk.switch(rule, false);
		await desk.deploy();
		await expectAnswers(() => "");
		await expectMark(false);
	});
});
