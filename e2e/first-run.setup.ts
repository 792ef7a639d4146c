import { expect, test } from "@playwright/test";
import { Console } from "./console";
import { OWNER, OWNER_SESSION } from "./owner";

test("a new administrator goes from the set-up link to list mail that flows", async ({ page }) => {
	test.setTimeout(180_000);
	const link = process.env.LISTKEEPER_SETUP_LINK ?? "";
	const console = new Console(page);

	await test.step("the set-up link makes the owner's account, with a sentence beside what is wrong", async () => {
		await page.goto(link);
		await page.getByLabel("Your name").fill(OWNER.name);
		await page.getByLabel("E-mail address").fill(OWNER.email);
		await page.getByLabel("Password").fill("short");
		await page.getByRole("button", { name: "Make the account" }).click();
		await expect(page.getByText("The password must have at least 12 characters")).toBeVisible();
		await expect(page.getByLabel("Your name")).toHaveValue(OWNER.name);
		await page.getByLabel("Password").fill(OWNER.password);
		await page.getByRole("button", { name: "Make the account" }).click();
		await page.waitForURL("**/hosts/new");
	});

	await test.step("the link works once", async () => {
		await page.goto(link);
		await expect(page.getByText("This console is set up already")).toBeVisible();
		await page.goto("/");
		await page.waitForURL("**/hosts/new");
	});

	await test.step("the rehearsal host is there with its simulated installations", async () => {
		await page.getByRole("button", { name: "Use the rehearsal host" }).click();
		await page.waitForURL(/\/hosts\/[^/]+\/domains/);
		await expect(page.getByText("rehearsal · Mailman simulated")).toBeVisible();
		await expect(page.getByText("No domain yet")).toBeVisible();
	});

	await test.step("two domains are described, one on each installation", async () => {
		await page.getByRole("textbox", { name: "Domain" }).fill("list.example.com.");
		await page.getByRole("button", { name: "Add", exact: true }).click();
		await expect(page.getByText(/ends with a dot/).first()).toBeVisible();
		await console.addDomain("list.example.com", "com");
		await console.addDomain("list.example.org", "org");
	});

	await test.step("they are reviewed and deployed, and every address answers as expected", async () => {
		await console.deploy();
		await console.expectLive();
	});

	await test.step("nothing waits any more, and the overview says that mail flows", async () => {
		await console.open("overview");
		await expect(page.getByRole("region", { name: "Changes not deployed" })).toHaveCount(0);
		await expect(page.getByRole("main").getByText("220 ").first()).toBeVisible();
		await expect(page.getByRole("link", { name: /live 1/ })).toBeVisible();
	});

	await test.step("a message to the same-named list of each domain reaches its own installation", async () => {
		await console.open("mail");
		for (const ending of ["com", "org"]) {
			const subject = `To news of ${ending}`;
			await console.send({
				as: "An outsider",
				sender: "someone@outside.example",
				recipients: `news@list.example.${ending}`,
				subject,
			});
			await expect(console.received(subject).first()).toBeVisible({ timeout: 30_000 });
			await expect(
				console.received(subject).filter({ hasText: `/${ending}/mailman/mail/mailman post news` }),
			).toHaveCount(1);
		}
	});

	await page.context().storageState({ path: OWNER_SESSION });
});
