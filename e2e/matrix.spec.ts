import { randomUUID } from "node:crypto";
import type { Client } from "@libsql/client";
import { expect, test } from "@playwright/test";
import { actionsBuilt, edgesBuilt, otherEdgesBuilt } from "./edges";
import { type MadePerson, makePerson, onlyHost, openDatabase } from "./people";

const url = process.env.LISTKEEPER_URL ?? "";

/** From least to most. */
const ROLES = ["viewer", "domain editor", "editor", "deployer", "owner"] as const;
type Role = (typeof ROLES)[number];

/** Who may: a role on the host and those above it; whoever has an account; whoever owns anything; anybody. */
type Who = Role | "account" | "an owner" | "anybody";

/** Every page and route, and who gets to see it. Written here by hand: what is not in this list has no business being there. */
const EDGES: Record<string, Who> = {
	"/": "account",
	"/account": "account",
	"/api/health": "anybody",
	"/forgotten": "anybody",
	"/hosts/[hostId]": "viewer",
	"/hosts/[hostId]/audit": "viewer",
	"/hosts/[hostId]/audit/export": "viewer",
	"/hosts/[hostId]/changes": "viewer",
	"/hosts/[hostId]/delivery": "viewer",
	"/hosts/[hostId]/delivery/[installation]": "viewer",
	"/hosts/[hostId]/deployments": "viewer",
	"/hosts/[hostId]/deployments/[deploymentId]": "viewer",
	"/hosts/[hostId]/deployments/[deploymentId]/stream": "viewer",
	"/hosts/[hostId]/domains": "viewer",
	"/hosts/[hostId]/domains/[domain]": "viewer",
	"/hosts/[hostId]/look": "viewer",
	"/hosts/[hostId]/mail": "viewer",
	"/hosts/[hostId]/mail/stream": "viewer",
	"/hosts/[hostId]/mailman": "viewer",
	"/hosts/[hostId]/mailman/[installation]": "viewer",
	"/hosts/[hostId]/mailman/new": "viewer",
	"/hosts/[hostId]/overview": "viewer",
	"/hosts/[hostId]/policy": "viewer",
	"/hosts/[hostId]/policy/lab": "viewer",
	"/hosts/[hostId]/setup": "viewer",
	"/hosts/[hostId]/setup/connect": "viewer",
	"/hosts/[hostId]/setup/delivery": "viewer",
	"/hosts/[hostId]/setup/deploy": "viewer",
	"/hosts/[hostId]/setup/domains": "viewer",
	"/hosts/[hostId]/setup/dry-run": "viewer",
	"/hosts/[hostId]/setup/import": "viewer",
	"/hosts/[hostId]/setup/look": "viewer",
	"/hosts/[hostId]/setup/policy": "viewer",
	"/hosts/[hostId]/setup/review": "viewer",
	"/hosts/[hostId]/setup/verify": "viewer",
	"/hosts/[hostId]/team": "viewer",
	"/hosts/[hostId]/tests": "viewer",
	"/hosts/[hostId]/tests/stream": "viewer",
	"/hosts/new": "account",
	"/hosts/new/local": "account",
	"/hosts/new/ssh": "account",
	"/hosts/new/ssh/[draftId]": "an owner",
	"/invite/[token]": "anybody",
	"/reset/[token]": "anybody",
	"/setup/[token]": "anybody",
	"/sign-in": "anybody",
	"/sign-in/code": "anybody",
};

