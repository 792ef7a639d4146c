import fs from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { howtoText } from "@/host/testing/howto";
import { expect, test } from "./console";
import { OWNER_SESSION } from "./owner";
import { openDatabase } from "./people";
import { makeTheirHost, type TheirHost } from "./their-host";

const HOST = "6c6f6f6b-6174-4865-8265-746865726521";
const LOOK = `/hosts/${HOST}/look`;

let host: TheirHost;
test.beforeAll(async () => {
	host = await makeTheirHost(
		HOST,
		"theirs",
		(one) =>
			howtoText(one).replace(
				"mm_domains=list.example.com",
				"mm_domains=list.example.com : list.example.net : lsearch;/etc/lists",
			),
		"root: daemon\n",
	);
	const [com] = host.config.installations;
	fs.appendFileSync(path.join(com?.prefix ?? "", "Mailman/mm_cfg.py"), "\nSMTP_MAX_RCPTS = 40\n");
});
test.afterAll(() => host.remove());

/** The page is accessible, and no wider than its window; pictures of it for whoever wants to see. */
async function expectSound(page: Page, name: string) {
	for (const theme of ["light", "dark"] as const)
		for (const width of [1280, 390]) {
			await page
				.context()
				.addCookies([{ name: "theme", value: theme, url: process.env.LISTKEEPER_URL ?? "" }]);
			await page.setViewportSize({ width, height: 900 });
			await page.goto(LOOK);
			await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
			expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
			const overflow = await page.evaluate(
				() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
			);
			expect(overflow, `${name} ${width}`).toBeLessThanOrEqual(0);
			await page.screenshot({ path: `test-results/look-${name}-${theme}-${width}.png`, fullPage: true });
		}
	await page.setViewportSize({ width: 1280, height: 900 });
}

const lineOf = (needle: string) => host.before.split("\n").findIndex((line) => line.includes(needle)) + 1;

test("a host that works is looked at, and each value is there with its mark, file and line", async ({
	page,
}) => {
	await page.goto(`/hosts/${HOST}/overview`);
	await page
		.getByRole("region", { name: "What is on this host" })
		.getByRole("link", { name: "Look" })
		.click();
	await expect(page.getByText("Nobody has looked at this host yet")).toBeVisible();
	await expectSound(page, "empty");
	await page.getByRole("button", { name: "Look at the host" }).click();
	const understood = page.getByRole("region", { name: "Understood" });
	const row = understood.getByRole("listitem").filter({ hasText: "list.example.com" });
	await expect(row).toContainText("list domain");
	await expect(row).toContainText(`${host.file}:${lineOf("mm_domains=")}`);
	const conflicts = page.getByRole("region", { name: "Conflicts" });
	await expect(conflicts.getByRole("listitem").filter({ hasText: "lsearch;/etc/lists" })).toContainText(
		"This is not a domain's name.",
	);
	const kept = page.getByRole("region", { name: "Kept as it is" });
	await kept.getByText("Show them").click();
	await expect(kept.getByRole("listitem").filter({ hasText: "dnslookup" }).first()).toBeVisible();
	await expect(page.getByRole("region", { name: /^Exim/ })).toContainText("/usr/sbin/exim4");
	const com = page.getByRole("region", { name: /srv\/com\/mailman/ });
	await expect(com).toContainText("simulated");
	await expect(com).toContainText("news");
	// Looking changed nothing.
	expect(fs.readFileSync(host.file, "utf8")).toBe(host.before);
	await expectSound(page, "found");
});

test("nothing is imported before everything is decided, and what was typed stays", async ({ page }) => {
	await page.goto(LOOK);
	const form = page.getByRole("region", { name: "Import", exact: true });
	await form.getByRole("checkbox", { name: /^list\.example\.net/ }).uncheck();
	await form.getByLabel("Mailman administrator").fill("ada");
	await form.getByRole("button", { name: "Import these settings" }).click();
	await expect(form.getByText("What to mend is written beside the field")).toBeVisible();
	await expect(form.getByText(/Say that these are left out/)).toBeVisible();
	await expect(form.getByLabel("Mailman administrator")).toHaveAttribute("aria-invalid", "true");
	await expect(form.getByLabel("Mailman administrator")).toHaveValue("ada");
	await expect(form.getByRole("checkbox", { name: /^list\.example\.net/ })).not.toBeChecked();
	await expect(form.getByRole("checkbox", { name: /^list\.example\.com/ })).toBeChecked();
	await page.goto(`/hosts/${HOST}/domains`);
	await expect(page.getByText("No domain yet")).toBeVisible();
});

