import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { createRehearsalHost } from "@/host/rehearsal/create";
import { startRehearsalHost, stopRehearsalHost } from "@/host/rehearsal/start";
import { temporaryRoot } from "@/host/testing/temporary-root";
import { Console } from "./console";
import { freePort, HttpsConsole } from "./https-console";
import { OWNER } from "./owner";

const PROGRAM = path.resolve("dist/listkeeper.mjs");

/** What the guide says goes into nginx's `server`, as it stands there. */
function guidesBlock(port: number): string {
	const guide = readFileSync("docs/administrators-guide.md", "utf8");
	const block = /^With nginx,.*\n\n```\n([\s\S]*?)^```$/m.exec(guide)?.[1];
	if (block === undefined) throw new Error("The guide has no block for nginx.");
	return block.replaceAll("PORT", String(port));
}

/** Debian's nginx before a console, with a certificate of its own making. */
class OwnNginx {
	private nginx: ChildProcess | undefined;
	private said = "";
	constructor(
		private readonly directory: string,
		readonly port: number,
	) {}

	async start(block: string) {
		mkdirSync(this.directory);
		const file = (name: string) => path.join(this.directory, name);
		const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"];
		execFileSync(
			"/usr/bin/openssl",
			[...request, "-subj", `/CN=${HttpsConsole.HOST}`, "-keyout", file("key"), "-out", file("certificate")],
			{ stdio: "pipe" },
		);
		const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
			.map((one) => `${one}_temp_path ${file(one)};`)
			.join(" ");
		writeFileSync(
			file("nginx.conf"),
			`daemon off; master_process off; pid ${file("pid")}; error_log stderr;
events {}
http {
	access_log off; ${places}
	server {
		listen 127.0.0.1:${this.port} ssl;
		ssl_certificate ${file("certificate")};
		ssl_certificate_key ${file("key")};
		${block}
	}
}
`,
		);
		this.nginx = spawn("/usr/sbin/nginx", ["-c", file("nginx.conf"), "-p", this.directory], {
			stdio: ["ignore", "ignore", "pipe"],
		});
		this.nginx.stderr?.setEncoding("utf8").on("data", (text: string) => {
			this.said += text;
		});
		await expect.poll(() => this.answers(), { timeout: 20_000 }).toBe(true);
	}

	private answers(): boolean {
		if (this.nginx?.exitCode != null) throw new Error(`nginx ended: ${this.said}`);
		try {
			execFileSync("/usr/bin/openssl", ["s_client", "-connect", `127.0.0.1:${this.port}`], {
				input: "",
				stdio: ["pipe", "ignore", "ignore"],
			});
			return true;
		} catch {
			return false;
		}
	}

	async stop() {
		const ended = new Promise((resolve) => this.nginx?.once("exit", resolve));
		this.nginx?.kill("SIGTERM");
		await ended;
	}
}

const behind = new HttpsConsole();
const directory = temporaryRoot();
let nginx: OwnNginx;
test.beforeAll(async () => {
	test.setTimeout(120_000);
	await createRehearsalHost({ directory: directory.path });
	await startRehearsalHost(directory.path, [process.execPath, PROGRAM]);
	await behind.start({ LISTKEEPER_REHEARSAL: directory.path, LISTKEEPER_PROGRAM: PROGRAM });
	nginx = new OwnNginx(path.join(behind.state, "nginx"), await freePort());
	await nginx.start(guidesBlock(behind.port));
});
test.afterAll(async () => {
	await nginx?.stop();
	await behind.stop();
	await stopRehearsalHost(directory.path);
	directory.remove();
});

test("behind the guide's nginx an owner comes in by HTTPS, follows a deployment, and leaves", async ({
	playwright,
}) => {
	test.setTimeout(120_000);
	const { launchOptions } = test.info().project.use;
	const rule = `--host-resolver-rules=MAP ${HttpsConsole.HOST}:443 127.0.0.1:${nginx.port}`;
	const browser = await playwright.chromium.launch({
		...launchOptions,
		args: [...(launchOptions?.args ?? []), rule],
	});
	try {
		const context = await browser.newContext({
			baseURL: behind.url,
			ignoreHTTPSErrors: true,
			locale: "en-GB",
		});
		const page = await context.newPage();
		await page.goto(`/setup/${behind.setupToken}`);
		await page.getByLabel("Your name").fill(OWNER.name);
		await page.getByLabel("E-mail address").fill(OWNER.email);
		await page.getByLabel("Password").fill(OWNER.password);
		await page.getByRole("button", { name: "Make the account" }).click();
		await page.waitForURL("**/hosts/new");
		const cookies = (await context.cookies()).filter(({ httpOnly }) => httpOnly);
		expect(cookies.length).toBeGreaterThan(0);
		for (const { name, secure } of cookies)
			expect({ name, secure }).toEqual({ name: expect.stringMatching(/^__(Host|Secure)-/), secure: true });

		await page.getByRole("button", { name: "Use the rehearsal host" }).click();
		await page.waitForURL(/\/hosts\/[^/]+\/domains/);
		const console = new Console(page);
		await console.addDomain("list.example.com", "com");
		await console.deploy();
		await console.expectLive();
		await context.clearCookies();
		await page.goto("/");
		await page.waitForURL(/\/sign-in/);
		expect(new URL(page.url()).origin).toBe(behind.url);
	} finally {
		await browser.close();
	}
});
