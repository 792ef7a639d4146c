import { Console, expect, test } from "./console";

test.use({ javaScriptEnabled: false });

test("a domain is added, refused, reviewed and removed without JavaScript", async ({ page }) => {
	const console = new Console(page);
	await console.open("domains");
	await page.getByRole("textbox", { name: "Domain" }).fill("no-script.example.com");
	await page.getByRole("button", { name: "Add", exact: true }).click();
	await expect(page.getByRole("table").getByText("no-script.example.com").first()).toBeVisible();

	await page.getByRole("textbox", { name: "Domain" }).fill("bad domain!");
	await page.getByRole("button", { name: "Add", exact: true }).click();
	await expect(page.getByRole("textbox", { name: "Domain" })).toHaveValue(/bad/);
	await expect(page.getByText(/character|single label/).first()).toBeVisible();

	await console.open("changes");
	await expect(page.getByText(/no-script\.example\.com/).first()).toBeVisible();

	await console.open("domains");
	const row = page.getByRole("row").filter({ hasText: "no-script.example.com" });
	await row.getByRole("link", { name: /remove/i }).click();
	await page.getByText(/^Remove no-script\.example\.com…$/).click();
	await page.getByRole("button", { name: "Yes, remove it" }).click();
	await console.open("domains");
	await expect(page.getByRole("table").getByText("no-script.example.com")).toHaveCount(0);
});
