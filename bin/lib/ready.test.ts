import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readyLine } from "./ready.mjs";

let directory: string;
let token: string;
let owner: boolean;
let server: http.Server;
let address: string;
beforeEach(async () => {
	directory = mkdtempSync(path.join(tmpdir(), "listkeeper-ready-"));
	token = path.join(directory, "setup-token");
	server = http.createServer((request, response) => {
		response.statusCode = request.url === "/api/health" ? 200 : 404;
		response.end(JSON.stringify({ owner }));
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const bound = server.address();
	address = `http://127.0.0.1:${typeof bound === "object" && bound ? bound.port : 0}`;
});
afterEach(async () => {
	await new Promise((resolve) => server.close(resolve));
	rmSync(directory, { recursive: true });
});

describe("the one line", () => {
	it("has the set-up link while there is no owner, the same one each time, readable to its owner only", async () => {
		owner = false;
		const line = await readyLine({ address, url: address, setupToken: token });
		const kept = readFileSync(token, "utf8").trim();
		expect(line).toContain(`${address}/setup/${kept}`);
		expect(Buffer.from(kept, "base64url")).toHaveLength(32);
		expect(statSync(token).mode & 0o777).toBe(0o600);
		expect(await readyLine({ address, url: address, setupToken: token })).toBe(line);
	});

	it("names the address that people use, where a proxy stands in front", async () => {
		owner = false;
		const line = await readyLine({ address, url: "https://lists.example", setupToken: token });
		expect(line).toMatch(
			/^Listkeeper is at https:\/\/lists\.example · .*: https:\/\/lists\.example\/setup\/[\w-]+$/,
		);
	});

	it("is the address alone once there is an owner", async () => {
		owner = true;
		expect(await readyLine({ address, url: address, setupToken: token })).toBe(`Listkeeper is at ${address}`);
	});
});