/** Every server action, and who may use it. */
const ACTIONS: Record<string, Who> = {
	"approvals/actions:approveAction": "deployer",
	"changes/actions:discardAllAction": "editor",
	"changes/actions:discardChangeAction": "editor",
	"delivery/actions:saveDeliveryAction": "editor",
	"delivery/actions:saveOverrideAction": "editor",
	"deployments/actions:confirmAction": "deployer",
	"deployments/actions:deployAction": "deployer",
	"deployments/actions:pruneAction": "deployer",
	"deployments/actions:rollBackAction": "deployer",
	"domains/actions:addDomainsAction": "domain editor",
	"domains/actions:moveDomainAction": "domain editor",
	"domains/actions:removeDomainAction": "domain editor",
	"domains/actions:saveAdministratorAction": "editor",
	"drafts/actions:askKeysAction": "an owner",
	"drafts/actions:confirmKeysAction": "an owner",
	"drafts/actions:connectAction": "an owner",
	"drafts/actions:giveUpAction": "an owner",
	"hosts/actions:addLocalAction": "an owner",
	"hosts/actions:addRehearsalAction": "an owner",
	"hosts/actions:askAgainAction": "viewer",
	"hosts/actions:removeHostAction": "owner",
	"installations/actions:addInstallationAction": "editor",
	"installations/actions:changeInstallationAction": "editor",
	"installations/actions:removeInstallationAction": "editor",
	"lab/actions:playAction": "editor",
	"lab/actions:removeSessionAction": "editor",
	"lab/actions:saveSessionAction": "editor",
	"looks/actions:importAction": "editor",
	"looks/actions:lookAction": "viewer",
	"mail/actions:sendAction": "editor",
	"policy/actions:changeRuleAction": "editor",
	"setup/actions:dryRunAction": "editor",
	"setup/actions:noteStepAction": "editor",
	"setup/actions:reviewedAction": "editor",
	"setup/actions:startFreshAction": "editor",
	"setup/actions:verifyAction": "viewer",
	"session/account-actions:beginSecondFactorAction": "account",
	"session/account-actions:changePasswordAction": "account",
	"session/account-actions:endSecondFactorAction": "account",
	"session/account-actions:endSessionAction": "account",
	"session/account-actions:proveSecondFactorAction": "account",
	"session/account-actions:renewBackupCodesAction": "account",
	"session/actions:chooseThemeAction": "anybody",
	"session/actions:signInAction": "anybody",
	"session/actions:signInCodeAction": "anybody",
	"session/actions:signOutAction": "anybody",
	"team/actions:acceptAction": "account",
	"team/actions:endMemberSessionsAction": "owner",
	"team/actions:inviteAction": "owner",
	"team/actions:joinAction": "anybody",
	"team/actions:makeOwnerAction": "anybody",
	"team/actions:removeMemberAction": "owner",
	"team/actions:resetPasswordAction": "anybody",
	"team/actions:sendResetAction": "anybody",
	"team/actions:setRoleAction": "owner",
	"team/actions:setTeamRuleAction": "owner",
	"team/actions:withdrawAction": "owner",
	"tests/actions:removeTestAction": "domain editor",
	"tests/actions:saveTestAction": "domain editor",
};

/** A host that the owner began to add. */
const DRAFT = "0b5a6c1e-0000-4000-8000-000000000000";

/** What would do something if it were let through: a field of every form there is. */
const TELLING = {
	names: "matrix.example.net",
	installation: "com",
	name: "list.example.org",
	revision: "1",
	administrator: "mallory@example.net",
	id: "com",
	rule: "requireSecondFactor",
	on: "true",
	userId: "somebody",
	role: "owner",
	email: "mallory@example.net",
	address: "news@list.example.com",
	expect: "undeliverable",
	as: "outside",
	sender: "a@example.net",
	recipients: "news@list.example.com",
	subject: "matrix",
	setting: "verp",
	number: "1",
	live: "",
	reviewed: "0".repeat(64),
	release: "0".repeat(64),
	draftId: DRAFT,
	keys: '["ssh-ed25519 AAAA"]',
	port: "22",
	user: "listkeeper",
};

let db: Client;
let host: string;
let deployment: string;
const people = new Map<string, MadePerson | null>();

