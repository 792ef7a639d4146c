import { expect, test } from "./console";

test("a pasted list is answered line by line, keeps its text, and what is right can be added without the rest", async ({
	console,
	page,
}) => {
	await console.open("domains");
	const names = page.getByRole("textbox", { name: "Domain" });
	await names.fill("bücher.example\nlocalhost\nlist.example.com\npasted.example");
	await page.getByRole("button", { name: "Add", exact: true }).click();
	await expect(page.getByText("2 of 4 domains can't be added; nothing was saved.")).toBeVisible();
	const lines = page.getByRole("region", { name: "Add domains" }).getByRole("listitem");
	await expect(lines.filter({ hasText: "line 2" })).toContainText("The domain has a single label");
	await expect(lines.filter({ hasText: "line 3" })).toContainText("already here, on the installation com");
	await expect(names).toHaveValue(/localhost/);

	await page.getByRole("button", { name: "Add the others, leave these out" }).click();
	await expect(page.getByText("2 domains added", { exact: false })).toBeVisible();
	await expect(names).toHaveValue("");
	const row = page.getByRole("row").filter({ hasText: "bücher.example" });
	await expect(row).toContainText("xn--bcher-kva.example");
	await expect(row).toContainText("not deployed");
});

test("a domain is found by what people read, moved and removed in two steps", async ({ console, page }) => {
	await console.open("domains");
	await page.getByRole("searchbox", { name: "Find a domain" }).fill("BÜCHER");
	await page.getByRole("button", { name: "Find" }).click();
	await expect(page.getByRole("table").getByRole("row")).toHaveCount(2);
	await page.getByRole("link", { name: "Move bücher.example", exact: true }).click();

	await expect(page.getByRole("heading", { level: 1, name: "bücher.example" })).toBeVisible();
	const installation = page.getByLabel("Whose lists answer here");
	const other = (await installation.inputValue()) === "com" ? "org" : "com";
	await installation.selectOption(other);
	await page.getByRole("button", { name: "Move", exact: true }).click();
	await expect(page.getByText(`to ${other} with the next deployment`)).toBeVisible();

	for (const [name, address] of [
		["bücher.example", "xn--bcher-kva.example"],
		["pasted.example", "pasted.example"],
	]) {
		await console.open(`domains/${address}`);
		await expect(page.getByRole("button", { name: "Yes, remove it" })).toBeHidden();
		await page.getByText(`Remove ${name}…`).click();
		await page.getByRole("button", { name: "Yes, remove it" }).click();
		await page.waitForURL(/\/domains$/);
		await expect(page.getByRole("table").getByText(address ?? "")).toHaveCount(0);
	}
});

test("Enter adds a single domain, and begins a new line once there are more", async ({ console, page }) => {
	await console.open("domains");
	const names = page.getByRole("textbox", { name: "Domain" });
	await names.fill("localhost");
	await names.press("Enter");
	await expect(page.getByText("The domain has a single label", { exact: false })).toBeVisible();
	await expect(names).toHaveValue("localhost");
	await names.fill("a.example\n");
	await names.press("Enter");
	await expect(names).toHaveValue("a.example\n\n");
});

test("an administrator whose mail would go round is refused beside the field", async ({ console, page }) => {
	await console.open("domains");
	const card = page.getByRole("region", { name: "Mailman administrator" });
	const address = card.getByLabel("Address");
	await address.fill("postmaster@list.example.com");
	await card.getByRole("button", { name: "Save the address" }).click();
	await expect(card.getByText("its mail would go round", { exact: false })).toBeVisible();
	await expect(address).toHaveValue("postmaster@list.example.com");
	await expect(address).toHaveAttribute("aria-invalid", "true");
});
