import { createHash, randomUUID } from "node:crypto";
import type { Client } from "@libsql/client";
import type { Page } from "@playwright/test";
import { expect, test } from "./console";
import { edgesBuilt } from "./edges";
import { makePerson, onlyHost, openDatabase } from "./people";

/** Breaks out of an attribute, of text, and of a script; any of them would leave a mark. */
const HOSTILE = `"'><img src=x onerror="window.pwned=1"><script>window.pwned=1</script></script><svg onload=window.pwned=1>`;
/** What is seen of it where it is text. */
const AS_TEXT = "<img src=x onerror=";

/** Every page of the build, by its address; what is planted here by hand is found by it. */
const HOSTS = "/hosts/[hostId]";
const ALL = edgesBuilt().flatMap(({ address, route }) => (route ? [] : [address]));
const filled = (address: string) =>
	address.replace("[domain]", "list.example.com").replace("[installation]", "com");
/** The pages of a host, without those that need something planted first. */
const PAGES = ALL.filter(
	(address) => address.startsWith(`${HOSTS}/`) && !address.includes("[deploymentId]"),
).map((address) => filled(address.slice(HOSTS.length + 1)));
/** What is there without a host, for who is signed in; a draft of a host has a test of its own. */
const ELSEWHERE = ALL.filter((address) => /^\/(account|hosts\/new)/.test(address) && !address.includes("["));
/** What is there for strangers; the set-up link's form is gone once there is an owner. */
const OUTSIDE = ALL.filter((address) => /^\/(sign-in|forgotten|invite|reset)/.test(address));

let db: Client;
let host: string;
let url = "";
test.beforeAll(async () => {
	db = openDatabase();
	host = await onlyHost(db);
	url = `${process.env.LISTKEEPER_URL}/hosts/${host}`;
});
test.afterAll(() => db.close());

/** Looks at the page that is there once it stays: the answer to a form may lead to another one at any moment. */
async function atRest<T>(page: Page, look: () => Promise<T>): Promise<T> {
	for (;;)
		try {
			return await look();
		} catch (error) {
			if (!String(error).includes("Execution context was destroyed")) throw error;
			await page.waitForLoadState();
		}
}

/** Nothing of it ran, and nothing of it became an element. Out: whether it is there as text. */
async function harmless(page: Page, where: string): Promise<boolean> {
	const seen = await atRest(page, () =>
		page.evaluate(
			(text) => ({
				ran: "pwned" in window,
				elements: document.querySelectorAll('img[src="x"], svg[onload], [onerror]').length,
				shown: document.documentElement?.textContent?.includes(text) ?? false,
			}),
			AS_TEXT,
		),
	);
	expect(seen, where).toMatchObject({ ran: false, elements: 0 });
	return seen.shown;
}

/** Types it into every text field of every form of some pages, and sends each. Out: how many fields, and forms without an answer. */
async function fillEvery(page: Page, paths: readonly string[]) {
	page.on("dialog", (dialog) => dialog.dismiss());
	let filled = 0;
	const unanswered: string[] = [];
	for (const path of paths) {
		await page.goto(path);
		const withText = await page
			.locator("form")
			.evaluateAll((forms) =>
				forms.flatMap((form, i) =>
					form.querySelector(
						"textarea, input:not([type]), input[type=text], input[type=search], input[type=email], input[type=password]",
					)
						? [i]
						: [],
				),
			);
		for (const i of withText) {
			await page.goto(path);
			// What the form itself asks for: an action's answer, or a page or stream with what was typed in its address.
			const answer = page
				.waitForResponse((one) => one.request().method() === "POST" || one.url().includes("pwned"), {
					timeout: 5_000,
				})
				.catch(() => null);
			const fields = await page
				.locator("form")
				.nth(i)
				.evaluate((form: HTMLFormElement, hostile) => {
					const typed = [...form.elements].filter(
						(element): element is HTMLInputElement =>
							(element instanceof HTMLInputElement &&
								["text", "search", "email", "password"].includes(element.type)) ||
							element instanceof HTMLTextAreaElement,
					);
					if (typed.length === 0 || form.closest("dialog")) return 0;
					form.noValidate = true;
					for (const field of typed) {
						field.type === "email" && field.setAttribute("type", "text");
						field.disabled = false;
						const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set;
						set?.call(field, hostile);
						field.dispatchEvent(new Event("input", { bubbles: true }));
					}
					form.requestSubmit();
					return typed.length;
				}, HOSTILE);
			filled += fields;
			if (fields === 0) continue;
			const first = await answer;
			if (first === null) unanswered.push(`${path}, form ${i}`);
			// A button that sends can't be pressed until the answer is on the page; a stream goes on after its beginning.
			await page
				.waitForFunction(() => document.querySelector("button[type=submit]:disabled") === null, null, {
					timeout: 3_000,
				})
				.catch(() => {});
			await atRest(page, () =>
				page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))),
			);
			await harmless(page, `${path}, form ${i}`);
		}
	}
	return { filled, unanswered };
}

