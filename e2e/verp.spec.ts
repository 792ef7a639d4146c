import { expect, test } from "./console";

const MEMBER = "member@elsewhere.example";

test("VERP moved to Exim changes the envelope sender that the world sees, after its deployment and not before", async ({
	console,
	page,
}) => {
	test.setTimeout(180_000);
	const post = async (subject: string) => {
		await console.open("mail");
		await console.send({
			as: "Mailman",
			sender: "news-bounces@list.example.com",
			recipients: MEMBER,
			subject,
		});
		const received = console.received(subject).filter({ hasText: MEMBER });
		await expect(received).toHaveCount(1, { timeout: 30_000 });
		return received;
	};

	await test.step("without VERP the sender is the list's bounce address", async () => {
		const received = await post("Before VERP");
		await expect(received.getByText("news-bounces@list.example.com", { exact: true })).toBeVisible();
	});

	await test.step("saving changes what is wanted, and nothing on the host", async () => {
		await console.open("delivery");
		await page.getByRole("radio", { name: /By Exim/ }).check();
		await page.getByRole("button", { name: "Save delivery" }).click();
		await expect(page.getByRole("region", { name: "Changes not deployed" })).toBeVisible();
		await post("Saved, not deployed").then((received) =>
			expect(received.getByText("news-bounces@list.example.com", { exact: true })).toBeVisible(),
		);
	});

	await test.step("the review says what it costs, in words, and deploying makes it live", async () => {
		await console.open("delivery");
		await page.getByRole("link", { name: "Review", exact: true }).click();
		await expect(page.getByText(/VERP .*Exim/).first()).toBeVisible();
		await page.getByRole("button", { name: /^Deploy release/ }).click();
		await page.waitForURL(/\/deployments\/[^/]+$/);
		await console.expectLive();
	});

	await test.step("now every member is named in the sender", async () => {
		const received = await post("With VERP");
		await expect(
			received
				.getByRole("definition")
				.filter({ hasText: "news-bounces+member=elsewhere.example@list.example.com" }),
		).toBeVisible();
	});
});
