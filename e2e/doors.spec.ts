import { type Browser, type BrowserContextOptions, request } from "@playwright/test";
import { expect, test } from "./console";
import { OWNER } from "./owner";

const url = process.env.LISTKEEPER_URL ?? "";
const SESSION = "listkeeper.session_token";

/** A browser of somebody who is not signed in. */
const stranger = async (browser: Browser, options: BrowserContextOptions = {}) =>
	(await browser.newContext({ storageState: { cookies: [], origins: [] }, ...options })).newPage();

/** Requests of somebody who is not signed in. */
const outside = () => request.newContext({ baseURL: url, storageState: { cookies: [], origins: [] } });

type Page = Awaited<ReturnType<typeof stranger>>;

async function signIn(page: Page, { email, password } = OWNER) {
	await page.getByLabel("E-mail address").fill(email);
	await page.getByLabel("Password").fill(password);
	await page.getByRole("button", { name: "Sign in" }).click();
}

const sessionOf = async (page: Page) =>
	(await page.context().cookies()).find((cookie) => cookie.name === SESSION);

/** Posts the sign-in form as a browser without JavaScript does, as if from a page of `origin`. Out: the session it got. */
async function postSignIn(origin: string) {
	const http = await outside();
	const html = await (await http.get("/sign-in")).text();
	const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g)];
	const fields = hidden.map(([, name = "", value = ""]) => [name, value.replaceAll("&quot;", '"')]);
	const response = await http.post("/sign-in", {
		headers: { origin },
		multipart: { ...Object.fromEntries(fields), email: OWNER.email, password: OWNER.password },
		maxRedirects: 0,
	});
	const session = /listkeeper\.session_token=[^;]+/.exec(response.headers()["set-cookie"] ?? "");
	await http.dispose();
	return session?.[0] ?? null;
}

test("a stranger gets no page and no stream of a host, however it is asked for", async ({
	console,
	page,
}) => {
	await console.open("overview");
	const { pathname } = new URL(page.url().replace(/\/overview.*$/, ""));
	const name = await page.getByRole("heading", { level: 1 }).textContent();
	const http = await outside();
	for (const path of [
		"/",
		"/hosts/new",
		...["", "/overview", "/domains", "/domains/list.example.com", "/mailman", "/mailman/com", "/delivery"],
		...["/policy", "/tests", "/tests/stream", "/changes", "/deployments", "/deployments/x", "/mail"],
		...["/audit", "/audit/export", "/audit/export?as=csv"],
		"/deployments/x/stream",
	].map((path) => (path === "/" || path === "/hosts/new" ? path : pathname + path)))
		for (const headers of [{}, { rsc: "1" }]) {
			const response = await http.get(path, { headers });
			const body = await response.text();
			// A page asked for as the router asks may be answered with the redirect as data.
			expect(`${response.url()}\n${"rsc" in headers ? body : ""}`, path).toMatch(/\/sign-in\b/);
			expect(body, path).not.toContain(name ?? "");
		}
	await http.dispose();
});

test("every page forbids scripts but its own, and being framed, by a policy with a fresh nonce", async () => {
	const http = await outside();
	const policies = await Promise.all(
		["/sign-in", "/sign-in", "/nothing-here"].map(
			async (path) => (await http.get(path)).headers()["content-security-policy"] ?? "",
		),
	);
	const scripts = policies.map((policy) => /script-src ([^;]*)/.exec(policy)?.[1] ?? "");
	for (const source of scripts) {
		expect(source).toMatch(/'nonce-[\w+/=]{20,}'/);
		expect(source).not.toMatch(/unsafe-inline|unsafe-eval|\*|https?:/);
	}
	expect(new Set(scripts).size).toBe(scripts.length);
	for (const policy of policies)
		for (const part of [
			"frame-ancestors 'none'",
			"base-uri 'none'",
			"object-src 'none'",
			"form-action 'self'",
		])
			expect(policy).toContain(part);
	const headers = (await http.get("/sign-in")).headers();
	expect(headers["x-content-type-options"]).toBe("nosniff");
	expect(headers).not.toHaveProperty("x-powered-by");
	await http.dispose();
});

