import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { HostEvent } from "@/lib/core/host/events";

const LOCAL = { kind: "local" } as const;

let directory: string;
let server: Server;
let connection: typeof import("./connection");
/** How the program behaves that each connection starts; see testing/answers.mjs. */
let behaviour: string;
const connections: Socket[] = [];
const programs: ChildProcess[] = [];
beforeAll(async () => {
	directory = mkdtempSync(path.join(tmpdir(), "listkeeper-socket-"));
	server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
		const answers = path.resolve("lib/hosts/testing/answers.mjs");
		const root = path.join(directory, behaviour);
		programs.push(
			spawn(process.execPath, [answers, "serve", "--root", root], { stdio: [socket, socket, socket] }),
		);
		connections.push(socket);
		socket.destroy();
	});
	const place = path.join(directory, "socket");
	await new Promise<void>((listens) => server.listen(place, listens));
	vi.stubEnv("LISTKEEPER_HOST_SOCKET", place);
	vi.stubEnv("LISTKEEPER_SECRET", "a secret of the console's, not of the host's");
	vi.resetModules();
	connection = await import("./connection");
});
beforeEach(() => {
	connections.length = 0;
});
afterAll(() => {
	for (const program of programs) program.kill("SIGKILL");
	server.close();
	vi.unstubAllEnvs();
	rmSync(directory, { recursive: true });
});

describe("a host that is asked at a socket", () => {
	it("gives its events as they come, without what is none", async () => {
		behaviour = "answers";
		const events: HostEvent[] = [];
		for await (const event of connection.askHost(LOCAL, { verb: "schema" }, "Ada")) events.push(event);
		expect(events).toHaveLength(3);
		expect(events.at(-1)).toMatchObject({
			schema: { request: { protocol: 1, actor: "Ada", verb: "schema" } },
		});
	});

	it("is asked again where it has answered before", async () => {
		behaviour = "stays";
		const told = [1, 2].map(() => connection.askForResult(LOCAL, { verb: "schema" }, "Ada"));
		await Promise.all(told);
		const before = connections.length;
		await connection.askForResult(LOCAL, { verb: "schema" }, "Ada");
		expect(connections).toHaveLength(before);
	});

	it("that ends without an answer gives its last words", async () => {
		behaviour = "dies";
		const asked = connection.askForResult(LOCAL, { verb: "schema" }, "Ada", { anew: true });
		await expect(asked).rejects.toMatchObject({
			diagnosis: { code: "host-unanswered", said: ["host.json can't be read"] },
		});
	});

	it("that says nothing for too long is no longer waited for", async () => {
		behaviour = "hangs";
		const asking = connection.askHost(LOCAL, { verb: "schema" }, "Ada", { anew: true, silenceMs: 2_000 });
		expect((await asking.next()).value).toMatchObject({ type: "line" });
		await expect(asking.next()).rejects.toMatchObject({ diagnosis: { code: "host-silent" } });
	}, 10_000);

	it("that isn't there is not waited for, and what puts it there is said", async () => {
		vi.stubEnv("LISTKEEPER_HOST_SOCKET", path.join(directory, "nothing"));
		vi.resetModules();
		const anew = await import("./connection");
		await expect(anew.askForResult(LOCAL, { verb: "schema" }, "Ada")).rejects.toMatchObject({
			diagnosis: {
				code: "host-program-missing",
				remedy: expect.stringContaining("sudo bin/install"),
				said: [expect.stringContaining("ENOENT")],
			},
		});
	});
});