test("without JavaScript the host is looked at again, refused, decided and imported", async ({ browser }) => {
	const context = await browser.newContext({
		javaScriptEnabled: false,
		storageState: OWNER_SESSION,
	});
	const page = await context.newPage();
	const url = process.env.LISTKEEPER_URL ?? "";
	await page.goto(`${url}${LOOK}`);
	await page.getByRole("button", { name: "Look again" }).click();
	const form = page.getByRole("region", { name: "Import", exact: true });
	await form.getByRole("button", { name: "Import these settings" }).click();
	await expect(form.getByText(/This has to be decided/).first()).toBeVisible();
	await form.getByRole("checkbox", { name: /^list\.example\.net/ }).uncheck();
	await form.getByLabel("Mailman administrator").fill("ada@example.net");
	await form.getByLabel("SMTP_MAX_SESSIONS_PER_CONNECTION").fill("20");
	await form.getByRole("checkbox", { name: /^Leave this out/ }).check();
	await form.getByRole("button", { name: "Import these settings" }).click();
	await page.waitForURL(/\/changes$/);
	const weave = page.getByRole("region", { name: "This host's own Exim configuration" });
	await expect(weave.getByText(/lk_mm_domains/).first()).toBeVisible();
	await page.goto(`${url}/hosts/${HOST}/domains`);
	await expect(page.getByRole("table").getByText("list.example.com").first()).toBeVisible();
	await expect(page.getByRole("table").getByText("list.example.net")).toHaveCount(0);
	await expect(page.getByRole("textbox", { name: "Address" })).toHaveValue("ada@example.net");
	await page.goto(`${url}/hosts/${HOST}/delivery`);
	await expect(page.getByLabel("SMTP_MAX_SESSIONS_PER_CONNECTION").first()).toHaveValue("20");
	await expect(page.getByLabel("SMTP_MAX_RCPTS").first()).toHaveValue("40");
	await expect(page.getByLabel("smtp_accept_queue_per_connection").first()).toHaveValue("25");
	await page.goto(`${url}/hosts/${HOST}/audit`);
	await expect(page.getByText("Imported what was found on the host").first()).toBeVisible();
	// Nothing was deployed by it.
	expect(fs.readFileSync(host.file, "utf8")).toBe(host.before);
	await context.close();
});

/** Decides everything in the form that is open. */
async function decideAll(page: Page) {
	const form = page.getByRole("region", { name: "Import", exact: true });
	await form.getByLabel("Mailman administrator").fill("bob@example.net");
	await form.getByRole("checkbox", { name: /^Leave this out/ }).check();
	return form;
}

test("settings that stand are replaced by who says so, and a colleague's edit meanwhile is shown first", async ({
	page,
	context,
}) => {
	await page.goto(LOOK);
	const form = await decideAll(page);
	await expect(form.getByText(/Now: 1 domain, 1 installation, administrator ada@example\.net/)).toBeVisible();
	const other = await context.newPage();
	await other.goto(`/hosts/${HOST}/domains`);
	await other.getByRole("textbox", { name: "Address" }).fill("cleo@example.net");
	await other.getByRole("button", { name: "Save the address" }).click();
	await expect(other.getByText(/goes to cleo@example\.net/)).toBeVisible();

	await form.getByRole("checkbox", { name: "Replace them by what is chosen here." }).check();
	await form.getByRole("button", { name: "Import these settings" }).click();
	await expect(form.getByText(/saved this .*before you/)).toBeVisible();
	await expect(form.getByRole("cell", { name: /administrator cleo@example\.net/ })).toBeVisible();
	await other.reload();
	await expect(other.getByRole("textbox", { name: "Address" })).toHaveValue("cleo@example.net");
	await form.getByRole("button", { name: "Save mine over it" }).click();
	await page.waitForURL(/\/changes$/);
	await page.goto(`/hosts/${HOST}/domains`);
	await expect(page.getByRole("table").getByText("list.example.net").first()).toBeVisible();
	await expect(page.getByRole("textbox", { name: "Address" })).toHaveValue("bob@example.net");
});

