import fs from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { howtoText } from "@/host/testing/howto";
import { expect, test } from "./console";
import { OWNER_SESSION } from "./owner";
import { makePerson, openDatabase, STATE } from "./people";
import { makeTheirHost, type TheirHost } from "./their-host";

/** The console's own PATH begins with this directory: what lies here is the `sudo` that it finds. */
const SUDO = path.join(STATE, "bin/sudo");
const PROGRAM = path.resolve("dist/listkeeper.mjs");

let host: TheirHost;
test.beforeAll(async () => {
	host = await makeTheirHost("7468-6973", null, howtoText, "root: daemon\n");
});
test.afterAll(async () => {
	fs.rmSync(SUDO, { force: true });
	const db = openDatabase();
	await db.execute("PRAGMA foreign_keys = ON");
	await db.execute(
		`DELETE FROM Domain WHERE hostId IN (SELECT id FROM Host WHERE connection LIKE '%"local"%')`,
	);
	await db.execute(`DELETE FROM Host WHERE connection LIKE '%"local"%'`);
	db.close();
	await host.remove();
});

/** Has sudo do this with the one command line that it is ever called with; it refuses any other in sudo's own words. */
function sudoDoes(script: string) {
	fs.writeFileSync(
		SUDO,
		`#!/bin/sh\n[ "$*" = "-n /usr/local/bin/listkeeper serve" ] || { echo "sudo: a password is required" >&2; exit 1; }\n${script}\n`,
		{ mode: 0o755 },
	);
}

/** What answered the console before waits a while for its next question: another is to answer that. */
function endWaiting() {
	for (const pid of fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
		const words = fs.existsSync(`/proc/${pid}/cmdline`)
			? fs.readFileSync(`/proc/${pid}/cmdline`, "utf8")
			: "";
		if (words.includes(`\0serve\0--root\0${host.root}\0`)) process.kill(Number(pid), "SIGKILL");
	}
}

