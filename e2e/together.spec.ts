import type { Browser } from "@playwright/test";
import { Console, expect, test } from "./console";
import { OWNER_SESSION } from "./owner";
import { makePerson, onlyHost, openDatabase, SESSION } from "./people";

const url = process.env.LISTKEEPER_URL ?? "";

/** The owner and an editor, each in a browser of their own. Out: both, and what ends it. */
async function twoPeople(browser: Browser) {
	const db = openDatabase();
	const editor = await makePerson(db, await onlyHost(db), { role: "editor" });
	const owners = await browser.newContext({ storageState: OWNER_SESSION, baseURL: url });
	const editors = await browser.newContext({ storageState: { cookies: [], origins: [] }, baseURL: url });
	const value = editor.cookie.slice(SESSION.length + 1);
	await editors.addCookies([{ name: SESSION, value, url }]);
	return {
		first: new Console(await owners.newPage()),
		second: new Console(await editors.newPage()),
		editor,
		leave: async () => {
			await Promise.all([owners.close(), editors.close()]);
			await db.execute({ sql: "DELETE FROM User WHERE id = ?", args: [editor.id] });
			db.close();
		},
	};
}

const recipients = ({ page }: Console) => page.locator('[name="smtpMaxRcpts"]');

/** Saves so many recipients a message on the delivery page, which must be open. */
async function save(console: Console, count: string) {
	await recipients(console).fill(count);
	await console.page.getByRole("button", { name: "Save delivery" }).click();
	await expect(console.page.getByText(/saved/i).first()).toBeVisible();
}

test("of two people editing the same thing the second is told what changed, and keeps the typed text", async ({
	browser,
}) => {
	const { first, second, leave } = await twoPeople(browser);
	await first.open("delivery");
	await second.open("delivery");
	const before = await recipients(first).inputValue();

	await save(first, "20");

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

	await save(second, before);
	await leave();
});

test("who discards changes takes nothing along that somebody saved after the page was opened", async ({
	browser,
}) => {
	const { first, second, editor, leave } = await twoPeople(browser);
	await first.open("delivery");
	const before = await recipients(first).inputValue();
	await save(first, "21");
	await first.open("changes");
	await first.page.getByText("Discard all changes", { exact: true }).click();

	await second.open("delivery");
	await save(second, "33");

	const discard = first.page.getByRole("button", { name: /^Discard all and keep release/ });
	await discard.click();
	await expect(
		first.page.getByRole("alert").filter({ hasText: "Somebody changed the settings" }),
	).toBeVisible();
	await expect(first.page.getByRole("main")).toContainText(editor.name);
	await second.open("delivery");
	await expect(recipients(second)).toHaveValue("33");

	await discard.click();
	await expect(first.page.getByText("Nothing waits to be deployed")).toBeVisible();
	await second.open("delivery");
	await expect(recipients(second)).toHaveValue(before);
	await leave();
});