test.beforeAll(async () => {
	db = openDatabase();
	host = await onlyHost(db);
	deployment = String((await db.execute("SELECT id FROM Deployment LIMIT 1")).rows[0]?.id);
	people.set("stranger", null);
	people.set("outsider", await makePerson(db, host, { role: null }));
	people.set("expired", await makePerson(db, host, { role: "owner", expiresMs: -1_000 }));
	for (const role of ROLES)
		people.set(
			role,
			await makePerson(db, host, { role, domains: role === "domain editor" ? [] : undefined } as never),
		);
	const place = JSON.stringify({ user: "listkeeper", address: "192.0.2.7", port: 22 });
	await db.execute({
		sql: "INSERT INTO HostDraft (id, name, place, offered, offeredAt, createdById, createdAt) VALUES (?, 'far', ?, ?, ?, ?, ?)",
		args: [
			DRAFT,
			place,
			'["ssh-ed25519 AAAA"]',
			new Date().toISOString(),
			people.get("owner")?.id ?? "",
			new Date().toISOString(),
		],
	});
});
test.afterAll(async () => {
	for (const person of people.values())
		if (person) await db.execute({ sql: "DELETE FROM User WHERE id = ?", args: [person.id] });
	await db.execute({ sql: "DELETE FROM HostDraft WHERE id = ?", args: [DRAFT] });
	db.close();
});

/** Whether somebody is meant to get through. */
function may(who: string, needs: Who): boolean {
	if (needs === "anybody") return true;
	if (who === "stranger" || who === "expired") return false;
	if (needs === "account") return true;
	if (needs === "an owner") return who === "owner";
	return ROLES.indexOf(who as Role) >= ROLES.indexOf(needs);
}

/** Asks as somebody, and takes no more than the beginning of the answer: a stream would not end. */
async function ask(
	who: string,
	address: string,
	init: RequestInit = {},
): Promise<{ status: number; body: string; to: string }> {
	const leave = new AbortController();
	const response = await fetch(`${url}${address}`, {
		redirect: "manual",
		...init,
		signal: leave.signal,
		headers: { ...init.headers, cookie: people.get(who)?.cookie ?? "" },
	});
	const streams = response.headers.get("content-type")?.startsWith("text/event-stream");
	const body = streams ? "" : await response.text();
	leave.abort();
	const to = response.headers.get("location") ?? response.headers.get("x-action-redirect") ?? "";
	// The router's own requests carry a word that follows from their headers; without it they are sent to fetch it.
	if (to.includes("_rsc") && !address.includes("_rsc")) return ask(who, to.replace(url, ""), init);
	return { status: response.status, body, to: to.replace(url, "") };
}

/** A route is asked by GET and by HEAD, which Next answers by itself from GET; what is left is refused to everybody. */
const ROUTE_ASKED: Record<string, RequestInit> = { GET: {}, HEAD: { method: "HEAD" } };
/** A page is also drawn by a form posted to it without an action, and in the router's own words. */
const PAGE_ASKED: Record<string, RequestInit> = {
	...ROUTE_ASKED,
	POST: { method: "POST", body: new URLSearchParams({ hostId: "x" }), headers: { origin: url } },
	RSC: { headers: { rsc: "1" } },
};

/** Uses an action as its form does, without the form. */
async function act(who: string, id: string, fields: Record<string, string>) {
	const body = new FormData();
	for (const [name, value] of Object.entries({ hostId: host, ...fields })) body.append(`_1_${name}`, value);
	body.append("0", JSON.stringify([{ values: {}, fieldErrors: {} }, "$K1"]));
	return ask(who, "/sign-in", { method: "POST", body, headers: { "next-action": id, origin: url } });
}

