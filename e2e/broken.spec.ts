import { chmodSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import path from "node:path";
import type { Console } from "./console";
import { expect, test } from "./console";

const root = () => process.env.LISTKEEPER_REHEARSAL_ROOT ?? "";
const installation = (file: string) => path.join(root(), "srv/com/mailman", file);

/** Changes a harmless number, so that there is something to deploy, and deploys it. */
async function deployAChange(console: Console) {
	await console.open("delivery");
	const recipients = console.page.locator('[name="smtpMaxRcpts"]');
	await recipients.fill(String(Number(await recipients.inputValue()) + 1));
	await console.page.getByRole("button", { name: "Save delivery" }).click();
	await expect(console.page.getByText(/saved/i).first()).toBeVisible();
	await console.deploy();
}

/** The release that is live, as the frame says it. */
const liveRelease = async (console: Console) => {
	await console.open("overview");
	const [, number] =
		/Release (\d+) is live/.exec((await console.page.getByRole("main").textContent()) ?? "") ?? [];
	return Number(number);
};

/** The deployment on screen has ended, and its result names the release that is live. A step's line may name it before. */
const expectEnded = (console: Console, live: number) =>
	expect(
		console.page
			.getByRole("main")
			.getByRole("status")
			.getByText(new RegExp(`[Rr]elease ${live} is live`))
			.first(),
	).toBeVisible({ timeout: 60_000 });

/** Breaks something, deploys, and sees a sentence with what to do while the old release stays live. */
async function expectRefused(console: Console, breakIt: () => () => void, sentence: RegExp) {
	const before = await liveRelease(console);
	expect(before).toBeGreaterThan(0);
	const mend = breakIt();
	try {
		await deployAChange(console);
		await expectEnded(console, before);
		await expect(console.page.getByRole("main").getByText(sentence).first()).toBeVisible();
	} finally {
		mend();
	}
	expect(await liveRelease(console)).toBe(before);
}

test.describe.configure({ mode: "serial", timeout: 180_000 });

test("without the installation's wrapper a deployment ends in a sentence, and the old release stays live", async ({
	console,
}) => {
	await expectRefused(
		console,
		() => {
			renameSync(installation("mail/mailman"), installation("mail/mailman.away"));
			return () => renameSync(installation("mail/mailman.away"), installation("mail/mailman"));
		},
		/wrapper/,
	);
});

test("with a mailmanctl that fails a deployment ends in a sentence, and the old release stays live", async ({
	console,
}) => {
	await expectRefused(
		console,
		() => {
			const program = installation("bin/mailmanctl");
			const text = readFileSync(program);
			writeFileSync(program, "#!/bin/sh\necho 'No such list: mailman' >&2\nexit 1\n");
			chmodSync(program, 0o755);
			return () => writeFileSync(program, text);
		},
		/mailman/i,
	);
});

test("without Exim a deployment ends in a sentence, and the old release stays live", async ({ console }) => {
	await expectRefused(
		console,
		() => {
			const file = path.join(root(), "etc/listkeeper/host.json");
			const text = readFileSync(file, "utf8");
			const config = JSON.parse(text);
			config.exim.path = "/usr/sbin/no-exim-here";
			writeFileSync(file, JSON.stringify(config));
			return () => writeFileSync(file, text);
		},
		/Exim/,
	);
});

test("with Exim's port taken by another program a deployment ends in a sentence that names the port", async ({
	console,
}) => {
	const { target } = JSON.parse(readFileSync(path.join(root(), "etc/listkeeper/host.json"), "utf8"));
	const pid = Number(readFileSync(target.runtime.pidFile, "utf8"));
	let squatter: Server | null = null;
	const before = await liveRelease(console);
	process.kill(pid, "SIGTERM");
	await expect
		.poll(
			() =>
				new Promise<boolean>((resolve) => {
					// It hangs up on everybody at once, so that nobody waits for a greeting.
					const server = createServer((socket) => socket.destroy());
					server.once("error", () => resolve(false));
					server.listen(target.runtime.port, "127.0.0.1", () => {
						squatter = server;
						resolve(true);
					});
				}),
		)
		.toBe(true);
	try {
		await deployAChange(console);
		const named = new RegExp(`port ${target.runtime.port}`);
		await expect(console.page.getByRole("main").getByText(named).first()).toBeVisible({ timeout: 60_000 });
		await expectEnded(console, before);
	} finally {
		await new Promise((resolve) => (squatter as Server | null)?.close(resolve));
	}
});

test("once mended the same change deploys, and mail flows again", async ({ console }) => {
	await console.open("overview");
	await console.deploy();
	await console.expectLive();
});
