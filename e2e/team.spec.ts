import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import type { Browser, Page } from "@playwright/test";
import { appCode } from "./app-code";
import { expect, test } from "./console";
import { openDatabase, STATE } from "./people";

const url = process.env.LISTKEEPER_URL ?? "";

const stranger = async (browser: Browser) =>
	(await browser.newContext({ storageState: { cookies: [], origins: [] } })).newPage();

async function signIn(page: Page, email: string, password: string) {
	await page.goto(`${url}/sign-in`);
	await page.getByLabel("E-mail address").fill(email);
	await page.getByLabel("Password").fill(password);
	await page.getByRole("button", { name: "Sign in" }).click();
}

const KIM = { name: "Kim Deploy", email: "kim@example.net", password: "correct horse battery" };

test("somebody is invited, joins by the link once, and sees what the role covers; the rest says why not", async ({
	console,
	page,
	browser,
}) => {
	await console.open("team");
	const invite = page.getByRole("region", { name: "Invite somebody" });
	await invite.getByLabel("E-mail address").fill(KIM.email);
	await invite.getByLabel("Role").selectOption("domain editor");
	await invite.getByRole("button", { name: "Make an invitation" }).click();
	await expect(invite.getByText("Name at least one domain.")).toBeVisible();
	await expect(invite.getByLabel("E-mail address")).toHaveValue(KIM.email);
	await invite.getByLabel("Domains of a domain editor").fill("list.example.org");
	await invite.getByRole("button", { name: "Make an invitation" }).click();
	const link = await invite.getByText(`${url}/invite/`).textContent();
	await expect(page.getByRole("region", { name: "Open invitations" })).toContainText(KIM.email);

	const kim = await stranger(browser);
	await kim.goto(link ?? "");
	await expect(kim.getByRole("heading", { level: 1 })).toHaveText(/^Join /);
	await expect(kim.getByText("as domain editor")).toBeVisible();
	await kim.getByLabel("Your name").fill(KIM.name);
	await kim.getByLabel("Password").fill("short");
	await kim.getByRole("button", { name: "Make the account" }).click();
	await expect(kim.getByText("The password must have at least 12 characters")).toBeVisible();
	await kim.getByLabel("Password").fill(KIM.password);
	await kim.getByRole("button", { name: "Make the account" }).click();
	await kim.waitForURL("**/overview");

	const again = await stranger(browser);
	await again.goto(link ?? "");
	await expect(again.getByText("This invitation works no more")).toBeVisible();
	await again.context().close();

	const host = kim.url().replace(/\/overview.*$/, "");
	await kim.goto(`${host}/domains/list.example.org`);
	await expect(kim.getByRole("button", { name: /^Move/ })).not.toHaveAttribute("aria-disabled", "true");
	await kim.goto(`${host}/domains/list.example.com`);
	await expect(kim.getByText("Your role covers other domains: list.example.org.").first()).toBeVisible();
	await kim.goto(`${host}/delivery`);
	const save = kim.getByRole("button", { name: /Save delivery/ });
	await expect(save).toHaveAttribute("aria-disabled", "true");
	await expect(save).toHaveAccessibleName(/You are domain editor here\. This needs the role editor\./);
	await kim.goto(`${host}/team`);
	await expect(kim.getByText("You are domain editor here. This needs the role owner.").first()).toBeVisible();
	await expect(kim.getByRole("region", { name: "Open invitations" })).toHaveCount(0);
	await expect(kim.getByText("Sign out everywhere")).toHaveCount(0);
	await kim.goto(`${host}/audit`);
	await expect(kim.getByText("Accepted an invitation").first()).toBeVisible();
	await expect(kim.getByText("Signed in", { exact: true })).toHaveCount(0);
	await kim.context().close();
});

test("a role that is changed or taken away counts at the next click; the last owner stays one", async ({
	console,
	page,
	browser,
}) => {
	const kim = await stranger(browser);
	await signIn(kim, KIM.email, KIM.password);
	await kim.waitForURL("**/overview");
	await console.open("team");
	const entry = page
		.getByRole("region", { name: "People" })
		.getByRole("listitem")
		.filter({ hasText: KIM.email });
	await entry.getByText("Change", { exact: false }).first().click();
	await entry.getByLabel("Role").selectOption("deployer");
	await entry.getByRole("button", { name: "Save the role" }).click();
	await expect(entry.getByText(`${KIM.name} is deployer now.`)).toBeVisible();
	await kim.goto(kim.url().replace("/overview", "/delivery"));
	await expect(kim.getByRole("button", { name: /Save delivery/ })).not.toHaveAttribute(
		"aria-disabled",
		"true",
	);

	const me = page.getByRole("region", { name: "People" }).getByRole("listitem").filter({ hasText: "you" });
	await me.getByText("Change", { exact: false }).first().click();
	await me.getByRole("button", { name: "Give up my role here" }).click();
	await expect(me.getByText("A host needs an owner. Make somebody else one first.")).toBeVisible();

	await entry.getByRole("button", { name: "Sign out everywhere" }).click();
	await expect(entry.getByText(/was signed out of/)).toBeVisible();
	await kim.reload();
	await kim.waitForURL(/\/sign-in/);
	await kim.context().close();
});