/** All that somebody might want to change. */
async function everything(): Promise<string> {
	const tables = [
		"Host",
		"HostDraft",
		"Domain",
		"Installation",
		"Setting",
		"Deployment",
		"SavedTest",
		"Invitation",
	];
	const made = [...people.values()].flatMap((person) => (person ? [`'${person.id}'`] : []));
	const rows = await Promise.all([
		...tables.map((table) => db.execute(`SELECT * FROM ${table}`)),
		db.execute(`SELECT * FROM Membership WHERE userId NOT IN (${made})`),
		db.execute("SELECT id, password FROM Account"),
	]);
	// What a host said of itself is asked for by looking.
	return JSON.stringify(rows.map((result) => result.rows)).replace(
		/"status(At|Error)?":("(\\.|[^"])*"|null)/g,
		"",
	);
}

test("nothing that answers is unlisted: every page, route and action the server has built stands here, and all that stands here is built", () => {
	expect(edgesBuilt().map((edge) => edge.address)).toEqual(
		Object.keys(EDGES).sort((a, b) => a.localeCompare(b)),
	);
	expect([...actionsBuilt().keys()].sort()).toEqual(Object.keys(ACTIONS).sort());
	expect(otherEdgesBuilt()).toEqual([]);
});

test("every page and route lets in whom the table says, and nobody else, by every verb", async () => {
	test.setTimeout(300_000);
	const before = await everything();
	const wrong: string[] = [];
	for (const { address, route } of edgesBuilt()) {
		const path = address
			.replace("[hostId]", host)
			.replace("[deploymentId]", deployment)
			.replace("[draftId]", DRAFT)
			.replace("[domain]", "list.example.com")
			.replace("[installation]", "com")
			.replace("[token]", "x".repeat(43));
		const needs = EDGES[address] ?? "anybody";
		for (const who of people.keys())
			for (const [how, init] of Object.entries(route ? ROUTE_ASKED : PAGE_ASKED)) {
				const rsc = how === "RSC";
				const { status, body, to } = await ask(who, path, init);
				const got = `${status} ${to}`.trim();
				const signIn =
					to.startsWith("/sign-in") || (status === 200 && /NEXT_REDIRECT;[^;]*;\/sign-in/.test(body));
				const through = may(who, needs);
				const good = through
					? [200, 307].includes(status) && !signIn
					: who === "stranger" || who === "expired"
						? signIn
						: status === 404 || (rsc && body.includes("NEXT_HTTP_ERROR_FALLBACK;404"));
				// Nothing asked: 400 is the route's own answer to who may ask.
				if (!good && !(through && status === 400)) wrong.push(`${who} ${how} ${path}: ${got}`);
				if (!through && body.includes("list.example.org")) wrong.push(`${who} reads ${path}`);
			}
		if (route)
			for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
				const { status } = await ask("owner", path, { method, headers: { origin: url } });
				if (status !== 405) wrong.push(`${method} ${path}: ${status}`);
			}
	}
	expect(wrong).toEqual([]);
	expect(await everything()).toBe(before);
});

test("every action lets through whom the table says, and nobody else, whatever it is sent", async () => {
	test.setTimeout(300_000);
	const before = await everything();
	const wrong: string[] = [];
	const built = actionsBuilt();
	for (const [name, needs] of Object.entries(ACTIONS)) {
		if (needs === "anybody") continue;
		for (const who of people.keys()) {
			const { status, body, to } = await act(who, built.get(name) ?? "", may(who, needs) ? {} : TELLING);
			const refused = /This needs the role [a-z ]+\./.exec(body)?.[0];
			const got = `${status} ${to} ${refused ?? ""}`.trim();
			if (may(who, needs)) {
				// Sent nothing but the host, it says what is missing, or does what takes no saying.
				if (status !== 200 || refused || !/"status":"(refused|done|failed)"/.test(body))
					wrong.push(`${who} may ${name}: ${got}`);
			} else if (who === "stranger" || who === "expired") {
				if (!to.startsWith("/sign-in")) wrong.push(`${who} ${name}: ${got}`);
			} else if (who === "outsider" && needs !== "an owner") {
				if (status !== 404 && !body.includes("NEXT_HTTP_ERROR_FALLBACK;404"))
					wrong.push(`${who} ${name}: ${got}`);
			} else if (refused !== `This needs the role ${needs === "an owner" ? "owner" : needs}.`)
				wrong.push(`${who} ${name}: ${got}`);
		}
	}
	expect(wrong).toEqual([]);
	expect(await everything()).toBe(before);
});

