import { expect, test } from "./console";

test("what a choice costs is in sight while choosing, and contradicting numbers explain themselves", async ({
	console,
	page,
}) => {
	await console.open("delivery");
	const costs = page.getByRole("complementary", { name: "What it costs" });
	// Asked for only where there is JavaScript: from here on the page answers.
	await expect(costs.getByRole("spinbutton", { name: "Members" })).toBeVisible();
	await page.getByRole("radio", { name: /By Mailman/ }).check();
	await page.getByLabel("Interval, in posts").fill("20");
	await expect(
		page.getByText("A list with under 20 posts a day may miss bounces", { exact: false }),
	).toBeVisible();
	await expect(costs).toContainText("where it is every 20th post");
	await expect(costs.getByText("2,000", { exact: true }).first()).toBeVisible();
	await costs.getByRole("spinbutton", { name: "Members" }).fill("500");
	await expect(costs.getByText("500", { exact: true }).first()).toBeVisible();

	await page.getByLabel("Messages Mailman sends on a connection").fill("40");
	await page.getByLabel("Messages Exim delivers at once from one").fill("30");
	const reason = page.getByText("Set smtp_accept_queue_per_connection to 40 or more.", { exact: false });
	await expect(reason).toBeVisible();
	await expect(costs.getByText("They reach their members late.")).toBeVisible();

	await page.getByRole("button", { name: "Save delivery" }).click();
	await expect(page.getByRole("alert").filter({ hasText: "Not saved" })).toBeVisible();
	await expect(reason).toBeVisible();
	await expect(page.getByRole("radio", { name: /By Mailman/ })).toBeChecked();
	await expect(page.getByLabel("Interval, in posts")).toHaveValue("20");
	await expect(page.getByRole("switch", { name: "Password reminders" })).toBeChecked();
});

test("choices that fight explain themselves, and the sensible value is one press away", async ({
	console,
	page,
}) => {
	await console.open("delivery");
	const costs = page.getByRole("complementary", { name: "What it costs" });
	await costs.getByRole("spinbutton", { name: "Members" }).fill("3000");
	await page.getByRole("radio", { name: /By Exim/ }).check();
	await expect(page.getByText("is written as 0 with it", { exact: false })).toBeVisible();
	const personalised = page.getByRole("switch", { name: "Personalised deliveries" });
	await page.getByRole("switch", { name: "Owners can personalise" }).check();
	await expect(costs.getByText("A post that its owner personalises")).toBeVisible();
	await expect(
		costs.getByRole("definition").filter({ hasText: "3,000 queue entries and 61 MB" }),
	).toBeVisible();
	await personalised.uncheck();
	const fight = page.getByText("those posts would pay for VERP without having it", { exact: false });
	await expect(fight).toBeVisible();
	await page.getByRole("button", { name: "Switch it on" }).click();
	await expect(personalised).toBeChecked();
	await expect(fight).toBeHidden();

	await page.getByText("How each figure is computed", { exact: false }).click();
	const formulas = page.getByRole("group", { name: "How each figure is computed" });
	await expect(
		formulas.getByRole("row", { name: /^Queue entries .*chunkify.*npm run bench -- verp/ }),
	).toBeVisible();
});

test("a preset fills the form and saves nothing", async ({ console, page }) => {
	await console.open("delivery");
	const before = await page.getByLabel("Recipients on a message").inputValue();
	await page.getByText("Begin from what the host is like").click();
	await page.getByRole("link", { name: /Announcements to 20,000/ }).click();
	await expect(page.getByText("Nothing is saved yet.", { exact: false })).toBeVisible();
	await expect(page.getByLabel("Recipients on a message")).toHaveValue("50");
	await console.open("delivery");
	await expect(page.getByLabel("Recipients on a message")).toHaveValue(before);
});

test("an installation may have VERP settings of its own, and go back to the host's", async ({
	console,
	page,
}) => {
	await console.open("delivery/com");
	await page.getByRole("radio", { name: "Settings of its own" }).check();
	await page.getByRole("radio", { name: /By Mailman/ }).check();
	await page.getByLabel("Interval, in posts").fill("7");
	await page.getByRole("button", { name: "Save", exact: true }).click();
	await expect(page.getByText("com has VERP settings of its own.", { exact: false })).toBeVisible();

	await console.open("delivery");
	await expect(page.getByRole("region", { name: "Installations" })).toContainText(
		"by Mailman on every 7th post",
	);

	await console.open("delivery/com");
	await page.getByRole("radio", { name: "As the host" }).check();
	await page.getByRole("button", { name: "Save", exact: true }).click();
	await expect(page.getByText("com follows the host's VERP settings.", { exact: false })).toBeVisible();
});
