import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { howtoText } from "@/host/testing/howto";
import { OwnSshd } from "@/host/testing/own-sshd";
import { temporaryRoot } from "@/host/testing/temporary-root";
import { upstreamText } from "@/host/testing/their-text";
import { until } from "@/host/testing/until";
import { PROTOCOL } from "@/lib/core/host/protocol";
import { expect, test } from "./console";
import { OWNER, OWNER_SESSION } from "./owner";
import { openDatabase } from "./people";
import { makeTheirHost, type TheirHost } from "./their-host";

/** The command that a host's line forces, which this machine can't have: no program is installed on it. */
const FORCED = "sudo -n /usr/local/bin/listkeeper serve";
const PROGRAM = path.resolve("dist/listkeeper.mjs");
const url = process.env.LISTKEEPER_URL ?? "";

let directory: ReturnType<typeof temporaryRoot>;
let sshd: OwnSshd;
let host: TheirHost;
test.beforeEach(async () => {
	directory = temporaryRoot();
	// One each: a connection that has answered waits for the next question, and leads to the host of the test before.
	sshd = await OwnSshd.start(directory.path);
});
test.afterEach(async () => {
	await sshd.goDown();
	directory.remove();
	const db = openDatabase();
	await db.execute("PRAGMA foreign_keys = ON");
	await db.execute("DELETE FROM Domain WHERE hostId IN (SELECT id FROM Host WHERE name LIKE 'wizard%')");
	await db.execute("DELETE FROM Host WHERE name LIKE 'wizard%'");
	await db.execute("DELETE FROM HostDraft");
	db.close();
	await host.remove();
});

/** Asks the program on the host, as its own administrator would. Out: its last word. */
function ask(request: Record<string, unknown>) {
	// What doesn't hold ends with a status of its own, and is in the answer.
	const { stdout } = spawnSync(process.execPath, [PROGRAM, "serve", "--root", host.root], {
		input: `${JSON.stringify({ protocol: PROTOCOL, actor: "Ada", ...request })}\n`,
		encoding: "utf8",
	});
	return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}

/** Mail from outside for a list reaches the wrapper of its installation. */
async function expectDelivered(list: string) {
	const subject = `To ${list} ${Date.now()}`;
	const sent = {
		verb: "send",
		as: "outside",
		// Their configuration asks whether the sender exists, and a test has no DNS.
		sender: `daemon@${host.config.target.hostname}`,
		recipients: [list],
		subject,
	};
	expect(ask(sent)).toMatchObject({ accepted: true });
	const delivered = () =>
		ask({ verb: "received", limit: 50 }).messages.some(
			(one: { headers: string; delivery: { prefix: string; list: string } | null }) =>
				one.headers.includes(subject) &&
				one.delivery?.list === list.split("@")[0] &&
				one.delivery?.prefix === `${host.root}/srv/com/mailman`,
		);
	await until(`mail for ${list}`, () => (delivered() ? true : null));
}

/** Adds the host by ssh; ends at the first step of its set-up. */
async function connect(page: Page, name: string) {
	await page.goto(`${url}/hosts/new`);
	await page.getByRole("link", { name: "Add a host by ssh" }).click();
	await page.getByLabel("Name").fill(name);
	await page.getByLabel("Address").fill("127.0.0.1");
	await page.getByLabel("Port").fill(String(sshd.port));
	await page.getByLabel("User").fill(sshd.user);
	await page.getByRole("button", { name: "Ask for the host's key" }).click();
	await page.getByRole("button", { name: "The host's console shows the same" }).click();
	const line = page.getByRole("region", { name: "The line for authorized_keys" });
	const command = `${process.execPath} ${PROGRAM} serve --root ${host.root}`;
	sshd.authorize(((await line.textContent()) ?? "").replace(FORCED, command));
	await page.getByRole("button", { name: "Connect and check" }).click();
	await page.waitForURL(/\/setup\/look$/);
}

/** The step that is open is this one, by its address and by what is marked. */
async function expectStep(page: Page, step: string, title: string) {
	await page.waitForURL(new RegExp(`/setup/${step}$`));
	await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
	await expect(page.locator("[aria-current=step]:visible")).toHaveCount(1);
}

const stepState = (page: Page, title: string) =>
	page.getByRole("list", { name: "Steps of the set-up" }).getByRole("listitem").filter({ hasText: title });

