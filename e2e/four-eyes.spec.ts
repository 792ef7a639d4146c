import type { Client } from "@libsql/client";
import { Console, expect, test } from "./console";
import { actionsBuilt } from "./edges";
import { type MadePerson, makePerson, onlyHost, openDatabase, SESSION } from "./people";

const url = process.env.LISTKEEPER_URL ?? "";

let db: Client;
let host: string;
let second: MadePerson;
test.beforeAll(async () => {
	db = openDatabase();
	host = await onlyHost(db);
	second = await makePerson(db, host, { role: "deployer" });
});
test.afterAll(async () => {
	await db.execute({ sql: "DELETE FROM User WHERE id = ?", args: [second.id] });
	await db.execute("UPDATE Host SET fourEyes = 0");
	db.close();
});

/** Posts the deployment of what is shown, or another action, without the page. */
async function post(fields: Record<string, string>, action = "deployAction") {
	const body = new FormData();
	for (const [name, value] of Object.entries({ hostId: host, ...fields })) body.append(`_1_${name}`, value);
	body.append("0", JSON.stringify([{ values: {}, fieldErrors: {} }, "$K1"]));
	const response = await fetch(`${url}/sign-in`, {
		method: "POST",
		body,
		redirect: "manual",
		headers: {
			"next-action": actionsBuilt().get(`deployments/actions:${action}`) ?? "",
			origin: url,
			cookie: second.cookie,
		},
	});
	return { to: response.headers.get("x-action-redirect"), body: await response.text() };
}

test("with four eyes nobody deploys what nobody else approved, a change voids it, and an emergency shouts", async ({
	console,
	page,
	browser,
}) => {
	test.setTimeout(240_000);
	await console.open("team");
	await page.getByRole("switch", { name: /Four eyes/ }).click();
	await expect(page.getByRole("switch", { name: /Four eyes/ })).toHaveAttribute("aria-checked", "true");
	await console.open("domains");
	await console.addDomain("eyes.example.net", "com");

	const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
	const [name, value = ""] = second.cookie.split("=");
	expect(name).toBe(SESSION);
	await context.addCookies([{ name: SESSION, value, url }]);
	const other = new Console(await context.newPage());
	await other.open("changes");
	const deploy = other.page.getByRole("button", { name: /^Deploy release/ });
	await expect(deploy).toHaveAccessibleName(/This release needs somebody else's approval first\./);
	const form = other.page.locator("form").filter({ has: deploy });
	const hidden = async (field: string) => form.locator(`input[name="${field}"]`).inputValue();
	const shown = async () => ({ reviewed: await hidden("reviewed"), live: await hidden("live") });
	for (const more of [{}, { override: "on", note: "now" }]) {
		const { to, body } = await post({ ...(await shown()), ...more });
		expect(to).toBeNull();
		expect(body).toContain("somebody else has to approve exactly this release");
	}

	// One's own approval is nobody else's.
	await other.page.getByRole("button", { name: "Approve this release" }).click();
	await expect(other.page.getByText(/^You approved it/)).toBeVisible();
	await expect(deploy).toHaveAttribute("aria-disabled", "true");
	expect((await post(await shown())).body).toContain("somebody else has to approve");

	// For the owner it is; until something changes.
	await console.open("changes");
	await expect(page.getByText(`${second.name} approved it`)).toBeVisible();
	await console.open("domains");
	await console.addDomain("eyes.example.org", "com");
	await console.open("changes");
	await expect(page.getByText("Nobody has approved this release yet.")).toBeVisible();
	await other.open("changes");
	await other.page.getByRole("button", { name: "Approve this release" }).click();
	await expect(other.page.getByText(/^You approved it/)).toBeVisible();
	await console.open("changes");
	await expect(page.getByText(`${second.name} approved it`)).toBeVisible();
	await console.deploy();
	await console.expectLive();

	// An owner's emergency: with a reason, and in capitals.
	await console.open("domains/eyes.example.org");
	await page.getByText("Remove eyes.example.org…").click();
	await page.getByRole("button", { name: "Yes, remove it" }).click();
	await page.waitForURL(/\/domains$/);
	await console.open("changes");
	await page.getByLabel("Note").fill("Mail loops and nobody else is awake");
	await page.getByLabel(/It is an emergency/).check();
	await console.deploy();
	await console.expectLive();
	await console.open("audit?what=deployments");
	const row = page.getByRole("row").filter({ hasText: "Deployed WITHOUT APPROVAL" });
	await expect(row).toHaveCount(1);
	await row.getByText("Deployed WITHOUT APPROVAL").click();
	await expect(row.getByText("Mail loops and nobody else is awake")).toBeVisible();
	await expect(page.getByRole("row").filter({ hasText: "Approved release" }).first()).toContainText(
		second.name,
	);

	// To go back is to deploy: one alone may only go back to what was live directly before, and the audit says that, too.
	await other.open("deployments");
	const kept = other.page.getByRole("region", { name: "Releases the host keeps" }).getByRole("listitem");
	const ways = kept.filter({ has: other.page.getByRole("button", { name: /^Roll back to/ }) });
	const older = ways.nth(1);
	const back = older.getByRole("button", { name: /^Roll back to/ });
	await expect(back).toHaveAccessibleName(/Somebody else has to approve going back/);
	const field = (name: string) => older.locator(`input[name="${name}"]`).first().inputValue();
	const asked = { number: await field("number"), live: await field("live") };
	for (const more of [{}, { override: "on", note: "now" }, { live: "" }])
		expect((await post({ ...asked, ...more }, "rollBackAction")).body).toContain(
			"somebody else has to approve",
		);
	await console.open("deployments");
	const mine = page.getByRole("region", { name: "Releases the host keeps" }).getByRole("listitem");
	await mine.getByRole("button", { name: `Approve going back to ${asked.number}`, exact: true }).click();
	// It is of the release's content: a kept one that is the same, under another number, has it too.
	await expect(mine.filter({ hasText: "You approved it" }).first()).toBeVisible();
	await other.open("deployments");
	await expect(back).not.toHaveAttribute("aria-disabled", "true");
	await ways
		.first()
		.getByRole("button", { name: /^Roll back to/ })
		.click();
	await other.page.waitForURL(/\/deployments\/[^/]+$/);
	await other.expectLive();
	await console.open("audit?what=deployments");
	await expect(page.getByRole("row").filter({ hasText: "Rolled back ALONE" })).toContainText(second.name);

	await console.open("domains/eyes.example.net");
	await page.getByText("Remove eyes.example.net…").click();
	await page.getByRole("button", { name: "Yes, remove it" }).click();
	await page.waitForURL(/\/domains$/);
	await console.open("team");
	await page.getByRole("switch", { name: /Four eyes/ }).click();
	await expect(page.getByRole("switch", { name: /Four eyes/ })).toHaveAttribute("aria-checked", "false");
	await console.deploy();
	await console.expectLive();
	await context.close();
});
