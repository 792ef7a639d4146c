import fs from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { OwnSshd } from "@/host/testing/own-sshd";
import { temporaryRoot } from "@/host/testing/temporary-root";
import { expect, test } from "./console";
import { openDatabase } from "./people";

/** The command that a host's line forces, which this machine can't have: no program is installed on it. */
const FORCED = "sudo -n /usr/local/bin/listkeeper serve";

let directory: ReturnType<typeof temporaryRoot>;
let sshd: OwnSshd;
test.beforeAll(async () => {
	directory = temporaryRoot();
	sshd = await OwnSshd.start(directory.path);
});
test.afterEach(async () => {
	sshd.authorize();
	const db = openDatabase();
	await db.execute("PRAGMA foreign_keys = ON");
	await db.execute("DELETE FROM Host WHERE name LIKE 'far%'");
	await db.execute("DELETE FROM HostDraft");
	db.close();
});
test.afterAll(async () => {
	await sshd.goDown();
	directory.remove();
});

/** The program on the rehearsal host of the console under test, as it would be forced on another machine. */
const PROGRAM = `${process.execPath} ${path.resolve("dist/listkeeper.mjs")} serve --root ${process.env.LISTKEEPER_REHEARSAL_ROOT}`;

/** Puts the line that the page shows where it belongs, but for what it starts. */
async function letIn(page: Page, command: string) {
	const line = await page.getByRole("region", { name: "The line for authorized_keys" }).textContent();
	expect(line).toContain(`restrict,command="${FORCED}" ssh-ed25519 `);
	sshd.authorize((line ?? "").replace(FORCED, command));
}

async function fillPlace(page: Page, name: string, address = "127.0.0.1", port = sshd.port) {
	await page.getByLabel("Name").fill(name);
	await page.getByLabel("Address").fill(address);
	await page.getByLabel("Port").fill(String(port));
	await page.getByLabel("User").fill(sshd.user);
	await page.getByRole("button", { name: "Ask for the host's key" }).click();
}

const fingerprint = (page: Page) => page.getByRole("region", { name: "Fingerprint of the host's key" });
const checks = (page: Page) => page.getByRole("list", { name: "Checks" }).getByRole("listitem");

test("a host elsewhere is added by ssh, with a remedy beside whatever is missing, and reached again after it was installed anew", async ({
	page,
	console,
}) => {
	test.setTimeout(180_000);
	await test.step("what is wrong with an address is said beside it, and nothing typed is lost", async () => {
		await console.open("overview");
		await page
			.getByRole("navigation", { name: "Host" })
			.getByText("rehearsal", { exact: true })
			.first()
			.click();
		await page.getByRole("link", { name: "Add a host" }).click();
		await page.getByRole("link", { name: "Add a host by ssh" }).click();
		await fillPlace(page, "far", "-oProxyCommand=id");
		await expect(page.getByText("The address begins with a hyphen")).toBeVisible();
		await expect(page.getByLabel("Name")).toHaveValue("far");
		await fillPlace(page, "far", "127.0.0.1", 1);
		await expect(page.getByText("127.0.0.1, port 1 refuses the connection.")).toBeVisible();
		await expect(page.getByLabel("User")).toHaveValue(sshd.user);
	});

	await test.step("its key is shown, to be compared at its own console, and confirmed", async () => {
		await fillPlace(page, "far");
		await page.waitForURL(/\/hosts\/new\/ssh\/[^/]+$/);
		await expect(fingerprint(page)).toHaveText(sshd.fingerprint);
		await expect(page.getByText("ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub")).toBeVisible();
		await expect(page.getByRole("button", { name: "Connect and check" })).toHaveCount(0);
		await page.getByRole("button", { name: "The host's console shows the same" }).click();
		await expect(page.getByText("Confirmed", { exact: true })).toBeVisible();
	});

	await test.step("a host that doesn't let the console in yet: the line again, and nothing is lost by leaving", async () => {
		await page.getByRole("button", { name: "Connect and check" }).click();
		await expect(checks(page).nth(2)).toContainText("The host doesn't let the console in");
		await expect(checks(page).nth(2)).toContainText(FORCED);
		await expect(checks(page).nth(1)).toContainText("passed");
		await expect(checks(page).nth(3)).toContainText("not reached");
		await page.goto("/hosts/new");
		await page.getByRole("link", { name: "Go on with far" }).click();
		await expect(checks(page).nth(2)).toContainText("The host doesn't let the console in");
	});

	await test.step("one that answers with something else: what it said", async () => {
		await letIn(page, "echo Welcome to the wrong place");
		await page.getByRole("button", { name: "Check again" }).click();
		await expect(checks(page).nth(3)).toContainText("it isn't Listkeeper's program");
		await expect(checks(page).nth(3)).toContainText("Welcome to the wrong place");
	});

	await test.step("with the program behind the key it is added, and says what it is", async () => {
		await letIn(page, PROGRAM);
		await page.getByRole("button", { name: "Check again" }).click();
		await page.waitForURL(/\/hosts\/[^/]+\/overview/);
		await expect(page.getByRole("heading", { level: 1, name: "far" })).toBeVisible();
		await expect(page.getByText(`by ssh at 127.0.0.1, port ${sshd.port}`)).toBeVisible();
		await expect(page.getByRole("main").getByText("220 ").first()).toBeVisible();
		await console.open("audit");
		for (const line of ["Added a host", "Confirmed a host's key"])
			await expect(page.getByRole("table").getByText(line).first()).toBeVisible();
	});

	await test.step("installed anew it is asked nothing; every page says how old is what it shows", async () => {
		const confirmed = sshd.fingerprint;
		await sshd.reinstall();
		await console.open("overview");
		await page.getByRole("button", { name: "Ask again" }).click();
		const notice = page.locator("#silent");
		await expect(notice).toContainText("What you see is what it said");
		await expect(notice).toContainText(sshd.fingerprint);
		await expect(notice).toContainText(`${confirmed} was confirmed`);
		await console.open("domains");
		await expect(page.getByRole("link", { name: /host silent, as it was/ })).toBeVisible();
	});

	await test.step("its new key is taken only by somebody who says why, and it answers again", async () => {
		await console.open("overview");
		await page.getByRole("link", { name: "Look at how it is reached" }).click();
		await expect(page.getByLabel("Address")).toHaveValue("127.0.0.1");
		await page.getByRole("button", { name: "Ask for the host's key" }).click();
		await expect(page.getByText("This is not the key that was confirmed before")).toBeVisible();
		await expect(fingerprint(page)).toHaveText(sshd.fingerprint);
		const same = page.getByRole("button", { name: "The host's console shows the same" });
		await same.click();
		await expect(page.getByText("Say that you know why it changed.")).toBeVisible();
		await page.getByRole("checkbox", { name: /installed anew or given new keys/ }).check();
		await same.click();
		await expect(page.getByText("Confirmed", { exact: true })).toBeVisible();
		await page.getByRole("button", { name: "Connect and check" }).click();
		await page.waitForURL(/\/hosts\/[^/]+\/overview/);
		await expect(page.locator("#silent")).toHaveCount(0);
		await expect(page.getByRole("main").getByText("220 ").first()).toBeVisible();
	});
});

