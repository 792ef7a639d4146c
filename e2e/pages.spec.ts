import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./console";

/** A browser that nobody has signed in with; contexts take the tests' session otherwise. */
const STRANGER = { storageState: { cookies: [], origins: [] } };

const PAGES = [
	"overview",
	"domains",
	"mailman",
	"delivery",
	"policy",
	"policy/lab",
	"tests",
	"changes",
	"look",
	"deployments",
	"setup/connect",
	"setup/look",
	"setup/import",
	"setup/domains",
	"setup/domains?installation=com",
	"setup/delivery",
	"setup/policy",
	"setup/review",
	"setup/dry-run",
	"setup/deploy",
	"setup/verify",
	"mail",
	"team",
	"audit",
	"audit?q=nothing-like-it",
];

const BEFORE_SIGNING_IN = ["/sign-in", "/sign-in/code", "/forgotten", "/invite/none", "/reset/none"];

for (const theme of ["light", "dark"] as const)
	for (const width of [1280, 390])
		test(`every page is accessible and fits, ${theme} at ${width} pixels`, async ({
			page,
			console,
			context,
		}) => {
			test.setTimeout(180_000);
			const failures: string[] = [];
			page.on("pageerror", (error) => failures.push(`${page.url()}: ${error.message}`));
			page.on("console", (message) => {
				if (message.type() === "error") failures.push(`${page.url()}: ${message.text()}`);
			});
			await page.setViewportSize({ width, height: 800 });
			await context.addCookies([{ name: "theme", value: theme, url: process.env.LISTKEEPER_URL ?? "" }]);
			await console.open("overview");
			const host = page.url().replace(/\/overview.*$/, "");
			const deployment = async () => {
				await page.goto(`${host}/deployments`);
				await page
					.getByRole("link", { name: /Release \d+/ })
					.first()
					.click();
				await page.waitForURL(/\/deployments\/[^/]+$/);
				return page.url();
			};
			const urls = [...PAGES.map((section) => `${host}/${section}`), await deployment()];
			const { origin } = new URL(host);
			for (const url of [
				...urls,
				`${origin}/hosts/new`,
				`${origin}/hosts/new/local`,
				`${origin}/hosts/new/ssh`,
				`${origin}/account`,
				`${host}/nothing-here`,
			]) {
				await page.goto(url);
				await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
				await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
				const { violations } = await new AxeBuilder({ page }).analyze();
				for (const { id, nodes } of violations)
					failures.push(`${url}: ${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
				const overflow = await page.evaluate(
					() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
				);
				if (overflow > 0) failures.push(`${url}: ${overflow} pixels wider than the window`);
			}
			expect(failures.filter((failure) => !failure.includes("/nothing-here: Failed to load"))).toEqual([]);
		});

test("the pages before signing in are accessible in both themes", async ({ browser }) => {
	const url = process.env.LISTKEEPER_URL ?? "";
	for (const colorScheme of ["light", "dark"] as const) {
		const page = await (await browser.newContext({ colorScheme, ...STRANGER })).newPage();
		for (const address of [
			...BEFORE_SIGNING_IN.map((path) => url + path),
			process.env.LISTKEEPER_SETUP_LINK ?? "",
		]) {
			await page.goto(address);
			await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
			const { violations } = await new AxeBuilder({ page }).analyze();
			expect(violations).toEqual([]);
		}
		await page.context().close();
	}
});
