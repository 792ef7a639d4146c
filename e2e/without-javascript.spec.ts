import { Console, expect, test } from "./console";

test.use({ javaScriptEnabled: false });

test("a domain is added and removed, a policy switched and the changes reviewed without JavaScript", async ({
	page,
}) => {
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
	await row
		.getByText(/remove/i)
		.first()
		.click();
	await page
		.getByRole("button", { name: /remove/i })
		.last()
		.click();
	await expect(page.getByRole("table").getByText("no-script.example.com")).toHaveCount(0);
});