test("a second factor is set up, asked for, replaced by a backup code once, and demanded of everybody", async ({
	console,
	page,
	browser,
}) => {
	test.setTimeout(180_000);
	const kim = await stranger(browser);
	await signIn(kim, KIM.email, KIM.password);
	await kim.waitForURL("**/overview");
	const host = kim.url().replace(/\/overview.*$/, "");

	// The owner has none, and would be locked out by the rule.
	await console.open("team");
	const rule = page.getByRole("switch", { name: /Everybody needs a second factor/ });
	await rule.click();
	await expect(page.getByText(/would lock yourself out/)).toBeVisible();

	await kim.getByText("Your account").locator("..").click();
	await kim.getByRole("link", { name: /second factor/ }).click();
	await kim.waitForURL("**/account");
	const factor = kim.getByRole("region", { name: "Second factor" });
	await factor.getByLabel("Password").fill("not the password");
	await factor.getByRole("button", { name: "Set up a second factor" }).click();
	await expect(factor.getByText("That is not your password.")).toBeVisible();
	await factor.getByLabel("Password").fill(KIM.password);
	await factor.getByRole("button", { name: "Set up a second factor" }).click();
	const key = (await factor.getByText(/^[A-Z2-7]{4}( [A-Z2-7]{1,4})+$/).textContent()) ?? "";
	const codes = await factor.getByRole("listitem").allTextContents();
	expect(codes).toHaveLength(10);
	await factor.getByText("I have added the key to my app").click();
	await factor.getByLabel("Code your app shows").fill("000000");
	await factor.getByRole("button", { name: "Use it from now on" }).click();
	await expect(factor.getByText(/That is not the code your app shows now/)).toBeVisible();
	const early = await stranger(browser);
	await signIn(early, KIM.email, KIM.password);
	await early.waitForURL("**/overview");
	const proved = appCode(key);
	await factor.getByLabel("Code your app shows").fill(proved);
	await factor.getByRole("button", { name: "Use it from now on" }).click();
	await expect(factor.getByRole("button", { name: "Make new backup codes" })).toBeVisible();

	// What the password alone had opened is shut.
	await early.reload();
	await early.waitForURL(/\/sign-in/);
	await early.context().close();

	const elsewhere = await stranger(browser);
	await signIn(elsewhere, KIM.email, KIM.password);
	await elsewhere.waitForURL("**/sign-in/code");
	// The password alone opens nothing.
	await elsewhere.goto(`${host}/overview`);
	await elsewhere.waitForURL(/\/sign-in\?back=/);
	await elsewhere.goto(`${url}/sign-in/code`);
	await elsewhere.getByLabel("Code").fill("123");
	await elsewhere.getByRole("button", { name: "Sign in" }).click();
	await expect(elsewhere.getByText(/Type the six digits your app shows/)).toBeVisible();
	await elsewhere.getByLabel("Code").fill(codes[0] ?? "");
	await elsewhere.getByRole("button", { name: "Sign in" }).click();
	await elsewhere.waitForURL("**/overview");

	const third = await stranger(browser);
	await signIn(third, KIM.email, KIM.password);
	await third.waitForURL("**/sign-in/code");
	await third.getByLabel("Code").fill(codes[0] ?? "");
	await third.getByRole("button", { name: "Sign in" }).click();
	await expect(third.getByText(/That code is not right, or was used/)).toBeVisible();
	// Nor does a code of the app open anything twice, though its half minute lasts.
	await third.getByLabel("Code").fill(proved);
	await third.getByRole("button", { name: "Sign in" }).click();
	await expect(third.getByText(/That code was used already/)).toBeVisible();
	await signIn(third, KIM.email, KIM.password);
	await third.waitForURL("**/sign-in/code");
	await third.getByLabel("Code").fill(appCode(key, 1));
	await third.getByRole("button", { name: "Sign in" }).click();
	await third.waitForURL("**/overview");

	// Sessions are listed, and end one by one and all at once.
	await kim.goto(`${url}/account`);
	const sessions = kim.getByRole("region", { name: "Sessions" });
	await expect(sessions.getByRole("listitem")).toHaveCount(3);
	await sessions
		.getByRole("button", { name: /^End Chromium/ })
		.first()
		.click();
	await expect(sessions.getByRole("listitem")).toHaveCount(2);
	await sessions.getByRole("button", { name: "End all others" }).click();
	await expect(sessions.getByRole("listitem")).toHaveCount(1);
	for (const ended of [elsewhere, third]) {
		await ended.reload();
		await ended.waitForURL(/\/sign-in/);
		await ended.context().close();
	}

	// Kim becomes an owner, and demands it of everybody: the first owner is led to set one up.
	await console.open("team");
	const entry = page
		.getByRole("region", { name: "People" })
		.getByRole("listitem")
		.filter({ hasText: KIM.email });
	await entry.getByText("Change", { exact: false }).first().click();
	await entry.getByLabel("Role").selectOption("owner");
	await entry.getByRole("button", { name: "Save the role" }).click();
	await expect(entry.getByText(`${KIM.name} is owner now.`)).toBeVisible();
	await kim.goto(`${host}/team`);
	await kim.getByRole("switch", { name: /Everybody needs a second factor/ }).click();
	await expect(kim.getByRole("switch", { name: /Everybody needs/ })).toHaveAttribute("aria-checked", "true");
	await page.goto(`${host}/overview`);
	await page.waitForURL(/\/account\?needed=second-factor/);
	await expect(page.getByText("The host you want demands a second factor of everybody")).toBeVisible();
	await kim.getByRole("switch", { name: /Everybody needs a second factor/ }).click();
	await expect(kim.getByRole("switch", { name: /Everybody needs/ })).toHaveAttribute("aria-checked", "false");
	await page.goto(`${host}/overview`);
	await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
	await kim.context().close();
});

