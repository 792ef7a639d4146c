import { test as base, expect, type Page } from "@playwright/test";
import { OWNER_SESSION } from "./owner";

/** A host's pages as a person uses them: by role and name. */
export class Console {
	constructor(readonly page: Page) {}

	/** Opens the only host's page. */
	async open(section: string) {
		if (!/\/hosts\/[^/]+\//.test(this.page.url())) {
			await this.page.goto("/");
			await this.page.waitForURL(/\/hosts\/[^/]+\/overview/);
		}
		const [host] = /^.*\/hosts\/[^/]+/.exec(this.page.url()) ?? [""];
		await this.page.goto(`${host}/${section}`);
		await expect(this.page.getByRole("heading", { level: 1 })).toBeVisible();
	}

	async addDomain(domain: string, installation: string) {
		await this.page.getByRole("textbox", { name: "Domain" }).fill(domain);
		await this.page.getByLabel("Installation").first().selectOption({ label: installation });
		await this.page.getByRole("button", { name: "Add", exact: true }).click();
		await expect(this.page.getByRole("table").getByText(domain).first()).toBeVisible();
	}

	/** Reviews and deploys what is not deployed yet; ends on the deployment's page. Out: the release's number. */
	async deploy(): Promise<number> {
		await this.page
			.getByRole("region", { name: "Changes not deployed" })
			.getByRole("link", { name: "Review" })
			.click();
		await this.page.waitForURL(/\/changes/);
		const button = this.page.getByRole("button", { name: /^Deploy release/ });
		const number = Number(/\d+/.exec((await button.textContent()) ?? "")?.[0]);
		await button.click();
		await this.page.waitForURL(/\/deployments\/[^/]+$/);
		return number;
	}

	/**
	 * The deployment on screen has ended with its release live and every address as expected. In: its number, where it
	 * matters that it has ended: while it is under way, the release before it is live.
	 */
	async expectLive(number: number | null = null) {
		const sentence = number === null ? /^Release \d+ is live\.$/ : `Release ${number} is live.`;
		await expect(this.page.getByText(sentence, { exact: true })).toBeVisible({ timeout: 60_000 });
		await expect(this.page.getByRole("main")).toContainText(/\d+ of \d+ answered as expected/);
		const [, answered, expected] =
			/(\d+) of (\d+) answered as expected/.exec((await this.page.getByRole("main").textContent()) ?? "") ??
			[];
		expect(Number(expected)).toBeGreaterThan(0);
		expect(answered).toBe(expected);
	}

	/** Sends a message on the rehearsal mail page, which must be open. */
	async send(message: {
		as: "An outsider" | "Mailman";
		sender: string;
		recipients: string;
		subject: string;
	}) {
		const { page } = this;
		await page.getByRole("radio", { name: message.as }).check();
		await page.getByLabel("Envelope sender").fill(message.sender);
		await page.getByLabel("Recipients").fill(message.recipients);
		await page.getByLabel("Subject").fill(message.subject);
		await page.getByRole("button", { name: "Send the message" }).click();
	}

	/** The messages received with a subject. */
	received = (subject: string) =>
		this.page
			.getByRole("list", { name: "Received messages" })
			.getByRole("listitem")
			.filter({ hasText: subject });
}

/** Tests of somebody who is signed in as the owner. */
export const test = base.extend<{ console: Console }>({
	storageState: OWNER_SESSION,
	console: async ({ page }, use) => use(new Console(page)),
});
export { expect };
