import fs from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { processAccount } from "@/host/account";
import { hostConfigPath } from "@/host/config";
import { createRehearsalHost } from "@/host/rehearsal/create";
import { startRehearsalHost, stopRehearsalHost } from "@/host/rehearsal/start";
import { temporaryRoot } from "@/host/testing/temporary-root";
import { runtimeText, upstreamText } from "@/host/testing/their-text";
import { newMailSystem } from "@/lib/core/system/mail-system";
import { expect, test } from "./console";
import { openDatabase } from "./people";

const HOST = "6f6e6520-6f74-4865-8265-776f76656e21";
const PROGRAM = [process.execPath, path.resolve("dist/listkeeper.mjs")];

let directory: ReturnType<typeof temporaryRoot>;
let file: string;
let before: string;

/** A list host with an Exim configuration of its own, which the console has just come to know. */
test.beforeAll(async () => {
	directory = temporaryRoot();
	const config = await createRehearsalHost({ directory: directory.path });
	await startRehearsalHost(directory.path, PROGRAM);
	file = path.join(directory.path, "etc/exim.conf");
	before = `${runtimeText({ config }, false)}${upstreamText({ root: directory.path })}`;
	fs.writeFileSync(file, before);
	fs.writeFileSync(path.join(directory.path, "etc/aliases"), "root: daemon\n");
	const account = processAccount(config);
	for (const one of [file, path.dirname(file)]) if (account) fs.chownSync(one, account.uid, account.gid);
	const json = hostConfigPath(directory.path);
	const written = JSON.parse(fs.readFileSync(json, "utf8"));
	written.target.layout = "woven";
	written.exim.woven = { kind: "one-file", file };
	fs.writeFileSync(json, JSON.stringify(written));
	const [first] = config.installations;
	const db = openDatabase();
	const now = new Date().toISOString();
	const run = (sql: string, args: (string | null)[]) => db.execute({ sql, args });
	await run("INSERT INTO Host (id, name, connection, createdAt) VALUES (?, 'woven', ?, ?)", [
		HOST,
		JSON.stringify({ kind: "rehearsal", root: directory.path }),
		now,
	]);
	await run(
		"INSERT INTO Membership (userId, hostId, role, createdAt) SELECT userId, ?, role, ? FROM Membership WHERE role = 'owner' LIMIT 1",
		[HOST, now],
	);
	const { user = "", group = "" } = config.target.runtime ?? {};
	await run(
		'INSERT INTO Installation (id, hostId, slug, prefix, user, "group", python, webHost, updatedAt, updatedBy) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
		[
			"woven-com",
			HOST,
			"com",
			first?.prefix ?? "",
			user,
			group,
			"/usr/bin/python3",
			"www.example.com",
			now,
			"Ada",
		],
	);
	await run(
		"INSERT INTO Domain (id, hostId, name, installationId, updatedAt, updatedBy) VALUES ('woven-domain', ?, 'list.example.com', 'woven-com', ?, 'Ada')",
		[HOST, now],
	);
	const { administrator, verp, tuning, policy } = newMailSystem("postmaster@example.net");
	for (const [section, value] of Object.entries({ administrator, verp, tuning, policy }))
		await run(
			"INSERT INTO Setting (hostId, section, value, updatedAt, updatedBy) VALUES (?, ?, ?, ?, 'Ada')",
			[HOST, section, JSON.stringify(value), now],
		);
	db.close();
});

test.afterAll(async () => {
	const db = openDatabase();
	await db.execute("PRAGMA foreign_keys = ON");
	await db.execute({ sql: "DELETE FROM Domain WHERE hostId = ?", args: [HOST] });
	await db.execute({ sql: "DELETE FROM Host WHERE id = ?", args: [HOST] });
	db.close();
	await stopRehearsalHost(directory.path);
	directory.remove();
});

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
	expect(fs.readFileSync(file, "utf8")).toBe(before);
	await page.getByLabel("I have seen the lines").check();
	await page.getByRole("button", { name: /^Deploy release 1/ }).click();
	await page.waitForURL(/\/deployments\/[^/]+$/);
	await console.expectLive(1);
	expect(fs.readFileSync(file, "utf8")).toContain("/current/exim/main.conf");
	await page.goto(`/hosts/${HOST}/changes`);
	await expect(page.getByText("Nothing waits to be deployed")).toBeVisible();
});