test("signing in leads back to the page that was asked for, and never out of the console", async ({
	browser,
	console,
	page,
}) => {
	await console.open("policy");
	const visitor = await stranger(browser);
	await visitor.goto(page.url());
	await visitor.waitForURL(/\/sign-in\?back=/);
	await signIn(visitor);
	await visitor.waitForURL(page.url());
	for (const back of ["//evil.example", "https://evil.example/hosts/1", "/\\evil.example"]) {
		await visitor.context().clearCookies();
		await visitor.goto(`${url}/sign-in?back=${encodeURIComponent(back)}`);
		await signIn(visitor);
		await visitor.waitForURL(`${url}/hosts/*/overview`);
	}
	await visitor.context().close();
});

test("a session is out of reach of scripts and other sites, new at each signing in, and worth nothing after signing out", async ({
	browser,
	console,
	page,
}) => {
	await console.open("overview");
	const visitor = await stranger(browser);
	const planted = { name: SESSION, value: "planted-by-somebody-else", url };
	await visitor.context().addCookies([planted]);
	await visitor.goto(page.url());
	await signIn(visitor);
	await visitor.waitForURL(page.url());
	const session = await sessionOf(visitor);
	expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax" });
	expect(session?.value).not.toBe(planted.value);

	await visitor.getByText("Your account").locator("..").click();
	await visitor.getByRole("button", { name: "Sign out" }).click();
	await visitor.waitForURL("**/sign-in");
	expect(await sessionOf(visitor)).toBeUndefined();
	const [token = "", signature = ""] = decodeURIComponent(session?.value ?? "").split(".");
	for (const value of [
		session?.value ?? "",
		encodeURIComponent(`${token}.${signature.replace(/.$/, "A")}`),
	]) {
		await visitor.context().addCookies([{ ...planted, value }]);
		await visitor.goto(page.url());
		await visitor.waitForURL(/\/sign-in/);
	}
	await visitor.context().close();
});

test("a form that another site posts does nothing; the same form from the console works", async () => {
	expect(await postSignIn("https://evil.example")).toBeNull();
	expect(await postSignIn(url)).toMatch(/^listkeeper\.session_token=.{20,}/);
});

test("an address without an account is answered as one with another password, and tries at it are slowed down", async ({
	browser,
}) => {
	// Without JavaScript each answer is a page of its own, so that none is taken for the one before.
	const visitor = await stranger(browser, { javaScriptEnabled: false });
	const answerTo = async (person: typeof OWNER) => {
		await visitor.goto(`${url}/sign-in`);
		await signIn(visitor, person);
		return visitor.getByRole("main").getByRole("alert").textContent();
	};
	const refused = await answerTo({ ...OWNER, password: "another password" });
	expect(refused).toMatch(/don't belong together/);
	const nobody = { ...OWNER, email: "nobody@example.net" };
	let answer: string | null = refused;
	for (let tries = 1; tries <= 12 && answer === refused; tries++) answer = await answerTo(nobody);
	expect(answer).toMatch(/Too many tries from where you are\. Wait \d+ seconds?, then try again\./);
	await expect(visitor.getByLabel("E-mail address")).toHaveValue(nobody.email);
	await expect(visitor.getByLabel("Password")).toHaveValue("");
	// Another account is not slowed down by it.
	await visitor.goto(`${url}/sign-in`);
	await signIn(visitor);
	await visitor.waitForURL("**/overview");
	await visitor.context().close();
});

test("without JavaScript one signs in, changes the theme and signs out", async ({ browser }) => {
	const visitor = await stranger(browser, { javaScriptEnabled: false });
	await visitor.goto(`${url}/sign-in`);
	await signIn(visitor);
	await visitor.waitForURL("**/overview");
	await visitor.getByRole("button", { name: "Change to light" }).click();
	await expect(visitor.getByRole("button", { name: "Change to dark" })).toBeVisible();
	await expect(visitor.locator("html")).toHaveAttribute("data-theme", "light");
	await visitor.getByText("Your account").locator("..").click();
	await visitor.getByRole("button", { name: "Sign out" }).click();
	await visitor.waitForURL("**/sign-in");
	await visitor.context().close();
});
