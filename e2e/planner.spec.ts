import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./console";

/** The goal: from a change to the last plot drawn. */
const LIMIT_MS = 100;
const CHANGES = 11;

test("the plots answer each change of a number within 100 ms", async ({ console, page }) => {
	await console.open("delivery");
	const growth = page.getByRole("region", { name: "How it grows" });
	const entries = growth.getByRole("img", { name: /^Queue entries over members/ });
	await expect(entries).toBeVisible();
	await page.getByRole("radio", { name: /By Exim/ }).check();
	const members = page.getByRole("spinbutton", { name: "Members" });
	const recipients = page.getByLabel("Recipients on a message");
	await page.evaluate(() => {
		document.addEventListener("input", () => performance.mark("number changed"), true);
	});
	const picture = () => entries.locator("canvas").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
	const answered = async (change: () => Promise<void>): Promise<number> => {
		await page.evaluate(() => {
			performance.clearMarks("number changed");
			performance.clearMarks("plot drawn");
		});
		const before = await picture();
		await change();
		// The page's own last drawing after the change, as its own clock has it.
		await page.waitForFunction(() => performance.getEntriesByName("plot drawn").length > 0);
		await expect.poll(picture).not.toBe(before);
		return page.evaluate(() => {
			const [changed] = performance.getEntriesByName("number changed");
			const drawn = performance.getEntriesByName("plot drawn").at(-1);
			return (drawn?.startTime ?? Number.NaN) - (changed?.startTime ?? Number.NaN);
		});
	};
	const times: number[] = [];
	for (let change = 1; change <= CHANGES; change++)
		times.push(
			await (change % 2 === 0
				? answered(() => recipients.fill(String(10 + 3 * change)))
				: answered(() => members.fill(String(1_000 * change + 500)))),
		);
	const median = times.toSorted((a, b) => a - b)[Math.floor(CHANGES / 2)] ?? Number.NaN;
	test.info().annotations.push({ type: "milliseconds", description: times.map(Math.round).join(" ") });
	process.stdout.write(
		`Plots answered after ${times.map(Math.round).join(", ")} ms, median ${Math.round(median)}.\n`,
	);
	expect(median).toBeGreaterThan(0);
	expect(median).toBeLessThanOrEqual(LIMIT_MS);
});

test("what is drawn is a table too, and follows what is chosen", async ({ console, page }) => {
	await console.open("delivery");
	const growth = page.getByRole("region", { name: "How it grows" });
	await growth.getByText("The same as a table").click();
	const row = growth.getByRole("row", { name: /^Queue entries/ });
	await page.getByRole("radio", { name: /By Mailman/ }).check();
	await page.getByLabel("Interval, in posts").fill("1");
	await page.getByRole("spinbutton", { name: "Members" }).fill("3000");
	const here = row.getByRole("cell").nth(1);
	await expect(here).toHaveText("3,000");
	await page.getByRole("radio", { name: /By Exim/ }).check();
	await page.getByLabel("Recipients on a message").fill("50");
	// 42 in .com, 5 in .net and .org, 2 in .edu, .us and .ca, 12 elsewhere.
	await expect(here).toHaveText("61");
	await expect(
		growth.getByRole("img", { name: /^Queue entries over members: as set here 61, / }),
	).toBeVisible();

	await page.getByLabel("Recipients on a message").fill("");
	await expect(growth.getByRole("columnheader", { name: "as set here" })).toHaveCount(0);
});

test("the line and where members are can be told, and the times answer to them", async ({
	console,
	page,
}) => {
	await console.open("delivery");
	const costs = page.getByRole("complementary", { name: "What it costs" });
	await costs.getByText("The line and where members are").click();
	const last = costs.getByRole("definition").nth(6);
	await page.getByRole("radio", { name: /By Exim/ }).check();
	const before = await last.textContent();
	const uplink = costs.getByRole("spinbutton", { name: "Uplink, Mbit/s" });
	await expect(uplink).toHaveValue("0");
	await uplink.fill("1");
	// 2,000 messages of 20 kB and a little.
	await expect(last).toContainText("5.4 min");
	expect(before).not.toContain("min");
	await expect(costs.getByText("on an uplink of 1 Mbit/s", { exact: false })).toBeVisible();

	await costs.getByRole("spinbutton", { name: "% in .com" }).fill("95");
	await expect(costs.getByText("Counted with 70: give 0 to 90.", { exact: false })).toBeVisible();
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id }) => id)).toEqual([]);
});