test("without a word that they are replaced, settings that stand stay", async ({ page }) => {
	await page.goto(LOOK);
	const form = await decideAll(page);
	await form.getByRole("button", { name: "Import these settings" }).click();
	await expect(form.getByText(/Say that what stands is replaced/)).toBeVisible();
	await expectSound(page, "standing");
});

test("an import of a look that is not the last any more is refused, and shows what was found last", async ({
	page,
	context,
}) => {
	await page.goto(LOOK);
	const form = await decideAll(page);
	await form.getByRole("checkbox", { name: "Replace them by what is chosen here." }).check();
	fs.writeFileSync(host.file, host.before.replace("list.example.net", "list.example.org"));
	const other = await context.newPage();
	await other.goto(LOOK);
	await other.getByRole("button", { name: "Look again" }).click();
	await expect(other.getByRole("checkbox", { name: /^list\.example\.org/ })).toBeVisible();
	await form.getByRole("button", { name: "Import these settings" }).click();
	await expect(form.getByText(/Somebody looked at the host since/)).toBeVisible();
	await expect(form.getByRole("checkbox", { name: /^list\.example\.org/ })).toBeVisible();
	fs.writeFileSync(host.file, host.before);
});

test("of ten thousand domains the page shows a hundred, and all are imported but those that are named", async ({
	page,
}) => {
	const names = Array.from({ length: 10_000 }, (_, at) => `l${at}.example.com`);
	fs.writeFileSync(host.file, host.before.replace(/mm_domains=.*/, `mm_domains=${names.join(" : ")}`));
	await page.goto(LOOK);
	await page.getByRole("button", { name: "Look again" }).click();
	const form = page.getByRole("region", { name: "Import", exact: true });
	await expect(form.getByText("Domains to import (10,000 found)")).toBeVisible();
	await expect(form.getByRole("checkbox", { name: /^l\d+\.example\.com/ })).toHaveCount(100);
	await expect(page.getByRole("region", { name: "Understood" })).toContainText("And 9,");
	await form.getByLabel("Leave out of the other 9,900").fill("l9999.example.com\nelsewhere.example");
	await form.getByLabel("Mailman administrator").fill("bob@example.net");
	await form.getByRole("checkbox", { name: "Replace them by what is chosen here." }).check();
	await form.getByRole("button", { name: "Import these settings" }).click();
	await expect(form.getByText(/elsewhere\.example is not among the domains that were found/)).toBeVisible();
	await form.getByLabel("Leave out of the other 9,900").fill("l9999.example.com");
	await form.getByRole("button", { name: "Import these settings" }).click();
	await page.waitForURL(/\/changes$/, { timeout: 60_000 });
	await page.goto(`/hosts/${HOST}/domains?q=l999`);
	await expect(page.getByRole("table").getByText("l9998.example.com").first()).toBeVisible();
	await expect(page.getByRole("table").getByText("l9999.example.com")).toHaveCount(0);
	fs.writeFileSync(host.file, host.before);
	await page.goto(LOOK);
	await page.getByRole("button", { name: "Look again" }).click();
	await expect(form.getByText("Domains to import (2 found)")).toBeVisible();
});

test("a host that doesn't answer says why, and the last look stays with its age", async ({ page }) => {
	const db = openDatabase();
	const connect = (root: string) =>
		db.execute({
			sql: "UPDATE Host SET connection = ? WHERE id = ?",
			args: [JSON.stringify({ kind: "rehearsal", root }), HOST],
		});
	await connect("/nonexistent");
	await page.goto(LOOK);
	await page.getByRole("button", { name: "Look again" }).click();
	await expect(
		page
			.getByRole("banner")
			.or(page.getByRole("main"))
			.getByText(/\/nonexistent/)
			.first(),
	).toBeVisible();
	await expect(page.getByRole("region", { name: "Understood" })).toContainText("list.example.com");
	await page.screenshot({ path: "test-results/look-error-light-1280.png", fullPage: true });
	await connect(host.root);
	db.close();
});
