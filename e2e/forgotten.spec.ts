import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Client } from "@libsql/client";
import { hash } from "@node-rs/argon2";
import { expect, test } from "@playwright/test";
import { makePerson, onlyHost, openDatabase, SESSION } from "./people";

const url = process.env.LISTKEEPER_URL ?? "";
/** A list of the rehearsal host takes the place of somebody's mailbox: its stand-in for Mailman keeps what comes whole. */
const MAILBOX = "news@list.example.com";
const SAME = /^If \S+ has an account here, a link to choose a new password is on its way\./;

let db: Client;
let userId: string;
let cookie: string;
test.beforeAll(async () => {
	db = openDatabase();
	const person = await makePerson(db, await onlyHost(db), { role: "viewer" });
	({ id: userId, cookie } = person);
	await db.execute({ sql: "UPDATE User SET email = ? WHERE id = ?", args: [MAILBOX, userId] });
	await db.execute({
		sql: "INSERT INTO Account (id, accountId, providerId, userId, password, createdAt, updatedAt) VALUES (?, ?, 'credential', ?, ?, ?, ?)",
		args: [
			userId,
			userId,
			userId,
			await hash("the old one it was"),
			new Date().toISOString(),
			new Date().toISOString(),
		],
	});
});
test.afterAll(async () => {
	await db.execute({ sql: "DELETE FROM User WHERE id = ?", args: [userId] });
	db.close();
});

/** The links in what arrived. */
function linksInMailbox(): string[] {
	const root = path.join(process.env.LISTKEEPER_REHEARSAL_ROOT ?? "", "/");
	const directories = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
		name.endsWith("com/mailman/simulated/received"),
	);
	const messages = directories.flatMap((directory) =>
		readdirSync(path.join(root, directory)).map((name) =>
			readFileSync(path.join(root, directory, name), "utf8"),
		),
	);
	return messages.flatMap((message) => /^https?:\S+\/reset\/\S+$/m.exec(message) ?? []);
}

const audited = async (subject: string) =>
	(
		await db.execute({
			sql: "SELECT action FROM AuditEvent WHERE subject = ? AND action LIKE 'account.reset%' ORDER BY seq",
			args: [subject],
		})
	).rows.map(({ action }) => String(action));

test.describe("without JavaScript", () => {
	test.use({ javaScriptEnabled: false });

	test("who forgot the password gets a link by the host's own mail; it works once and ends every session", async ({
		page,
		browser,
	}) => {
		const elsewhere = await (await browser.newContext()).newPage();
		await elsewhere.context().addCookies([{ name: SESSION, value: cookie.slice(SESSION.length + 1), url }]);
		await elsewhere.goto(`${url}/account`);
		await expect(elsewhere.getByRole("heading", { level: 1 })).toBeVisible();

		await page.goto(`${url}/sign-in`);
		await page.getByRole("link", { name: "Forgotten password" }).click();
		await page.getByLabel("E-mail address").fill(MAILBOX);
		await page.getByRole("button", { name: "Send a link" }).click();
		await expect(page.getByText(SAME)).toBeVisible();
		await expect(page.getByText("bin/listkeeper account reset")).toBeVisible();
		await expect.poll(linksInMailbox).toHaveLength(1);
		await expect.poll(() => audited(MAILBOX)).toContain("account.reset-sent");
		const [link = ""] = linksInMailbox();
		expect(link.startsWith(`${url}/reset/`)).toBe(true);
		const { rows } = await db.execute("SELECT * FROM PasswordReset");
		expect(JSON.stringify(rows)).not.toContain(link.split("/").at(-1));

		await page.goto(link);
		await page.getByLabel("New password").fill("a new one it is now");
		await page.getByRole("button", { name: "Set the password" }).click();
		await page.waitForURL("**/sign-in");
		await elsewhere.goto(`${url}/account`);
		await elsewhere.waitForURL(/\/sign-in/);
		await elsewhere.context().close();
		await page.goto(link);
		await expect(page.getByText("This link works no more")).toBeVisible();

		await page.goto(`${url}/sign-in`);
		for (const password of ["the old one it was", "a new one it is now"]) {
			await page.getByLabel("E-mail address").fill(MAILBOX);
			await page.getByLabel("Password", { exact: true }).fill(password);
			await page.getByRole("button", { name: "Sign in" }).click();
			if (password.startsWith("the old"))
				await expect(page.getByText("That e-mail address and password don't belong together")).toBeVisible();
		}
		await page.waitForURL("**/overview");
		expect(await audited(MAILBOX)).toEqual([
			"account.reset-asked",
			"account.reset-begin",
			"account.reset-sent",
			"account.reset",
		]);
	});

	test("nobody floods a mailbox, and an address without an account is answered alike and sent nothing", async ({
		page,
	}) => {
		const before = linksInMailbox().length;
		for (const address of [MAILBOX, MAILBOX, "nobody@list.example.com"]) {
			await page.goto(`${url}/forgotten`);
			await page.getByLabel("E-mail address").fill(address);
			await page.getByRole("button", { name: "Send a link" }).click();
			await expect(page.getByText(SAME)).toBeVisible();
		}
		await expect.poll(() => audited(MAILBOX)).toContain("account.reset-unsent");
		expect(linksInMailbox()).toHaveLength(before);
		expect(await audited("nobody@list.example.com")).toEqual(["account.reset-asked"]);
	});
});

test("where no host's mail works, the page says what to do instead", async ({ page }) => {
	const { rows } = await db.execute("SELECT id, status FROM Host");
	for (const { id, status } of rows) {
		const stopped = JSON.parse(String(status));
		stopped.exim.running = false;
		await db.execute({
			sql: "UPDATE Host SET status = ? WHERE id = ?",
			args: [JSON.stringify(stopped), id ?? ""],
		});
	}
	await page.goto(`${url}/forgotten`);
	await expect(page.getByText("No host of this console can send mail now")).toBeVisible();
	await expect(page.getByText("bin/listkeeper account reset")).toBeVisible();
	await expect(page.getByRole("button", { name: "Send a link" })).toHaveCount(0);
	for (const { id, status } of rows)
		await db.execute({
			sql: "UPDATE Host SET status = ? WHERE id = ?",
			args: [status ?? null, id ?? ""],
		});
});