test("this machine is added through sudo, with a remedy beside whatever is missing, and once", async ({
	page,
	browser,
}) => {
	test.setTimeout(180_000);
	const checks = page.getByRole("list", { name: "Checks" }).getByRole("listitem");
	const connect = page.getByRole("button", { name: /^(Connect and check|Check again)$/ });

	await test.step("it is said what has to be there, with the one line", async () => {
		await page.goto("/hosts/new");
		await page.getByRole("link", { name: "Add this machine" }).click();
		await expect(page.getByText("sudo bin/install").first()).toBeVisible();
		// The console under test runs as whoever tests.
		const line = page.getByRole("region", { name: "The line for sudoers" });
		await expect(process.getuid?.() === 0 ? page.getByText("Nothing more for sudo") : line).toContainText(
			process.getuid?.() === 0 ? "root" : "ALL=(root) NOPASSWD: /usr/local/bin/listkeeper serve",
		);
		await page.getByLabel("Name").fill(" ");
		await connect.click();
		await expect(page.getByText("The name is empty.")).toBeVisible();
	});

	await test.step("sudo refuses: the line again, and the name stays", async () => {
		sudoDoes('echo "sudo: a password is required" >&2; exit 1');
		await page.getByLabel("Name").fill("here");
		await connect.click();
		await expect(checks.nth(1)).toContainText("sudo doesn't let");
		await expect(checks.nth(1)).toContainText("NOPASSWD: /usr/local/bin/listkeeper serve");
		await expect(checks.nth(0)).toContainText("passed");
		await expect(checks.nth(2)).toContainText("not reached");
		await expect(page.getByLabel("Name")).toHaveValue("here");
		expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
		for (const width of [1280, 390]) {
			await page.setViewportSize({ width, height: 900 });
			await page.screenshot({ path: `test-results/this-machine-${width}.png`, fullPage: true });
			const overflow = await page.evaluate(
				() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
			);
			expect(overflow).toBeLessThanOrEqual(0);
		}
		await page.setViewportSize({ width: 1280, height: 900 });
	});

	await test.step("the program is missing: what puts it there", async () => {
		sudoDoes('echo "sudo: /usr/local/bin/listkeeper: command not found" >&2; exit 1');
		await connect.click();
		await expect(checks.nth(2)).toContainText("is not at /usr/local/bin/listkeeper");
		await expect(checks.nth(2)).toContainText("sudo bin/install");
	});

	await test.step("the program is there, and isn't set up", async () => {
		sudoDoes(`exec ${process.execPath} ${PROGRAM} serve --root /nonexistent`);
		await connect.click();
		await expect(checks.nth(3)).toContainText("host.json");
	});

	await test.step("another version answers", async () => {
		sudoDoes(
			`sed -u 's/"protocol":1/"protocol":0/' | ${process.execPath} ${PROGRAM} serve --root ${host.root}`,
		);
		await connect.click();
		await expect(checks.nth(4)).toContainText("version");
		await expect(checks.nth(4)).toContainText("failed");
	});

	const early = await page.context().newPage();
	await early.goto("/hosts/new/local");

	await test.step("with the program behind sudo it is added, looked at, and can be imported", async () => {
		sudoDoes(`exec ${process.execPath} ${PROGRAM} serve --root ${host.root}`);
		await connect.click();
		await page.waitForURL(/\/setup\/look$/);
		await page.getByRole("button", { name: "Look at the host" }).click();
		await expect(page.getByRole("region", { name: "Understood" })).toContainText("list.example.com");
		await page.getByRole("link", { name: "Next: Import" }).click();
		await expect(page.getByRole("region", { name: "Import", exact: true })).toBeVisible();
		await page.goBack();
		await page.waitForURL(/\/setup\/look$/);
	});

	await test.step("a program that is too old to look says so, and the last look stays", async () => {
		await page.reload();
		sudoDoes(
			`sed -u 's/"verb":"inspect"/"verb":"look-around"/' | ${process.execPath} ${PROGRAM} serve --root ${host.root}`,
		);
		endWaiting();
		await page.getByRole("button", { name: "Look again" }).click();
		await expect(page.getByText("older than this console")).toBeVisible();
		await expect(page.getByText("sudo node listkeeper.mjs install")).toBeVisible();
		await expect(page.getByRole("region", { name: "Understood" })).toContainText("list.example.com");
	});

	await test.step("a second time it is refused, and said whose it is", async () => {
		await early.getByRole("button", { name: "Connect and check" }).click();
		await expect(early.getByText(/is in the console already, as here\. It is Robin Keeper's/)).toBeVisible();
		await early.close();
		await page.goto("/hosts/new/local");
		await expect(page.getByText(/is in the console already, as here\./)).toBeVisible();
		await page.getByRole("link", { name: "Go to it" }).click();
		await page.waitForURL(/\/overview$/);
	});

	await test.step("an owner of another host isn't let to it, and reads whom to ask", async () => {
		const db = openDatabase();
		const { rows } = await db.execute(`SELECT id FROM Host WHERE connection NOT LIKE '%"local"%' LIMIT 1`);
		const other = await makePerson(db, String(rows[0]?.id), { role: "owner" });
		const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
		const [name = "", value = ""] = other.cookie.split("=");
		const url = process.env.LISTKEEPER_URL ?? "";
		await context.addCookies([{ name, value, url }]);
		const theirs = await context.newPage();
		await theirs.goto(`${url}/hosts/new/local`);
		await expect(theirs.getByText(/It is Robin Keeper's: ask for a role on it\./)).toBeVisible();
		await expect(theirs.getByRole("link", { name: "Go to it" })).toHaveCount(0);
		await context.close();
		await db.execute({ sql: "DELETE FROM User WHERE id = ?", args: [other.id] });
		db.close();
	});
});

test("without JavaScript the check that fails is shown as well", async ({ browser }) => {
	const db = openDatabase();
	await db.execute("PRAGMA foreign_keys = ON");
	await db.execute(`DELETE FROM Host WHERE connection LIKE '%"local"%'`);
	db.close();
	const context = await browser.newContext({ javaScriptEnabled: false, storageState: OWNER_SESSION });
	const page = await context.newPage();
	sudoDoes('echo "sudo: a password is required" >&2; exit 1');
	await page.goto(`${process.env.LISTKEEPER_URL}/hosts/new/local`);
	await page.getByLabel("Name").fill("here");
	await page.getByRole("button", { name: "Connect and check" }).click();
	await expect(page.getByRole("list", { name: "Checks" }).getByRole("listitem").nth(1)).toContainText(
		"sudo doesn't let",
	);
	await expect(page.getByLabel("Name")).toHaveValue("here");
	await context.close();
});
