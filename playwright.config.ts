import { defineConfig } from "@playwright/test";

/** Debian's own Chromium; as root it has no sandbox, and it must ask nobody outside. */
const chromium = {
	executablePath: "/usr/bin/chromium",
	args: [
		"--no-sandbox",
		"--disable-dev-shm-usage",
		"--disable-gpu",
		"--disable-background-networking",
		"--disable-component-update",
		"--disable-sync",
		"--disable-quic",
		"--no-first-run",
	],
};

/** The console runs from its own state directory on a free port, started by `npm run up` in the global set-up. */
export default defineConfig({
	testDir: "e2e",
	outputDir: "test-results/e2e",
	globalSetup: "./e2e/global-setup.ts",
	forbidOnly: true,
	retries: 0,
	workers: 1,
	fullyParallel: false,
	timeout: 120_000,
	// A page may wait for its host: generous, and never waited out when things go well.
	expect: { timeout: 30_000 },
	reporter: "list",
	// The first run makes the account that the others use; it happens once, as it does for people.
	projects: [
		{ name: "first run", testMatch: "first-run.setup.ts" },
		{ name: "journeys", testMatch: "*.spec.ts", dependencies: ["first run"] },
	],
	use: {
		browserName: "chromium",
		baseURL: process.env.LISTKEEPER_URL,
		launchOptions: chromium,
		locale: "en-GB",
		screenshot: "only-on-failure",
		trace: "retain-on-failure",
	},
});
