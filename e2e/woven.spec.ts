import fs from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { upstreamText } from "@/host/testing/their-text";
import { expect, test } from "./console";
import { openDatabase } from "./people";
import { makeTheirHost, type TheirHost } from "./their-host";

const HOST = "6f6e6520-6f74-4865-8265-776f76656e21";

let host: TheirHost;
test.beforeAll(async () => {
	host = await makeTheirHost(HOST, "woven", upstreamText, "root: daemon\n");
	const db = openDatabase();
	await db.execute({
		sql: "INSERT INTO Domain (id, hostId, name, installationId, updatedAt, updatedBy) VALUES ('woven-domain', ?, 'list.example.com', ?, ?, 'Ada')",
		args: [HOST, `${HOST}-com`, new Date().toISOString()],
	});
	db.close();
});
test.afterAll(() => host.remove());

test("a host with an Exim configuration of its own is joined by who has seen the lines that it gets", async ({
	page,
	console,
}) => {
	test.setTimeout(120_000);
	await page.goto(`/hosts/${HOST}/changes`);
	const card = page.getByRole("region", { name: "This host's own Exim configuration" });
	await expect(
		card.getByText("domainlist local_domains = +lk_mm_domains : @", { exact: true }),
	).toBeVisible();
	await expect(card.getByText("domainlist local_domains = @", { exact: true })).toBeVisible();
	// What else stands in their file stays there.
	await expect(page.getByText("timeout_frozen_after")).toHaveCount(0);
	expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
	for (const width of [1280, 390]) {
		await page.setViewportSize({ width, height: 900 });
		const overflow = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
		);
		expect(overflow, `${width} px`).toBeLessThanOrEqual(0);
		await page.screenshot({ path: `test-results/woven-${width}.png`, fullPage: true });
	}
	await page.setViewportSize({ width: 1280, height: 900 });
	await page.getByRole("button", { name: /^Deploy release 1/ }).click();
	// The browser keeps the form until the box is ticked.
	await expect(page).toHaveURL(/\/changes$/);
	expect(fs.readFileSync(host.file, "utf8")).toBe(host.before);
	await page.getByLabel("I have seen the lines").check();
	await page.getByRole("button", { name: /^Deploy release 1/ }).click();
	await page.waitForURL(/\/deployments\/[^/]+$/);
	await console.expectLive(1);
	expect(fs.readFileSync(host.file, "utf8")).toContain("/current/exim/main.conf");
	await page.goto(`/hosts/${HOST}/changes`);
	await expect(page.getByText("Nothing waits to be deployed")).toBeVisible();
});
