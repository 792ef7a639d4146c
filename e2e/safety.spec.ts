import {
	chmodSync,
	copyFileSync,
	existsSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { Console, expect, test } from "./console";
import { OWNER_SESSION } from "./owner";

const root = () => process.env.LISTKEEPER_REHEARSAL_ROOT ?? "";
const hostJson = () => path.join(root(), "etc/listkeeper/host.json");
const state = () => path.join(root(), "var/lib/listkeeper");
const liveFile = (file: string) => path.join(realpathSync(path.join(state(), "current")), file);
const liveNumber = (): number => JSON.parse(readFileSync(liveFile("manifest.json"), "utf8")).number;
const mailmanctl = () => path.join(root(), "srv/com/mailman/bin/mailmanctl");

/** Changes a harmless number, so that there is something to deploy. */
async function makeAChange(console: Console) {
	await console.open("delivery");
	const recipients = console.page.locator('[name="smtpMaxRcpts"]');
	await recipients.fill(String(Number(await recipients.inputValue()) + 1));
	await console.page.getByRole("button", { name: "Save delivery" }).click();
	await expect(console.page.getByText(/saved/i).first()).toBeVisible();
}

/** Deploys what waits, to be reverted unless confirmed; ends where the page asks for that. */
async function deployForATime(console: Console) {
	await console.open("changes");
	const { page } = console;
	await page.getByLabel("Revert unless confirmed in").check();
	await page.getByRole("button", { name: /^Deploy release/ }).click();
	await page.waitForURL(/\/deployments\/[^/]+$/);
	await expect(page.getByRole("timer")).toHaveText(/\b9:\d\d|10:00/, { timeout: 60_000 });
}

async function askAgain(console: Console) {
	await console.open("overview");
	await console.page.getByRole("button", { name: "Ask again" }).click();
	await expect(console.page.getByRole("button", { name: "Ask again" })).toBeEnabled();
}

async function expectAccessible(console: Console) {
	const { violations } = await new AxeBuilder({ page: console.page }).analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}

test.describe.configure({ mode: "serial", timeout: 180_000 });

test("a release that nobody confirms counts down, and the host reverts it by itself", async ({ console }) => {
	const before = liveNumber();
	await makeAChange(console);
	await deployForATime(console);
	expect(liveNumber()).toBeGreaterThan(before);
	await expectAccessible(console);
	// The deadline is on the host's disk, and the host knows no other.
	const file = path.join(state(), "pending.json");
	const pending = JSON.parse(readFileSync(file, "utf8"));
	writeFileSync(file, JSON.stringify({ ...pending, deadline: Date.now() }));
	await expect.poll(liveNumber, { timeout: 60_000 }).toBe(before);
	await console.open("overview");
	await expect(console.page.getByText(`Release ${before} is live`).first()).toBeVisible();
	await expect(console.page.getByRole("timer")).toHaveCount(0);
});

test("one press confirms it, from the overview too", async ({ console }) => {
	const before = liveNumber();
	await deployForATime(console);
	await console.open("overview");
	await expect(console.page.getByRole("timer")).toHaveText(/\d:\d\d/);
	await expectAccessible(console);
	await console.page.getByRole("button", { name: /^Confirm release/ }).click();
	await expect(console.page.getByRole("timer")).toHaveCount(0);
	expect(existsSync(path.join(state(), "pending.json"))).toBe(false);
	expect(liveNumber()).toBeGreaterThan(before);
});

test("an edit by hand is shown with its difference, asked for before it is replaced, and kept", async ({
	console,
}) => {
	const edited = liveFile("exim/exim.conf");
	chmodSync(edited, 0o644);
	writeFileSync(edited, `${readFileSync(edited, "utf8")}# put here by hand\n`);
	await askAgain(console);
	const { page } = console;
	const drift = page.getByRole("region", { name: "Changed by hand on the host" });
	await expect(drift).toContainText("was edited on the host");
	await drift.getByText("See the difference").click();
	await expect(drift.getByText("# put here by hand")).toBeVisible();
	await expectAccessible(console);

	await drift.getByRole("link", { name: "review what would replace it" }).click();
	const press = page.getByRole("button", { name: /^Deploy release/ });
	await press.click();
	// Unasked it isn't sent.
	await expect(page).toHaveURL(/\/changes/);
	await expectAccessible(console);
	await page.getByLabel(/Replace what was changed by hand/).check();
	await press.click();
	await page.waitForURL(/\/deployments\/[^/]+$/);
	await console.expectLive();
	const replaced = path.join(state(), "replaced");
	const newest = readdirSync(replaced).sort().at(-1) ?? "";
	expect(readFileSync(path.join(replaced, newest, edited), "utf8")).toContain("# put here by hand");
	await askAgain(console);
	await expect(drift).toHaveCount(0);
});

test("a kept release is live again after one press, and old ones can be removed", async ({ console }) => {
	await console.open("deployments");
	const { page } = console;
	const before = liveNumber();
	const back = page.getByRole("button", { name: /^Roll back to/ }).first();
	const [, number] = /(\d+)$/.exec((await back.textContent()) ?? "") ?? [];
	await back.click();
	await page.waitForURL(/\/deployments\/[^/]+$/);
	await console.expectLive();
	expect(liveNumber()).toBe(Number(number));

	await console.open("deployments");
	const kept = page.getByRole("region", { name: "Releases the host keeps" });
	await kept.getByLabel("Keep only the newest").fill("few");
	await kept.getByRole("button", { name: "Remove older releases" }).click();
	await expect(kept.getByText(/must be a whole number/)).toBeVisible();
	await kept.getByLabel("Keep only the newest").fill("0");
	await kept.getByRole("button", { name: "Remove older releases" }).click();
	await expect(kept.getByRole("status")).toContainText(/removed|Nothing was removed/);
	await expect(kept.getByRole("listitem").filter({ hasText: "Live" })).toHaveCount(1);
	await expectAccessible(console);
	expect(before).not.toBe(liveNumber());
});

test("of two people who press at once one wins, and the other is told who", async ({ browser }) => {
	const contexts = await Promise.all(
		[1, 2].map(() =>
			browser.newContext({ storageState: OWNER_SESSION, baseURL: process.env.LISTKEEPER_URL ?? "" }),
		),
	);
	const consoles = await Promise.all(contexts.map(async (context) => new Console(await context.newPage())));
	const before = liveNumber();
	for (const console of consoles.slice(0, 1)) await makeAChange(console);
	for (const console of consoles) await console.open("changes");
	await Promise.all(
		consoles.map(({ page }) => page.getByRole("button", { name: /^Deploy release/ }).click()),
	);
	for (const { page } of consoles) {
		await page.waitForURL(/\/deployments\/[^/]+$/);
		await expect(
			page
				.getByRole("main")
				.getByRole("status")
				.getByText(/is live/),
		).toBeVisible({
			timeout: 60_000,
		});
	}
	const texts = await Promise.all(
		consoles.map(({ page }) => page.getByRole("main").getByRole("status").textContent()),
	);
	const told = texts.filter((text) => text?.includes("No mail was affected"));
	expect(told, texts.join("\n")).toHaveLength(1);
	expect(told[0]).toMatch(/Robin Keeper/);
	expect(liveNumber()).toBeGreaterThan(before);
	await Promise.all(contexts.map((context) => context.close()));
});

test("another Exim under the live release is asked everything again, and what no longer holds is said", async ({
	console,
}) => {
	const config = readFileSync(hostJson(), "utf8");
	const real: string = JSON.parse(config).exim.path;
	const other = path.join(root(), "srv/exim4-updated");
	const use = (program: string) => {
		writeFileSync(other, program);
		chmodSync(other, 0o755);
		const changed = JSON.parse(config);
		changed.exim.path = other;
		writeFileSync(hostJson(), JSON.stringify(changed));
	};
	try {
		use(`#!/bin/sh\nexec ${real} "$@"\n`);
		await askAgain(console);
		const upgrade = console.page.getByRole("region", { name: "Exim was replaced under the live release" });
		await expect(upgrade).toContainText("Everything still holds", { timeout: 60_000 });

		// An update that no longer routes anything, as one with a lookup type less would.
		use(
			`#!/bin/sh\ncase "$*" in *-bt*) echo "mail is undeliverable: unknown lookup type"; exit 2;; esac\nexec ${real} "$@"\n`,
		);
		await askAgain(console);
		await expect(upgrade).toContainText(/no longer hold/, { timeout: 60_000 });
		await expectAccessible(console);
	} finally {
		writeFileSync(hostJson(), config);
		rmSync(other, { force: true });
	}
	await askAgain(console);
	await expect(console.page.getByText(/no longer hold/)).toHaveCount(0);
});

test("where the way back fails too, the commands to run by hand are shown, and asking again finishes it", async ({
	console,
}) => {
	const before = liveNumber();
	await makeAChange(console);
	const kept = `${mailmanctl()}.kept`;
	copyFileSync(mailmanctl(), kept);
	try {
		writeFileSync(
			mailmanctl(),
			`#!/bin/sh\nkill -9 $(cat ${path.join(root(), "srv/com/mailman/data/master-qrunner.pid")}) 2>/dev/null\necho "No space left on device" >&2\nexit 1\n`,
		);
		await console.open("changes");
		await console.page.getByRole("button", { name: /^Deploy release/ }).click();
		await console.page.waitForURL(/\/deployments\/[^/]+$/);
		await expect(console.page.getByRole("main")).toContainText(/needs attention/i, { timeout: 120_000 });
		await console.open("overview");
		const attention = console.page.locator("#attention");
		await expect(attention.getByText(/ln -sfn releases\//)).toBeVisible();
		await expect(attention.getByText(/listkeeper .*recover/)).toBeVisible();
		await expectAccessible(console);
		expect(liveNumber()).toBe(before);
	} finally {
		copyFileSync(kept, mailmanctl());
		rmSync(kept);
	}
	await askAgain(console);
	await expect(console.page.locator("#attention")).toHaveCount(0);
	await expect(console.page.getByText(`Release ${before} is live`).first()).toBeVisible();
});