test("addresses that don't survive VERP are listed, and a list's own members are what is counted with", async ({
	console,
	page,
}) => {
	await console.open("delivery");
	const addresses = page.getByRole("region", { name: "Addresses and VERP" });
	await expect(addresses.getByText("each one's name survives", { exact: false })).toBeVisible();
	await addresses
		.getByLabel("A list's members, one a line")
		.fill('ann@example.net\nprvs=12=bob@example.net\nCleo <cleo@example.org>\n"d e"@example.net\n');
	await expect(addresses.getByText("2 of 4 don't survive", { exact: false })).toBeVisible();
	const lost = addresses.getByRole("group", { name: "Addresses that don't survive" });
	await expect(lost.getByRole("row", { name: /prvs=12=bob@example\.net .*before the @/ })).toBeVisible();
	await expect(lost.getByRole("row", { name: /"d e"@example\.net .*needs quotes/ })).toBeVisible();
	await addresses.getByLabel("The list's name").fill("announcements-of-the-whole-department-of-botany");
	const risky = addresses.getByRole("group", { name: "Addresses that other servers may refuse" });
	await expect(risky.getByRole("row", { name: /ann@example\.net .*has 71 octets.*only 64/ })).toBeVisible();
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id }) => id)).toEqual([]);

	await addresses.getByRole("button", { name: "Count with these 4 members" }).click();
	await expect(page.getByRole("spinbutton", { name: "Members" })).toHaveValue("4");
	await expect(page.getByRole("spinbutton", { name: "% at big receivers" })).toHaveValue("100");
	await expect(page.getByText("One post of 20 kB to 4 members", { exact: false })).toBeVisible();
});

test("the host counts its own lists, and the planner counts with one of them", async ({ console, page }) => {
	await console.open("delivery");
	const recipients = page.getByLabel("Recipients on a message");
	await recipients.fill("7");
	const own = page.getByRole("region", { name: "The host's own lists" });
	await own.getByRole("link", { name: "Count the host's lists" }).click();
	const row = own.getByRole("row", { name: /^news simulated .*\/com/ });
	await expect(row.getByRole("cell").nth(1)).toHaveText("3");
	// What was typed is not lost.
	await expect(recipients).toHaveValue("7");
	await expect(own).not.toContainText("@");
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id }) => id)).toEqual([]);

	await row.getByRole("button", { name: "Count with news" }).click();
	await expect(own.getByText("counted with news", { exact: false })).toBeVisible();
	const members = page.getByRole("spinbutton", { name: "Members" });
	await expect(members).toHaveValue("3");
	await expect(page.getByText("One post of 20 kB to 3 members", { exact: false })).toBeVisible();
	await members.fill("4");
	await expect(page.getByText("One post of 20 kB to 4 members", { exact: false })).toBeVisible();
});

for (const theme of ["light", "dark"] as const)
	for (const width of [1280, 390])
		test(`the plots are accessible and fit, ${theme} at ${width} pixels`, async ({
			console,
			page,
			context,
		}) => {
			await page.setViewportSize({ width, height: 800 });
			await context.addCookies([{ name: "theme", value: theme, url: process.env.LISTKEEPER_URL ?? "" }]);
			await console.open("delivery");
			const growth = page.getByRole("region", { name: "How it grows" });
			await expect(growth.getByRole("img", { name: /^Queue entries over members/ })).toBeVisible();
			await growth.getByText("The same as a table").click();
			await page.getByText("More numbers", { exact: true }).click();
			const { violations } = await new AxeBuilder({ page }).analyze();
			expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)).toEqual([]);
			const overflow = await page.evaluate(
				() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
			);
			expect(overflow).toBe(0);
			const [narrowest] = await growth
				.getByRole("img")
				.evaluateAll((plots) => plots.map((plot) => plot.clientWidth).sort((a, b) => a - b));
			expect(narrowest).toBeGreaterThanOrEqual(200);
		});

test("numbers that are left empty are the programs' own, and those that would put mail off are refused", async ({
	console,
	page,
}) => {
	await console.open("delivery");
	await page.getByText("More numbers", { exact: true }).click();
	const taken = page.getByLabel("Recipients Exim takes on a message");
	await expect(taken).toHaveValue("");
	await expect(taken).toHaveAttribute("placeholder", "50,000");
	await page.getByLabel("Recipients on a message").fill("20");
	await taken.fill("10");
	await expect(page.getByText("Recipients that Exim puts off")).toBeVisible();
	const reason = page.getByText("Set recipients_max to 20 or more", { exact: false });
	await expect(reason).toBeVisible();
	// Two installations hold a connection each.
	await page.getByLabel("Connections Exim takes at a time").fill("5");
	const crowded = page.getByText("Set smtp_accept_max to 6 or more, or to 0.", { exact: false });
	await expect(crowded).toBeVisible();
	await page.getByLabel("Minutes until Mailman tries again").fill("7200");
	const givenUp = page.getByText("Mailman gives up after 7,200 minutes", { exact: false });
	await expect(givenUp).toBeVisible();
	await page.getByRole("button", { name: "Save delivery" }).click();
	await expect(page.getByRole("alert").filter({ hasText: "Not saved" })).toBeVisible();
	await expect(reason).toBeVisible();
	await expect(taken).toHaveValue("10");
	await expect(givenUp).toBeVisible();

	// What only the host as a whole can tell is refused too.
	await taken.fill("");
	await page.getByLabel("Minutes until Mailman tries again").fill("");
	await page.getByRole("button", { name: "Save delivery" }).click();
	await expect(page.getByLabel("Connections Exim takes at a time")).toHaveAttribute("aria-invalid", "true");
	await expect(crowded).toBeVisible();
});
