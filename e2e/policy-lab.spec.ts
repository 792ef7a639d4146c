import type { Page } from "@playwright/test";
import { expect, test } from "./console";

const RULE = "Refuse senders by pattern";
const WORDING = "No mail from this sender, the lab has shown";
const rule = (page: Page) => page.getByRole("article", { name: RULE });
const answers = (page: Page, of: string) => page.getByRole("region", { name: of, exact: true });
const LIVE = "The live release";
const PROPOSED = "With the undeployed changes";

test("a rule is set, tried before it bites, deployed, refuses with its wording, and is switched off again", async ({
	console,
	page,
}) => {
	await console.open("policy");
	await rule(page).getByRole("switch").click();
	await expect(rule(page).getByText("Name a sender to refuse first", { exact: false })).toBeVisible();
	await rule(page).getByLabel("Refused senders").fill("pest@outside.example");
	await rule(page).getByLabel("Wording").fill(WORDING);
	await rule(page).getByRole("button", { name: "Save", exact: true }).click();
	await expect(rule(page).getByText("Saved. Live after the next deployment.")).toBeVisible();
	await rule(page).getByRole("switch").click();
	await expect(rule(page).getByRole("switch")).toBeChecked();

	await page.getByRole("link", { name: "Try a message" }).click();
	await page.getByLabel("Envelope sender").fill("pest@outside.example");
	await page.getByRole("button", { name: "Ask Exim" }).press("Enter");
	await expect(answers(page, LIVE)).toContainText("Accepted");
	await expect(answers(page, PROPOSED)).toContainText(`550 ${WORDING}`);
	await answers(page, PROPOSED).getByRole("link", { name: RULE }).first().click();
	await expect(page).toHaveURL(/\/policy#policy\.deniedSenders$/);
	await expect(rule(page)).toBeInViewport();

	await console.deploy();
	await console.expectLive();
	await console.open("mail");
	const recipients = await page.getByLabel("Recipients").inputValue();
	const send = (subject: string) =>
		console.send({ as: "An outsider", sender: "pest@outside.example", recipients, subject });
	await send("from a pest");
	await expect(page.getByText(`550 ${WORDING}`).first()).toBeVisible();

	await console.open("policy/lab");
	const refused = page.getByRole("row", { name: /pest@outside\.example/ }).first();
	await expect(refused).toContainText(WORDING);
	await refused.getByRole("link", { name: "Try it" }).click();
	await expect(page.getByLabel("Envelope sender")).toHaveValue("pest@outside.example");

	await console.open("policy");
	await rule(page).getByRole("switch").press("Space");
	await expect(rule(page).getByRole("switch")).not.toBeChecked();
	await console.deploy();
	await console.expectLive();
	await console.open("mail");
	await send("from a pest who was forgiven");
	await expect(console.received("from a pest who was forgiven").first()).toBeVisible();
});

test("each sample is answered, at the width of a phone too, and what can't be asked is refused beside its field", async ({
	console,
	page,
}) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await console.open("policy/lab");
	await page.getByRole("link", { name: "A forged bounce to the list" }).click();
	await expect(page.getByLabel("Envelope sender")).toHaveValue("<>");
	await page.getByRole("button", { name: "Ask Exim" }).click();
	await expect(answers(page, LIVE)).toContainText("550 Recipient never sends mail so cannot cause bounces");
	await expect(answers(page, LIVE).getByRole("link").first()).toHaveText(
		"Refuse bounces to posting addresses",
	);
	await expect(page.getByText("Nothing waits to be deployed")).toBeVisible();
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
	await page.getByLabel("Client's address").fill("nowhere");
	await page.getByRole("button", { name: "Ask Exim" }).click();
	await expect(page.getByText("The client must be an IP address", { exact: false })).toBeVisible();
	await expect(page.getByLabel("Client's address")).toHaveValue("nowhere");
});

test("all rules stand on the path, each with its switch, and nothing is wider than a phone", async ({
	console,
	page,
}) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await console.open("policy");
	expect(await page.getByRole("switch").count()).toBeGreaterThanOrEqual(21);
	for (const phase of ["CONNECT", "HELO", "MAIL", "RCPT", "DATA"])
		await expect(page.getByRole("region", { name: phase, exact: true }).getByRole("article")).not.toHaveCount(
			0,
		);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
	const spam = page.getByRole("article", { name: "Refuse or mark spam" });
	await spam.getByLabel("Mark from a score of").fill("50");
	await spam.getByRole("button", { name: "Save", exact: true }).click();
	await expect(spam.getByText("can't be above the score that refuses", { exact: false })).toBeVisible();
});

test("a saved session that a change would turn round stands first, holds the deployment up, and is overridden for the audit", async ({
	console,
	page,
}) => {
	await console.open("policy/lab?sample=forged-bounce");
	await page.getByRole("button", { name: "Ask Exim" }).click();
	await expect(answers(page, LIVE)).toContainText("Refused");
	const save = page.getByRole("form", { name: "Save this session" });
	await save.getByLabel("Save this session as").fill("A forged bounce never arrives");
	await expect(save.getByLabel("It must be")).toHaveValue("refused");
	await save.getByRole("button", { name: "Save the session" }).click();
	const row = page.getByRole("row", { name: /A forged bounce never arrives/ });
	await expect(row).toContainText("refused by Refuse bounces to posting addresses");

	await console.open("policy");
	const bounces = page.getByRole("switch", { name: "Refuse bounces to posting addresses" });
	await bounces.click();
	await expect(bounces).not.toBeChecked();
	await console.open("changes");
	await expect(row).toContainText("changes");
	await expect(row).toContainText("must be refused");
	await page.getByRole("button", { name: /^Deploy release/ }).click();
	await expect(
		page.getByText("Saved sessions would no longer come to what they must", { exact: false }),
	).toBeVisible();
	await page.getByLabel("Deploy nonetheless; the audit says so").check();
	await page.getByRole("button", { name: /^Deploy release/ }).click();
	await page.waitForURL(/\/deployments\/[^/]+$/);
	await console.expectLive();
	await console.open("audit");
	// It stands in the entry's details, which are folded.
	await expect(page.getByText("A forged bounce never arrives", { exact: false }).first()).toBeAttached();

	// The way back is held up likewise, by what is saved now.
	await console.open("policy/lab");
	await row.getByRole("button", { name: /^Remove/ }).click();
	await expect(page.getByText("No session is saved yet")).toBeVisible();
	await console.open("policy/lab?sample=forged-bounce");
	await page.getByRole("button", { name: "Ask Exim" }).click();
	await expect(answers(page, LIVE)).toContainText("Accepted");
	await save.getByLabel("Save this session as").fill("A forged bounce arrives");
	await save.getByRole("button", { name: "Save the session" }).click();
	const other = page.getByRole("row", { name: /A forged bounce arrives/ });
	await expect(other).toContainText("accepted");
	await console.open("deployments");
	const back = page.getByRole("button", { name: /^Roll back/ }).first();
	await back.click();
	await expect(page.getByText("“A forged bounce arrives”", { exact: false })).toBeVisible();
	await page.getByLabel("Deploy nonetheless; the audit says so").check();
	await back.click();
	await page.waitForURL(/\/deployments\/[^/]+$/);
	await console.expectLive();
	await console.open("policy/lab");
	await other.getByRole("button", { name: /^Remove/ }).click();
	await expect(page.getByText("No session is saved yet")).toBeVisible();

	await console.open("policy");
	await bounces.click();
	await expect(bounces).toBeChecked();
	await expect(page.getByRole("region", { name: "Changes not deployed" })).toHaveCount(0);
});