test("what is typed into any text field of any page is text, whether it is refused or kept", async ({
	page,
}) => {
	test.setTimeout(300_000);
	const origin = process.env.LISTKEEPER_URL;
	const { filled, unanswered } = await fillEvery(page, [
		...PAGES.map((section) => `${url}/${section}`),
		...ELSEWHERE.map((address) => `${origin}${address}`),
	]);
	// That many there are at least; a page that lost its forms would make this test worth nothing.
	expect(filled).toBeGreaterThan(30);
	expect(unanswered).toEqual([]);
	for (const query of [
		"domains?q=",
		"audit?q=",
		"tests?address=",
		"delivery?preset=",
		"domains?on=",
		"audit?what=",
	]) {
		await page.goto(`${url}/${query}${encodeURIComponent(HOSTILE)}`);
		await harmless(page, query);
	}
	for (const path of [
		`${url}/domains/${encodeURIComponent(HOSTILE)}`,
		`${url}/mailman/${encodeURIComponent(HOSTILE)}`,
	]) {
		await page.goto(path);
		await harmless(page, path);
	}
});

test("what a stranger types into any text field before signing in is text", async ({ browser }) => {
	test.setTimeout(120_000);
	const token = randomUUID();
	const person = await makePerson(db, host, { role: "viewer" });
	const now = new Date().toISOString();
	const later = new Date(Date.now() + 600_000).toISOString();
	const tokenHash = createHash("sha256").update(token).digest("hex");
	await db.batch([
		{
			sql: "INSERT INTO Invitation (id, hostId, tokenHash, email, role, invitedBy, createdAt, expiresAt) VALUES (?, ?, ?, 'script@example.net', 'viewer', ?, ?, ?)",
			args: [token, host, tokenHash, HOSTILE, now, later],
		},
		{
			sql: "INSERT INTO PasswordReset (id, userId, tokenHash, expiresAt) VALUES (?, ?, ?, ?)",
			args: [token, person.id, tokenHash, later],
		},
	]);
	const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
	try {
		const paths = OUTSIDE.map(
			(address) => `${process.env.LISTKEEPER_URL}${address.replace("[token]", token)}`,
		);
		expect(paths.length).toBeGreaterThan(4);
		const { filled, unanswered } = await fillEvery(await context.newPage(), paths);
		expect(filled).toBeGreaterThan(6);
		expect(unanswered).toEqual([]);
	} finally {
		await context.close();
		await db.batch([
			{ sql: "DELETE FROM Invitation WHERE id = ?", args: [token] },
			{ sql: "DELETE FROM User WHERE id = ?", args: [person.id] },
			"DELETE FROM User WHERE email = 'script@example.net'",
		]);
	}
});