test("what a viewer may not use can't be pressed on any page, and says which role it needs", async ({
	browser,
}) => {
	test.setTimeout(180_000);
	const [name = "", value = ""] = people.get("viewer")?.cookie.split("=") ?? [];
	const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
	await context.addCookies([{ name, value, url }]);
	const page = await context.newPage();
	const open = new Set<string>();
	const unsaid: string[] = [];
	let shut = 0;
	for (const { address, route } of edgesBuilt()) {
		if (route || !address.startsWith("/hosts/[hostId]/") || address.includes("[deploymentId]")) continue;
		const path = address
			.replace("[hostId]", host)
			.replace("[domain]", "list.example.com")
			.replace("[installation]", "com");
		await page.goto(`${url}${path}`);
		await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
		const buttons = await page
			.locator("main button[type=submit], main button[aria-disabled=true]")
			.evaluateAll((all) =>
				all.map((button) => ({
					says: button.textContent ?? "",
					shut: button.getAttribute("aria-disabled") === "true" || button.matches(":disabled"),
				})),
			);
		for (const button of buttons) {
			if (!button.shut) open.add(button.says.replace(/\d+/, "N").trim());
			else if (!/This needs the role [a-z ]+\./.test(button.says)) unsaid.push(`${path}: ${button.says}`);
			else shut++;
		}
	}
	await context.close();
	// All of these are the viewer's: asking the host, looking at it, and testing addresses.
	expect([...open].sort()).toEqual([
		"Ask Exim",
		"Ask again",
		"Check again",
		"Find",
		"Look again",
		"Run all N tests",
	]);
	expect(unsaid).toEqual([]);
	expect(shut).toBeGreaterThan(15);
});

test("what a role doesn't cover was tried, and the audit says by whom", async () => {
	const viewer = people.get("viewer");
	const { rows } = await db.execute({
		sql: "SELECT DISTINCT subject FROM AuditEvent WHERE action = 'access.refused' AND actor = ? AND hostId = ?",
		args: [`${viewer?.name} <${viewer?.email}>`, host],
	});
	expect(rows.map((row) => row.subject)).toEqual(
		expect.arrayContaining(["deployments.deploy", "domains.add", "team.invite", "policy.change"]),
	);
});

