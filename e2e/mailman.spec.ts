import { expect, test } from "./console";

test("an installation shows what the host says of it, and that it is simulated", async ({
	console,
	page,
}) => {
	await console.open("mailman");
	const card = page.getByRole("region", { name: "com", exact: true });
	await expect(card.getByText("simulated", { exact: true })).toBeVisible();
	await expect(card.getByText(/\d+ queue runners alive/)).toBeVisible();
	await expect(card.getByText("/srv/com/mailman")).toBeVisible();
	await expect(card.getByText("list.example.com").first()).toBeVisible();
});

test("one that is not managed any more is offered again with what was found, and its domains hold it", async ({
	console,
	page,
}) => {
	await console.open("mailman/org");
	await expect(page.getByText("org has 1 domain. Move or remove it first.").first()).toBeVisible();

	await console.open("mailman/new");
	await page.getByLabel("Name").fill("third");
	await page.getByLabel("Prefix").fill("/srv/../third");
	await page.getByLabel("Web host").fill("www.example.com");
	await page.getByRole("button", { name: "Add the installation" }).click();
	await expect(page.getByText("The prefix has a “..”.", { exact: false })).toBeVisible();
	await expect(page.getByLabel("Name")).toHaveValue("third");
	await page.getByLabel("Prefix").fill("/srv/third/mailman");
	await page.getByRole("button", { name: "Add the installation" }).click();
	await page.waitForURL(/\/mailman$/);
	await expect(page.getByRole("region", { name: "third" })).toContainText("not deployed");

	await page.getByRole("link", { name: "Edit third" }).click();
	await page.getByText("Remove third…").click();
	await page.getByRole("button", { name: "Yes, remove it" }).click();
	await page.waitForURL(/\/mailman$/);
	await expect(page.getByRole("region", { name: "third" })).toHaveCount(0);
});

test("a mail host that is chosen keeps its domain where it is", async ({ console, page }) => {
	await console.open("mailman/com");
	const mailHost = page.getByLabel("Mail host");
	await mailHost.selectOption("list.example.com");
	await page.getByRole("button", { name: "Save", exact: true }).click();
	await expect(page.getByText("com saved", { exact: false })).toBeVisible();
	await expect(mailHost).toHaveValue("list.example.com");

	await console.open("domains/list.example.com");
	await expect(page.getByText("com names it as its mail host", { exact: false }).first()).toBeVisible();

	await console.open("mailman/com");
	await mailHost.selectOption("");
	await page.getByRole("button", { name: "Save", exact: true }).click();
	await expect(page.getByText("com saved", { exact: false })).toBeVisible();
});
