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