for (const theme of ["light", "dark"] as const)
	for (const width of [1280, 390])
		test(`adding a host is accessible and fits, ${theme} at ${width} pixels`, async ({ page, context }) => {
			await page.setViewportSize({ width, height: 800 });
			await context.addCookies([{ name: "theme", value: theme, url: process.env.LISTKEEPER_URL ?? "" }]);
			const failures: string[] = [];
			const look = async (what: string) => {
				const { violations } = await new AxeBuilder({ page }).analyze();
				for (const { id, nodes } of violations)
					failures.push(`${what}: ${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
				const wider = await page.evaluate(
					() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
				);
				if (wider > 0) failures.push(`${what}: ${wider} pixels wider than the window`);
			};
			await page.goto("/hosts/new/ssh");
			await fillPlace(page, "far away", "a b");
			await expect(page.getByText("The address has a space")).toBeVisible();
			await look("the address");
			await fillPlace(page, "far away");
			await expect(fingerprint(page)).toHaveText(sshd.fingerprint);
			await look("the key");
			await page.getByRole("button", { name: "The host's console shows the same" }).click();
			await page.getByRole("button", { name: "Connect and check" }).click();
			await expect(checks(page).nth(2)).toContainText("failed");
			await look("the check");
			await sshd.reinstall();
			await page.getByRole("button", { name: "Check again" }).click();
			await expect(checks(page).nth(1)).toContainText("was confirmed");
			await page.getByRole("button", { name: "Ask for its key again" }).click();
			await expect(page.getByText("This is not the key that was confirmed before")).toBeVisible();
			await look("another key");
			expect(failures).toEqual([]);
		});

test.describe("without JavaScript", () => {
	test.use({ javaScriptEnabled: false });

	test("a host is begun, refused, checked again and given up", async ({ page }) => {
		await page.goto("/hosts/new/ssh");
		await fillPlace(page, "far and plain", "%h");
		await expect(page.getByText("The address has the character “%”")).toBeVisible();
		await expect(page.getByLabel("Name")).toHaveValue("far and plain");
		await fillPlace(page, "far and plain");
		await expect(fingerprint(page)).toHaveText(sshd.fingerprint);
		await page.getByRole("button", { name: "The host's console shows the same" }).click();
		await page.getByRole("button", { name: "Connect and check" }).click();
		await expect(checks(page).nth(2)).toContainText("The host doesn't let the console in");
		await letIn(page, "exit 127");
		await page.getByRole("button", { name: "Check again" }).click();
		await expect(checks(page).nth(3)).toContainText("The program is not at /usr/local/bin/listkeeper");
		await page.getByRole("button", { name: "Don't add this host" }).click();
		await page.waitForURL(/\/hosts\/new$/);
		await expect(page.getByRole("link", { name: /Go on with/ })).toHaveCount(0);
	});
});

test("the console's private key is its own, and the browser never sees it", async ({ page }) => {
	await page.goto("/hosts/new/ssh");
	await fillPlace(page, "far");
	await expect(page.getByRole("region", { name: "The line for authorized_keys" })).toBeVisible();
	const state = path.dirname(process.env.LISTKEEPER_REHEARSAL_ROOT ?? "");
	const key = path.join(state, "ssh/key");
	expect(fs.statSync(key).mode & 0o777).toBe(0o600);
	const [, secret = ""] = fs.readFileSync(key, "utf8").split("\n");
	expect(await page.content()).not.toContain(secret.slice(-20));
});
