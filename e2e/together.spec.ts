import { Console, expect, test } from "./console";
import { OWNER_SESSION } from "./owner";

test("of two people editing the same thing the second is told what changed, and keeps the typed text", async ({
	browser,
}) => {
	const contexts = await Promise.all(
		[1, 2].map(() =>
			browser.newContext({ storageState: OWNER_SESSION, baseURL: process.env.LISTKEEPER_URL ?? "" }),
		),
	);
	const [first, second] = await Promise.all(
		contexts.map(async (context) => {
			const console = new Console(await context.newPage());
			await console.open("delivery");
			return console;
		}),
	);
	if (!first || !second) throw new Error("Two browsers were asked for.");
	const recipients = (console: Console) => console.page.locator('[name="smtpMaxRcpts"]');
	const before = await recipients(first).inputValue();

	await recipients(first).fill("20");
	await first.page.getByRole("button", { name: "Save delivery" }).click();
	await expect(first.page.getByText(/saved/i).first()).toBeVisible();

	await recipients(second).fill("40");
	await second.page.getByRole("button", { name: "Save delivery" }).click();
	const notice = second.page.getByRole("alert").filter({ hasText: "before you" });
	await expect(notice).toBeVisible();
	await expect(notice.getByRole("row").filter({ hasText: "20" }).filter({ hasText: "40" })).toHaveCount(1);
	await expect(recipients(second)).toHaveValue("40");

	await second.page.getByRole("button", { name: "Save mine over it" }).click();
	await expect(notice).toHaveCount(0);
	await second.open("delivery");
	await expect(recipients(second)).toHaveValue("40");

	await recipients(second).fill(before);
	await second.page.getByRole("button", { name: "Save delivery" }).click();
	await expect(second.page.getByText(/saved/i).first()).toBeVisible();
	await Promise.all(contexts.map((context) => context.close()));
});
