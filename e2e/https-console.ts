import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { actionsBuilt } from "./edges";

/** What a console answered. */
export type Answer = { status: number; headers: http.IncomingHttpHeaders; body: string; ms: number };

/** A port on loopback that nobody listens at. */
export const freePort = () =>
	new Promise<number>((resolve) => {
		const server = createServer().listen(0, "127.0.0.1", () => {
			const bound = server.address();
			server.close(() => resolve(typeof bound === "object" && bound ? bound.port : 0));
		});
	});

/**
 * A console of its own as it runs behind an HTTPS proxy on the same machine, with nobody in it yet. The tests are the
 * proxy: they say who is asking and for which host.
 */
export class HttpsConsole {
	static readonly HOST = "console.example.test";
	readonly url = `https://${HttpsConsole.HOST}`;
	readonly setupToken = "s".repeat(43);
	readonly state = mkdtempSync(path.join(tmpdir(), "listkeeper-https-"));
	private server: ChildProcess | undefined;
	port = 0;
	private said = "";

	/** In: what its environment has besides. */
	async start(more: Readonly<Record<string, string>> = {}) {
		this.port = await freePort();
		const env = {
			...process.env,
			NODE_ENV: "production",
			HOSTNAME: "127.0.0.1",
			PORT: String(this.port),
			DATABASE_URL: `file:${path.join(this.state, "listkeeper.db")}`,
			LISTKEEPER_STATE: this.state,
			LISTKEEPER_SECRET: "t".repeat(43),
			LISTKEEPER_SETUP_TOKEN_FILE: path.join(this.state, "setup-token"),
			LISTKEEPER_URL: this.url,
			...more,
		} as NodeJS.ProcessEnv;
		writeFileSync(path.join(this.state, "setup-token"), `${this.setupToken}\n`);
		execFileSync(process.execPath, ["bin/migrate.mjs", "deploy"], { env, stdio: "pipe" });
		const dist = process.env.NEXT_DIST_DIR || ".next";
		this.server = spawn(process.execPath, [path.join(dist, "standalone/server.js")], {
			env,
			stdio: ["ignore", "pipe", "pipe"],
		});
		for (const stream of [this.server.stdout, this.server.stderr])
			stream?.setEncoding("utf8").on("data", (text: string) => {
				this.said += text;
			});
		const deadline = Date.now() + 30_000;
		for (;;) {
			const answered = await this.ask("/api/health").catch(() => null);
			if (answered?.status === 200) return;
			if (Date.now() > deadline) throw new Error(`The console did not start: ${this.said}`);
			await pause(50);
		}
	}

	async stop() {
		const ended = new Promise((resolve) => this.server?.once("exit", resolve));
		this.server?.kill("SIGKILL");
		await ended;
		rmSync(this.state, { recursive: true, force: true });
	}

	/** What the console wrote into its log. */
	log = () => this.said;
	/** A file of the state directory. */
	read = (name: string) => readFileSync(path.join(this.state, name), "utf8");

	/** Asks the console. In: headers replace what the proxy sends; `undefined` leaves one out. */
	ask(
		address: string,
		{
			from = "192.0.2.1",
			method = "GET",
			headers = {},
			body,
		}: {
			from?: string;
			method?: string;
			headers?: Record<string, string | undefined>;
			body?: Buffer | string | undefined;
		} = {},
	): Promise<Answer> {
		const began = performance.now();
		const sent: Record<string, string | undefined> = {
			host: HttpsConsole.HOST,
			"x-forwarded-for": from,
			"x-forwarded-proto": "https",
			...headers,
		};
		const given = Object.entries(sent).filter((entry): entry is [string, string] => entry[1] !== undefined);
		return new Promise((resolve, reject) => {
			const request = http.request(
				{ host: "127.0.0.1", port: this.port, path: address, method, headers: Object.fromEntries(given) },
				(response) => {
					let text = "";
					response.setEncoding("utf8").on("data", (piece: string) => {
						text += piece;
					});
					response.on("end", () =>
						resolve({
							status: response.statusCode ?? 0,
							headers: response.headers,
							body: text,
							ms: performance.now() - began,
						}),
					);
					response.on("error", reject);
				},
			);
			request.on("error", reject);
			request.end(body);
		});
	}

	/** Sends megabytes without having said how many. Out: how many were sent before the console ended the connection. */
	pour(address: string, megabytes: number, headers: Record<string, string>): Promise<number> {
		const portion = Buffer.alloc(1_000_000, "a");
		return new Promise((resolve) => {
			const request = http.request({
				...{ host: "127.0.0.1", port: this.port, path: address, method: "POST" },
				headers: { host: HttpsConsole.HOST, "transfer-encoding": "chunked", ...headers },
			});
			let sent = 0;
			const more = () => {
				while (sent < megabytes && !request.destroyed) {
					sent++;
					if (!request.write(portion)) return;
				}
				if (sent === megabytes) request.end();
			};
			request.on("response", (response) => response.resume());
			request.on("error", () => resolve(sent));
			request.on("drain", more);
			request.on("close", () => resolve(sent));
			more();
		});
	}

	/**
	 * Uses an action as its form does. In: its name as in `session/actions:signInAction`, and the form's fields;
	 * `alone` for one that takes the form and no state before it; `at` a page that has it, where it sets a cookie.
	 */
	async act(
		action: string,
		fields: Record<string, string>,
		more: {
			from?: string;
			cookie?: string;
			alone?: boolean;
			at?: string;
			headers?: Record<string, string | undefined>;
		} = {},
	): Promise<Answer> {
		const form = new FormData();
		for (const [name, value] of Object.entries(fields)) form.append(`_1_${name}`, value);
		form.append("0", JSON.stringify(more.alone ? ["$K1"] : [{ values: {}, fieldErrors: {} }, "$K1"]));
		const wrapped = new Response(form);
		const body = Buffer.from(await wrapped.arrayBuffer());
		return this.ask(more.at ?? "/sign-in", {
			method: "POST",
			body,
			...(more.from ? { from: more.from } : {}),
			headers: {
				"content-type": wrapped.headers.get("content-type") ?? "",
				"content-length": String(body.length),
				"next-action": actionsBuilt().get(action),
				origin: this.url,
				cookie: more.cookie,
				...more.headers,
			},
		});
	}
}

/** The sentences an action answered with. */
export const sentenceOf = ({ body }: Answer): string => /"message":"((\\.|[^"])*)"/.exec(body)?.[1] ?? "";

/** The cookies an answer sets, whole. */
export const setCookies = ({ headers }: Answer): string[] => headers["set-cookie"] ?? [];