test("who owns one host reaches nothing of another, neither by its name nor by what is on it", async () => {
	const [own, planted] = [randomUUID(), randomUUID()];
	const now = new Date().toISOString();
	const victim = people.get("viewer")?.id ?? "";
	await db.batch([
		{
			sql: `INSERT INTO Host (id, name, connection, createdAt) VALUES (?, 'elsewhere', '{"kind":"local"}', ?)`,
			args: [own, now],
		},
		{
			sql: "INSERT INTO Invitation (id, hostId, tokenHash, email, role, invitedBy, createdAt, expiresAt) VALUES (?, ?, ?, 'x@example.net', 'viewer', 'x', ?, ?)",
			args: [planted, host, planted, now, new Date(Date.now() + 600_000).toISOString()],
		},
		{
			sql: "INSERT INTO SavedTest (id, hostId, test, createdAt, createdBy) VALUES (?, ?, ?, ?, 'x')",
			args: [
				planted,
				host,
				'{"address":"x@list.example.com","sender":null,"sendingHost":null,"expect":{"kind":"undeliverable"},"why":""}',
				now,
			],
		},
		{
			sql: "INSERT INTO SavedSession (id, hostId, title, session, expect, createdAt, createdBy) VALUES (?, ?, 'x', '{}', 'accepted', ?, 'x')",
			args: [planted, host, now],
		},
	]);
	try {
		people.set("elsewhere", await makePerson(db, own, { role: "owner" }));
		const counted = async () =>
			(await db.execute("SELECT (SELECT count(*) FROM SavedSession), (SELECT count(*) FROM Session)")).rows;
		const before = [await everything(), JSON.stringify(await counted())];
		const wrong: string[] = [];
		const built = actionsBuilt();
		for (const [name, needs] of Object.entries(ACTIONS)) {
			if (!ROLES.some((role) => role === needs)) continue;
			const { status, body, to } = await act("elsewhere", built.get(name) ?? "", { ...TELLING, id: planted });
			if (status !== 404 && !body.includes("NEXT_HTTP_ERROR_FALLBACK;404"))
				wrong.push(`${name}: ${status} ${to}`);
		}
		for (const name of [
			"team/actions:withdrawAction",
			"team/actions:removeMemberAction",
			"team/actions:setRoleAction",
			"team/actions:endMemberSessionsAction",
			"tests/actions:removeTestAction",
			"lab/actions:removeSessionAction",
		]) {
			const fields = { hostId: own, id: planted, userId: victim, role: "editor" };
			const { body } = await act("elsewhere", built.get(name) ?? "", fields);
			if (!/"status":"(refused|done)"/.test(body)) wrong.push(`${name}: not tried`);
		}
		for (const path of ["", "/stream"]) {
			const { status, body } = await ask("elsewhere", `/hosts/${own}/deployments/${deployment}${path}`);
			if (status !== 404 && !body.includes("NEXT_HTTP_ERROR_FALLBACK;404"))
				wrong.push(`deployment${path}: ${status}`);
		}
		expect(wrong).toEqual([]);
		expect([await everything(), JSON.stringify(await counted())]).toEqual(before);
	} finally {
		await db.execute("PRAGMA foreign_keys = ON");
		await db.batch([
			{ sql: "DELETE FROM Host WHERE id = ?", args: [own] },
			...["Invitation", "SavedTest", "SavedSession"].map((table) => ({
				sql: `DELETE FROM ${table} WHERE id = ?`,
				args: [planted],
			})),
		]);
	}
});

test("a domain editor changes the domains that are named, and no other", async () => {
	const editor = await makePerson(db, host, { role: "domain editor", domains: ["named.example.net"] });
	people.set("limited", editor);
	const built = actionsBuilt();
	const id = (name: string) => built.get(name) ?? "";
	const add = (names: string) =>
		act("limited", id("domains/actions:addDomainsAction"), { names, installation: "com" });
	expect((await add("other.example.net")).body).toContain("is not among the domains of your role");
	const move = { name: "list.example.org", installation: "com", revision: "1" };
	expect((await act("limited", id("domains/actions:moveDomainAction"), move)).body).toContain(
		"Your role covers other domains: named.example.net.",
	);
	expect((await act("limited", id("domains/actions:removeDomainAction"), move)).body).toContain(
		"Your role covers other domains",
	);
	const test = { expect: "undeliverable" };
	expect(
		(await act("limited", id("tests/actions:saveTestAction"), { ...test, address: "x@list.example.org" }))
			.body,
	).toContain("Your role covers other domains");
	expect((await add("named.example.net")).body).toContain("named.example.net added to com");
	const { rows } = await db.execute("SELECT name, revision FROM Domain ORDER BY name");
	expect(rows.map((row) => row.name)).not.toContain("other.example.net");
	expect(rows.map((row) => row.name)).toContain("list.example.org");
	const gone = await act("limited", id("domains/actions:removeDomainAction"), {
		name: "named.example.net",
		revision: String(rows.find((row) => row.name === "named.example.net")?.revision),
	});
	expect(gone.to).toContain("/domains");
});
