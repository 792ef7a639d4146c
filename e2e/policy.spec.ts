import type { Page } from "@playwright/test";
import { expect, test } from "./console";

const rule = (page: Page, name: string) => page.getByRole("article", { name });

test("the path shows each rule at its step, with its lines one click away", async ({ console, page }) => {
	await console.open("policy");
	const rcpt = page.getByRole("region", { name: "RCPT" });
	await expect(rcpt.getByRole("article")).not.toHaveCount(0);
	await expect(page.getByRole("region", { name: "CONNECT" })).toBeVisible();
	const bounces = rule(page, "Refuse bounces to posting addresses");
	await expect(bounces).toContainText("Costs:");
	const lines = bounces.getByText("deny senders = :", { exact: false });
	await expect(lines).toBeHidden();
	await bounces.getByText("Why, and its lines").click();
	await expect(lines).toBeVisible();
	await expect(bounces).toContainText('HOWTO, "Mailman specific ACL checks"');
});

test("a switch changes what is wanted at one press, and the loopback line breaks with its rule", async ({
	console,
	page,
}) => {
	await console.open("policy");
	const trust = page.getByRole("switch", { name: "Trust mail from this host early" });
	const loopback = page.getByRole("region", { name: "The path of Mailman's own mail" });
	await expect(loopback).toContainText("it passes nothing");
	await trust.press("Space");
	await expect(trust).not.toBeChecked();
	await expect(loopback).toContainText("not trusted");
	await expect(rule(page, "Trust mail from this host early")).toContainText("Wanted: Always");
	await expect(page.getByRole("region", { name: "Changes not deployed" })).toBeVisible();
	await trust.press("Space");
	await expect(loopback).toContainText("it passes nothing");
});

test("a parameter out of range is refused beside its field, and what was typed stays", async ({
	console,
	page,
}) => {
	await console.open("policy");
	const callout = rule(page, "Ask the sender's host whether the sender exists");
	const timeout = callout.getByLabel("Time-out");
	await timeout.fill("1");
	await callout.getByRole("button", { name: "Save" }).click();
	await expect(callout.getByText("must be at least 5 seconds", { exact: false })).toBeVisible();
	await expect(timeout).toHaveValue("1");
});

test("of two people at two rules neither is told to wait; at the same rule the second is shown both versions", async ({
	console,
	page,
	context,
}) => {
	await console.open("policy");
	const other = await context.newPage();
	await other.goto(page.url());
	const callout = (of: Page) => rule(of, "Ask the sender's host whether the sender exists");
	const save = async (of: Page, seconds: string) => {
		await callout(of).getByLabel("Time-out").fill(seconds);
		await callout(of).getByRole("button", { name: "Save", exact: true }).click();
	};
	const bounces = (of: Page) => of.getByRole("switch", { name: "Refuse bounces to posting addresses" });
	await bounces(other).click();
	await expect(bounces(other)).not.toBeChecked();

	await save(page, "40");
	await expect(callout(page).getByText("Saved. Live after the next deployment.")).toBeVisible();
	await save(other, "50");
	const notice = callout(other).getByRole("alert").filter({ hasText: "before you" });
	await expect(notice.getByRole("row", { name: /Time-out/ })).toContainText("40");
	await notice.getByRole("link", { name: "Take theirs" }).click();
	await expect(callout(other).getByLabel("Time-out")).toHaveValue("40");

	await save(other, "30");
	await expect(callout(other).getByText("Saved. Live after the next deployment.")).toBeVisible();
	await bounces(other).click();
	await expect(bounces(other)).toBeChecked();
});
