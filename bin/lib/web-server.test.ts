import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { alive, stop } from "./own-process.mjs";
import { choosePort } from "./port.mjs";
import { PortTaken, startServer } from "./web-server.mjs";

let directory: string;
beforeEach(() => {
	directory = mkdtempSync(path.join(tmpdir(), "listkeeper-server-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const start = async (script: string, limitMs = 10_000) => {
	const port = await choosePort("127.0.0.1", null);
	const log = path.join(directory, "log/web.log");
	const started = startServer({
		argv: [process.execPath, "-e", script],
		env: { ...process.env, PORT: String(port) },
		address: `http://127.0.0.1:${port}`,
		log,
		limitMs,
	});
	return { started, log };
};
const SERVE = (status: number) =>
	`console.log("hello"); require("http").createServer((_, r) => { r.statusCode = ${status}; r.end(); }).listen(process.env.PORT, "127.0.0.1")`;

describe("the web server", () => {
	it("is there as soon as it answers, and its words are in the log", async () => {
		const { started, log } = await start(SERVE(307));
		const { own, ended } = await started;
		expect(alive(own)).toBe(true);
		expect(readFileSync(log, "utf8")).toContain("hello");
		await stop(own);
		await ended;
		expect(alive(own)).toBe(false);
	});

	it("that ends before it answers is told with the end of its log", async () => {
		const { started } = await start('console.error("the database is locked"); process.exit(3)');
		await expect(started).rejects.toThrow(/ended before it answered[\s\S]*the database is locked/);
	});

	it("that finds its port taken is not confused with whoever has it", async () => {
		const other = createServer((_, response) => response.end("other"));
		await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
		const { port } = other.address() as AddressInfo;
		const serve = (script: string) =>
			startServer({
				argv: [process.execPath, "-e", script],
				env: { ...process.env, PORT: String(port) },
				address: `http://127.0.0.1:${port}`,
				log: path.join(directory, "web.log"),
				limitMs: 10_000,
			});
		try {
			await expect(serve(SERVE(200))).rejects.toThrow(PortTaken);
			// One that doesn't notice goes on living beside the other.
			await expect(serve("setInterval(() => {}, 1000)")).rejects.toThrow(PortTaken);
		} finally {
			await new Promise((done) => other.close(done));
		}
	});

	it("that only fails is not taken for started, and is stopped", async () => {
		const { started } = await start(SERVE(500), 1_000);
		await expect(started).rejects.toThrow("status 500");
	});
});