test("whoever lost password and app is let in again from the console's machine, by a link that works once", async ({
	browser,
}) => {
	const env = { ...process.env, LISTKEEPER_STATE: STATE, DATABASE_URL: undefined, LISTKEEPER_URL: undefined };
	const { stdout } = await promisify(execFile)(
		process.execPath,
		["bin/listkeeper", "account", "reset", KIM.email, "--second-factor"],
		{ env },
	);
	const link = /https?:\S+\/reset\/\S+/.exec(stdout)?.[0] ?? "";
	expect(link).toContain(url);
	const kim = await stranger(browser);
	await kim.goto(link);
	await kim.getByLabel("New password").fill("another horse entirely");
	await kim.getByRole("button", { name: "Set the password" }).click();
	await kim.waitForURL("**/sign-in");
	await signIn(kim, KIM.email, "another horse entirely");
	await kim.waitForURL("**/overview");
	await kim.goto(link);
	await expect(kim.getByText("This link works no more")).toBeVisible();
	await kim.goto(`${url}/account`);
	const password = kim.getByRole("region", { name: "Password" });
	await password.getByLabel("Password as it is").fill("another horse entirely");
	await password.getByLabel("New password").fill(KIM.password);
	await password.getByRole("button", { name: "Change the password" }).click();
	await expect(password.getByText(/The password is changed/)).toBeVisible();
	await kim.context().close();
});

test("somebody who is removed gets no page of the host any more", async ({ console, page, browser }) => {
	const kim = await stranger(browser);
	await signIn(kim, KIM.email, KIM.password);
	await kim.waitForURL("**/overview");
	await console.open("team");
	const entry = page
		.getByRole("region", { name: "People" })
		.getByRole("listitem")
		.filter({ hasText: KIM.email });
	await entry.getByText("Change", { exact: false }).first().click();
	await entry.getByRole("button", { name: `Remove ${KIM.name}` }).click();
	await expect(entry).toHaveCount(0);
	await kim.reload();
	await expect(kim.getByText("Nothing here")).toBeVisible();
	await kim.goto(url);
	await expect(kim.getByText("You have no role on any host yet")).toBeVisible();
	await kim.context().close();
});

test("a host is removed from the console by its name, and only from there; the audit says by whom and why", async ({
	console,
	page,
}) => {
	const db = openDatabase();
	const id = randomUUID();
	await console.open("team");
	const remove = page.getByRole("region", { name: "Remove this host" });
	await expect(remove).toContainText("mail flows as before");
	const { rows } = await db.execute("SELECT userId FROM Membership WHERE role = 'owner'");
	await db.execute({
		sql: `INSERT INTO Host (id, name, connection, createdAt) VALUES (?, 'spare', '{"kind":"local"}', ?)`,
		args: [id, new Date().toISOString()],
	});
	await db.execute({
		sql: "INSERT INTO Membership (userId, hostId, role, createdAt) VALUES (?, ?, 'owner', ?)",
		args: [rows[0]?.userId ?? "", id, new Date().toISOString()],
	});
	await page.goto(`${url}/hosts/${id}/team`);
	await remove.getByText("Remove spare…").click();
	await remove.getByLabel("The host's name").fill("rehearsal");
	await remove.getByLabel("Why").fill("It moved to another console");
	await remove.getByRole("button", { name: "Yes, remove it from the console" }).click();
	await expect(remove.getByText("That is not its name, which is spare.")).toBeVisible();
	await expect(remove.getByLabel("Why")).toHaveValue("It moved to another console");
	await remove.getByLabel("The host's name").fill("spare");
	await remove.getByRole("button", { name: "Yes, remove it from the console" }).click();
	await page.waitForURL("**/overview");
	expect((await db.execute({ sql: "SELECT 1 FROM Host WHERE id = ?", args: [id] })).rows).toHaveLength(0);
	db.close();
	await console.open("audit?q=spare");
	const row = page.getByRole("row").filter({ hasText: "Removed a host from the console" });
	await expect(row).toHaveCount(1);
	await row.getByText("Removed a host from the console").click();
	await expect(row.getByText("It moved to another console")).toBeVisible();
});