const next = (page: Page, name: string) =>
	page
		.getByRole("navigation", { name: "Back and on" })
		.getByRole(/^Next: (Import|Domains|Deploy|Verify)$/.test(name) ? "link" : "button", { name })
		.click();

/** The page is accessible, and no wider than its window; pictures of it for whoever wants to see. */
async function expectSound(page: Page, name: string) {
	const here = page.url();
	// The other two are looked at with every other page.
	for (const [theme, width] of [
		["light", 1280],
		["dark", 390],
	] as const) {
		await page.context().addCookies([{ name: "theme", value: theme, url }]);
		await page.setViewportSize({ width, height: 900 });
		await page.goto(here);
		await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(
			violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160))}`),
			`${name} ${theme} ${width}`,
		).toEqual([]);
		const overflow = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
		);
		expect(overflow, `${name} ${width}`).toBeLessThanOrEqual(0);
		await page.screenshot({ path: `test-results/wizard-${name}-${theme}-${width}.png`, fullPage: true });
	}
	await page.setViewportSize({ width: 1280, height: 900 });
}

/** Decides what an import of the HOWTO's host asks for, and imports. */
async function importAll(page: Page) {
	const form = page.getByRole("region", { name: "Import", exact: true });
	// Somebody to whom mail goes already: a test has no DNS that would say where others are.
	await form.getByLabel("Mailman administrator").fill(`daemon@${host.config.target.hostname}`);
	await form.getByRole("button", { name: "Import these settings" }).click();
	await expectStep(page, "domains", "Domains and installations");
}

/** Settings that were changed after the review are reviewed once more; the set-up itself leads there. */
async function reviewAgain(page: Page) {
	await page.getByRole("navigation", { name: "Host" }).getByRole("link", { name: "Set up" }).click();
	await expectStep(page, "review", "Review");
	await page.getByLabel("I have seen the lines").check();
	await next(page, "Next: Dry run");
	await expectStep(page, "dry-run", "Dry run");
	await expect(page.getByText("The settings were changed since")).toBeVisible();
}

const passed = (page: Page) => page.getByText("Everything holds. Nothing live was touched.");

test("a host that works is set up from nothing to verified, with a remedy beside the check that fails", async ({
	page,
}) => {
	test.setTimeout(480_000);
	host = await makeTheirHost("unknown", null, howtoText, "root: daemon\n");

	await test.step("connected, it is looked at", async () => {
		await connect(page, "wizard");
		await expectStep(page, "look", "What is on this host");
		await expect(stepState(page, "Connect")).toContainText("done");
		await expect(page.getByRole("button", { name: /^Next: Import/ })).toHaveAttribute(
			"aria-disabled",
			"true",
		);
		await expectSound(page, "look-empty");
		await page.getByRole("button", { name: "Look at the host", exact: true }).click();
		await expect(page.getByRole("region", { name: "Understood" })).toContainText("list.example.com");
		await expectSound(page, "look");
	});

	await test.step("what works there is imported", async () => {
		await next(page, "Next: Import");
		await expectStep(page, "import", "Import or start fresh");
		await expectSound(page, "import");
		await importAll(page);
		await expect(page.getByRole("table").getByText("list.example.com").first()).toBeVisible();
		await expectSound(page, "domains");
	});

	await test.step("back and forward in the browser lead through the steps", async () => {
		await page.goBack();
		await expectStep(page, "import", "Import or start fresh");
		await expect(page.getByText("What was on the host is imported")).toBeVisible();
		await page.getByRole("link", { name: "Back: Look" }).click();
		await expectStep(page, "look", "What is on this host");
		await page.goBack();
		await expectStep(page, "import", "Import or start fresh");
		await page.goForward();
		await expectStep(page, "look", "What is on this host");
	});

	await test.step("a step whose needs aren't met says what it needs, and leads there", async () => {
		await stepState(page, "Verify").getByRole("link").click();
		await expectStep(page, "verify", "Verify");
		await expect(page.getByText("Nothing is live yet, so there is nothing to verify.")).toBeVisible();
		await page.getByRole("link", { name: "Go to “Deploy”" }).click();
		await expectStep(page, "deploy", "Deploy");
		await expect(page.getByText("These settings have not been reviewed.")).toBeVisible();
		await expectSound(page, "deploy-needs");
	});

	await test.step("an installation is changed to a user that this machine hasn't", async () => {
		await stepState(page, "Domains").getByRole("link").click();
		await expectStep(page, "domains", "Domains and installations");
		await page.getByRole("link", { name: /^Change com/ }).click();
		await page.getByLabel("User", { exact: true }).fill("nobody-has-this");
		await expectSound(page, "domains-change");
		await page.getByLabel("User", { exact: true }).fill("nobody-has-this");
		await page.getByRole("button", { name: "Save", exact: true }).click();
		await page.waitForURL(/\/setup\/domains$/);
		await expect(page.getByText(/run as nobody-has-this/)).toBeVisible();
		await next(page, "Next: Delivery");
	});

	await test.step("delivery is saved from a preset, policy kept as it is", async () => {
		await expectStep(page, "delivery", "Delivery");
		await expectSound(page, "delivery");
		await page.getByText("Begin from what the host is like").click();
		await page.locator("a[href*='preset=']").first().click();
		await expect(page.getByText(/^Filled in for/)).toBeVisible();
		await page.getByRole("button", { name: "Save delivery and go on" }).click();
		await expectStep(page, "policy", "Policy");
		await expect(stepState(page, "Delivery")).toContainText("done");
		await expectSound(page, "policy");
		await next(page, "Next: Review");
	});

	await test.step("the lines that their configuration gets are seen before anything goes on", async () => {
		await expectStep(page, "review", "Review");
		const card = page.getByRole("region", { name: "This host's own Exim configuration" });
		await expect(card.getByText(/lk_mm_domains/).first()).toBeVisible();
		await expectSound(page, "review");
		await next(page, "Next: Dry run");
		await expect(page).toHaveURL(/\/setup\/review$/);
		await page.getByLabel("I have seen the lines").check();
		await next(page, "Next: Dry run");
	});

	await test.step("the dry run says what fails, where the host says otherwise, and what to do", async () => {
		await expectStep(page, "dry-run", "Dry run");
		await expectSound(page, "dry-run-empty");
		await page.getByRole("button", { name: "Try it on the host" }).click();
		await expect(page.getByText("Something doesn't hold yet. Nothing live was touched.")).toBeVisible();
		await expect(
			page.getByText("This host's own configuration sets smtp_accept_queue_per_connection to 25"),
		).toBeVisible();
		await expect(page.getByText("Take that line out, or set the same in Listkeeper")).toBeVisible();
		const line = host.before
			.split("\n")
			.findIndex((text) => text.includes("smtp_accept_queue_per_connection"));
		await expect(page.getByText(`${host.file}:${line + 1}`)).toBeVisible();
		expect(fs.readFileSync(host.file, "utf8")).toBe(host.before);
		await expectSound(page, "dry-run-failed");
	});

	await test.step("put right, the next thing that fails is said", async () => {
		await page.getByRole("link", { name: "tuning.acceptQueuePerConnection" }).click();
		await page.waitForURL(/\/setup\/delivery#tuning\.acceptQueuePerConnection$/);
		await page.getByLabel("SMTP_MAX_SESSIONS_PER_CONNECTION").first().fill("25");
		await page.getByLabel("smtp_accept_queue_per_connection").first().fill("25");
		await page.getByRole("button", { name: "Save delivery and go on" }).click();
		await expectStep(page, "policy", "Policy");
		await reviewAgain(page);
		await page.getByRole("button", { name: "Check again" }).click();
		await expect(page.getByText("This machine has no user nobody-has-this.")).toBeVisible();
		await expect(page.getByText(/or name the user that/)).toBeVisible();
	});

	await test.step("put right where it says, it is reviewed and checked again", async () => {
		await page.getByRole("link", { name: "installations.com.user" }).click();
		await page.waitForURL(/\/setup\/domains\?installation=com#field-user$/);
		await page.getByLabel("User", { exact: true }).fill(host.config.target.runtime?.user ?? "");
		await page.getByRole("button", { name: "Save", exact: true }).click();
		await page.waitForURL(/\/setup\/domains$/);
		await reviewAgain(page);
		await page.getByRole("button", { name: "Check again" }).click();
		await expect(passed(page)).toBeVisible({ timeout: 60_000 });
		expect(fs.readFileSync(host.file, "utf8")).toBe(host.before);
		await expectSound(page, "dry-run-passed");
		await next(page, "Next: Deploy");
	});

	await test.step("it is deployed as it was agreed to, and watched here", async () => {
		await expectStep(page, "deploy", "Deploy");
		await expect(page.getByLabel("I have seen the lines")).toBeChecked();
		await expectSound(page, "deploy");
		await page.getByRole("button", { name: "Deploy release 1" }).click();
		await expect(page.getByText("Release 1 is live.", { exact: true })).toBeVisible({ timeout: 60_000 });
		await expectStep(page, "deploy", "Deploy");
		await expectSound(page, "deployed");
		await next(page, "Next: Verify");
	});

	await test.step("what is live is seen to work, and mail arrives", async () => {
		await expectStep(page, "verify", "Verify");
		await page.getByRole("button", { name: "Check what is live" }).click();
		await expect(page.getByText("wizard is set up")).toBeVisible({ timeout: 60_000 });
		await expect(page.getByText("What is live works.")).toBeVisible();
		await expectSound(page, "verified");
		await expectDelivered("news@list.example.com");
		await page.getByRole("main").getByRole("link", { name: "Overview" }).click();
		await expect(page.getByRole("heading", { level: 1, name: "wizard" })).toBeVisible();
		await expect(page.getByRole("link", { name: "Set up", exact: true })).toHaveCount(0);
	});
});

test("a set-up goes on in another browser where it was left, and says again what fails until it is put right", async ({
	page,
	browser,
}) => {
	test.setTimeout(240_000);
	host = await makeTheirHost("unknown", null, howtoText, "root: daemon\n");
	await connect(page, "wizard");
	await page.getByRole("button", { name: "Look at the host", exact: true }).click();
	await next(page, "Next: Import");
	await importAll(page);
	await next(page, "Next: Delivery");
	await expectStep(page, "delivery", "Delivery");
	await page.context().close();

	const context = await browser.newContext({ storageState: { cookies: [], origins: [] }, baseURL: url });
	const other = await context.newPage();
	await other.goto("/sign-in");
	await other.getByLabel("E-mail address").fill(OWNER.email);
	await other.getByLabel("Password").fill(OWNER.password);
	await other.getByRole("button", { name: "Sign in" }).click();
	await other.waitForURL(/\/hosts\//);
	const db = openDatabase();
	const { rows } = await db.execute("SELECT id FROM Host WHERE name = 'wizard'");
	db.close();
	await other.goto(`/hosts/${rows[0]?.id}/overview`);
	const offer = other.getByRole("region", { name: "Set up" });
	await expect(offer).toContainText("step 5 of 10 is next");
	await offer.getByRole("link", { name: "Go on with “Delivery”" }).click();
	await expectStep(other, "delivery", "Delivery");
	for (const title of ["Connect", "Look", "Import", "Domains"])
		await expect(stepState(other, title)).toContainText("done");
	await expect(stepState(other, "Policy")).toContainText("not yet");
	await other.getByRole("button", { name: "Keep what is saved, and go on" }).click();
	await next(other, "Next: Review");
	await other.getByLabel("I have seen the lines").check();
	await next(other, "Next: Dry run");
	await other.getByRole("button", { name: "Try it on the host" }).click();
	await expectStep(other, "dry-run", "Dry run");
	// Leaving doesn't stop the host, and its answer is there later.
	await other.goto(`/hosts/${rows[0]?.id}/overview`);
	await other.goto(`/hosts/${rows[0]?.id}/setup/dry-run`);
	await expect(passed(other)).toBeVisible({ timeout: 60_000 });
	await next(other, "Next: Deploy");
	await other.getByRole("button", { name: "Deploy release 1" }).click();
	await expect(other.getByText("Release 1 is live.", { exact: true })).toBeVisible({ timeout: 60_000 });
	await next(other, "Next: Verify");

	// Somebody edits what is live by hand: it is said what, and after it was put back that all works.
	const release = path.join(host.root, "var/lib/listkeeper/current/exim/main.conf");
	const file = fs.realpathSync(release);
	const text = fs.readFileSync(file, "utf8");
	fs.appendFileSync(file, "# by hand\n");
	await other.getByRole("button", { name: "Check what is live" }).click();
	await expect(other.getByText("Something doesn't work yet.")).toBeVisible({ timeout: 60_000 });
	await expect(other.getByRole("main")).toContainText("main.conf");
	await expect(other.getByText("wizard is set up")).toHaveCount(0);
	fs.writeFileSync(file, text);
	await other.getByRole("button", { name: "Check again" }).click();
	await expect(other.getByText("wizard is set up")).toBeVisible({ timeout: 60_000 });
	await expectDelivered("news@list.example.com");
	await context.close();
});

test("a host with no Mailman in its configuration is set up without JavaScript", async ({ browser }) => {
	test.setTimeout(240_000);
	host = await makeTheirHost("unknown", null, upstreamText, "root: daemon\n");
	const context = await browser.newContext({
		javaScriptEnabled: false,
		storageState: OWNER_SESSION,
		baseURL: url,
	});
	const page = await context.newPage();
	await connect(page, "wizard plain");
	await page.getByRole("button", { name: "Look at the host", exact: true }).click();
	await next(page, "Next: Import");
	await expect(page.getByText("Nothing was found to import")).toBeVisible();
	const fresh = page.getByRole("region", { name: "Start fresh" });
	await fresh.getByLabel("Mailman administrator's address").fill("ada");
	await fresh.getByRole("button", { name: "Start fresh" }).click();
	await expect(fresh.getByLabel("Mailman administrator's address")).toHaveAttribute("aria-invalid", "true");
	await fresh.getByLabel("Mailman administrator's address").fill("ada@example.net");
	await fresh.getByRole("button", { name: "Start fresh" }).click();

	await expectStep(page, "domains", "Domains and installations");
	await expect(page.getByRole("button", { name: /^Next: Delivery/ })).toHaveAttribute(
		"aria-disabled",
		"true",
	);
	await page.getByRole("textbox", { name: "Domain", exact: true }).fill("list.example.com");
	await page.getByLabel("Installation", { exact: true }).selectOption({ label: "com" });
	await page.getByRole("button", { name: "Add", exact: true }).click();
	await expect(page.getByRole("table").getByText("list.example.com").first()).toBeVisible();
	await next(page, "Next: Delivery");
	await page.getByRole("button", { name: "Save delivery and go on" }).click();
	await expectStep(page, "policy", "Policy");
	await next(page, "Next: Review");
	await page.getByLabel("I have seen the lines").check();
	await next(page, "Next: Dry run");
	await page.getByRole("button", { name: "Try it on the host" }).click();
	await expect(passed(page)).toBeVisible({ timeout: 60_000 });
	await next(page, "Next: Deploy");
	await page.getByRole("button", { name: "Deploy release 1" }).click();
	await expect(page.getByText("Release 1 is live.", { exact: true })).toBeVisible({ timeout: 60_000 });
	await next(page, "Next: Verify");
	await page.getByRole("button", { name: "Check what is live" }).click();
	await expect(page.getByText("wizard plain is set up")).toBeVisible({ timeout: 60_000 });
	await expectDelivered("news@list.example.com");
	await context.close();
});

test("a host on which nothing is live offers to be set up step by step, and asks nobody to", async ({
	page,
}) => {
	const id = "73657475-7021-4865-8265-6f6666657221";
	host = await makeTheirHost(id, "wizard offered", upstreamText, "root: daemon\n");
	await page.goto(`/hosts/${id}/overview`);
	const navigation = page.getByRole("navigation", { name: "Host" });
	await expect(navigation.getByRole("link", { name: "Set up", exact: true })).toHaveCount(0);
	const offer = page.getByRole("region", { name: "Set up" });
	await expect(offer).toContainText("Nothing is live on this host yet");
	await offer.getByRole("link", { name: "Set up step by step" }).click();
	await expectStep(page, "look", "What is on this host");
	await page.goto(`/hosts/${id}/setup/import`);
	await page
		.getByRole("region", { name: "Start fresh" })
		.getByRole("button", { name: "Start fresh" })
		.click();
	await expectStep(page, "domains", "Domains and installations");
	await page.goto(`/hosts/${id}/domains`);
	await navigation.getByRole("link", { name: "Set up", exact: true }).click();
	await expectStep(page, "domains", "Domains and installations");
});
