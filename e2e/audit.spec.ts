import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { createClient } from "@libsql/client";
import { expect, test } from "./console";
import { OWNER } from "./owner";

const url = process.env.LISTKEEPER_URL ?? "";
const state = path.dirname(process.env.LISTKEEPER_REHEARSAL_ROOT ?? "");

/** Asks the console's command line. Out: what it said, and how it ended. */
const listkeeper = async (...words: string[]) => {
	const env = { ...process.env, LISTKEEPER_STATE: state, DATABASE_URL: undefined };
	try {
		const { stdout } = await promisify(execFile)(process.execPath, ["bin/listkeeper", ...words], { env });
		return { status: 0, said: stdout };
	} catch (error) {
		const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
		return { status: code, said: `${stdout}${stderr}` };
	}
};

test("the audit says who signed in, who could not, and what was changed from what to what", async ({
	console,
	page,
	browser,
}) => {
	const visitor = await browser.newPage({ storageState: { cookies: [], origins: [] } });
	await visitor.goto(`${url}/sign-in`);
	await visitor.getByLabel("E-mail address").fill("mallory@example.net");
	await visitor.getByLabel("Password").fill("a password that is not one");
	await visitor.getByRole("button", { name: "Sign in" }).click();
	await expect(visitor.getByText(/don't belong together/)).toBeVisible();
	await visitor.close();

	await console.open("audit");
	await expect(page.getByText("The chain is whole")).toBeVisible();
	const row = (text: string | RegExp) => page.getByRole("row").filter({ hasText: text });
	await expect(row(/Could not sign in\s*mallory@example\.net/).first()).toContainText("not signed in");
	await expect(row(/Could not sign in\s*mallory@example\.net/).first()).toContainText("127.0.0.1");
	await expect(row(/Made the owner's account/)).toContainText(`${OWNER.name} <${OWNER.email}>`);

	await page.getByLabel("What").selectOption("settings");
	await page.getByLabel("Text").fill("list.example.org");
	await page.getByRole("button", { name: "Find" }).click();
	await page.waitForURL(/what=settings/);
	const added = row("Added domains").filter({ hasText: "list.example.org" });
	await added.getByText("Added domains").click();
	await expect(added.getByText('"installation": "org"')).toBeVisible();
	await expect(row("Could not sign in")).toHaveCount(0);

	await page.getByLabel("Text").fill("nothing of the kind");
	await page.getByRole("button", { name: "Find" }).click();
	await expect(page.getByText("Nothing in the audit matches")).toBeVisible();
	await page.getByRole("link", { name: "Show all" }).click();
	await expect(row(/Made the owner's account/)).toBeVisible();
});

test("what the audit finds is taken along as CSV and as JSON lines, without a secret in it", async ({
	console,
	page,
}) => {
	await console.open("audit?what=sign-ins");
	const take = async (name: string) => {
		const [download] = await Promise.all([
			page.waitForEvent("download"),
			page.getByRole("link", { name }).click(),
		]);
		return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
	};
	const csv = await take("CSV for a spreadsheet");
	expect(csv.name).toBe("listkeeper-audit.csv");
	expect(csv.text.split("\r\n")[0]).toContain('"seq","at","hostId","actor","action"');
	expect(csv.text).toContain('"session.');
	expect(csv.text).not.toContain('"domains.add"');
	const lines = (await take("JSON lines with hashes")).text.trim().split("\n");
	for (const line of lines)
		expect(JSON.parse(line)).toMatchObject({ hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
	const everything = await page.request.get(`${page.url().split("?")[0]}/export`);
	const kept = await everything.text();
	const secrets = [
		OWNER.password,
		readFileSync(path.join(state, "secret"), "utf8").trim(),
		readFileSync(path.join(state, "setup-token"), "utf8").trim(),
		...(await page.context().cookies()).map(({ value }) => value).filter((value) => value.length > 20),
	];
	expect(secrets.length).toBeGreaterThan(3);
	for (const secret of secrets) expect(kept).not.toContain(secret);
});

test("a row that is changed in the database is named on the page and by the command line", async ({
	console,
	page,
}) => {
	expect(await listkeeper("audit", "verify")).toMatchObject({
		status: 0,
		said: expect.stringMatching(/^The chain is whole: \d+ rows/),
	});
	const db = createClient({ url: `file:${path.join(state, "listkeeper.db")}` });
	await expect(db.execute("DELETE FROM AuditEvent WHERE seq = 1")).rejects.toThrow(/append-only/);
	const trigger = await db.execute("SELECT sql FROM sqlite_master WHERE name = 'AuditEvent_no_update'");
	await db.execute("DROP TRIGGER AuditEvent_no_update");
	const change = (from: string, to: string) =>
		db.execute({ sql: "UPDATE AuditEvent SET subject = ? WHERE seq = 1 AND subject = ?", args: [to, from] });
	await change(OWNER.email, "nobody@example.net");
	const { status, said } = await listkeeper("audit", "verify");
	await expect(async () => {
		await console.open("audit");
		await expect(page.getByText("The audit is not as it was written")).toBeVisible({ timeout: 1_000 });
	}).toPass({ timeout: 60_000 });
	await expect(page.getByText("Row 1 is not as it was written")).toBeVisible();
	await change("nobody@example.net", OWNER.email);
	await db.execute(String(trigger.rows[0]?.sql));
	db.close();
	expect(status).toBe(1);
	expect(said).toContain("Row 1 is not as it was written: it was changed, or moved there.");
	expect((await listkeeper("audit", "verify")).status).toBe(0);
});

test("what root deploys at the host's own command line comes back as an event, with whom the host names", async ({
	console,
	page,
}) => {
	const root = process.env.LISTKEEPER_REHEARSAL_ROOT ?? "";
	const { said } = await listkeeper("status", "--root", root, "--json");
	const { status } = JSON.parse(said.trim().split("\n").at(-1) ?? "");
	const settings = path.join(state, "by-hand.json");
	/** Deploys so many recipients a message, and has the console ask the host. */
	const deploy = async (smtpMaxRcpts: number) => {
		const { system } = status.live;
		writeFileSync(settings, JSON.stringify({ ...system, tuning: { ...system.tuning, smtpMaxRcpts } }));
		const deployed = await listkeeper("deploy", "--settings", settings, "--root", root, "--note", "by hand");
		expect(deployed).toMatchObject({ status: 0 });
		await console.open("overview");
		await page.getByRole("button", { name: "Ask again" }).click();
		await expect(page.getByRole("button", { name: "Ask again" })).toBeEnabled();
	};
	await deploy(status.live.system.tuning.smtpMaxRcpts + 1);
	await deploy(status.live.system.tuning.smtpMaxRcpts);
	await console.open("audit?what=deployments&q=by hand");
	const rows = page.getByRole("row").filter({ hasText: "Deployed at the host's command line" });
	await expect(rows).toHaveCount(2);
	await expect(rows.first()).toContainText("the host's command line");
});