test("what comes from outside is text: lists' names, Exim's words, notes, log lines, people's names, messages", async ({
	console,
	page,
}) => {
	test.setTimeout(180_000);
	await console.open("mail");
	const recipients = "news@list.example.com";
	await console.send({ as: "An outsider", sender: "a@outside.example", recipients, subject: HOSTILE });
	await expect(console.received(AS_TEXT).first()).toBeVisible();
	await harmless(page, "a message received");
	const person = await makePerson(db, host, { role: "viewer" });
	const deployment = randomUUID();
	const session = { from: "192.0.2.10", helo: "x", sender: "", recipients: [recipients], data: null };
	const before = (await db.execute("SELECT status FROM Host")).rows[0]?.status;
	const status = JSON.parse(String(before));
	status.exim.banner = `220 ${HOSTILE}`;
	status.exim.detail = HOSTILE;
	status.drift.push({ path: HOSTILE, kind: "edited", sentence: HOSTILE, expected: HOSTILE, actual: HOSTILE });
	for (const found of status.profile.found) found.lists.push(HOSTILE);
	for (const release of status.releases) Object.assign(release, { actor: HOSTILE, note: HOSTILE });
	for (const daemon of status.mailman) daemon.detail = HOSTILE;
	const later = new Date(Date.now() + 600_000).toISOString();
	const now = new Date().toISOString();
	await db.batch([
		{ sql: "UPDATE Host SET status = ?, statusAt = ?", args: [JSON.stringify(status), later] },
		{ sql: "UPDATE User SET name = ? WHERE id = ?", args: [HOSTILE, person.id] },
		{
			sql: "INSERT INTO Deployment (id, hostId, kind, releaseId, system, note, state, sentence, actorName, startedAt, finishedAt) VALUES (?, ?, 'deploy', ?, '{}', ?, 'refused', ?, ?, ?, ?)",
			args: [deployment, host, "f".repeat(64), HOSTILE, HOSTILE, HOSTILE, now, now],
		},
		{
			sql: "INSERT INTO DeploymentEvent (deploymentId, seq, event) VALUES (?, 1, ?)",
			args: [deployment, JSON.stringify({ type: "line", step: "check", at: 1, text: HOSTILE })],
		},
		{
			sql: "INSERT INTO SavedTest (id, hostId, test, createdAt, createdBy) VALUES (?, ?, ?, ?, ?)",
			args: [
				deployment,
				host,
				JSON.stringify({
					address: "x@list.example.com",
					sender: null,
					sendingHost: null,
					expect: { kind: "undeliverable" },
					why: HOSTILE,
				}),
				now,
				HOSTILE,
			],
		},
		{
			sql: "INSERT INTO SavedSession (id, hostId, title, session, expect, createdAt, createdBy) VALUES (?, ?, ?, ?, 'accepted', ?, ?)",
			args: [deployment, host, HOSTILE.slice(0, 90), JSON.stringify(session), now, HOSTILE],
		},
	]);
	try {
		const shown: string[] = [];
		for (const section of [...PAGES, `deployments/${deployment}`]) {
			await page.goto(`${url}/${section}`);
			await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
			if (await harmless(page, section)) shown.push(section);
		}
		// Where it was planted it is to be seen, or nothing was tried.
		for (const section of [
			"overview",
			"policy/lab",
			"mail",
			"deployments",
			`deployments/${deployment}`,
			"tests",
			"team",
		])
			expect(shown).toContain(section);
	} finally {
		await db.batch([
			{ sql: "UPDATE Host SET status = ?, statusAt = ?", args: [String(before), new Date(0).toISOString()] },
			{ sql: "DELETE FROM User WHERE id = ?", args: [person.id] },
			{ sql: "DELETE FROM DeploymentEvent WHERE deploymentId = ?", args: [deployment] },
			{ sql: "DELETE FROM Deployment WHERE id = ?", args: [deployment] },
			{ sql: "DELETE FROM SavedTest WHERE id = ?", args: [deployment] },
			{ sql: "DELETE FROM SavedSession WHERE id = ?", args: [deployment] },
		]);
	}
});
