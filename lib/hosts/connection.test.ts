import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { HostEvent } from "@/lib/core/host/events";
import { newMailSystem } from "@/lib/core/system/mail-system";
import type { Ask } from "./connection";

let directory: string;
let connection: typeof import("./connection");
beforeAll(async () => {
	directory = mkdtempSync(path.join(tmpdir(), "listkeeper-connection-"));
	vi.stubEnv("LISTKEEPER_PROGRAM", path.resolve("lib/hosts/testing/answers.mjs"));
	vi.stubEnv("LISTKEEPER_SECRET", "a secret of the console's, not of the host's");
	vi.resetModules();
	connection = await import("./connection");
});
afterAll(() => {
	vi.unstubAllEnvs();
	rmSync(directory, { recursive: true });
});

/** A host that behaves like this; see testing/answers.mjs. */
const host = (behaviour: string) => ({ kind: "rehearsal" as const, root: path.join(directory, behaviour) });
const schema: Ask = { verb: "schema" };
const deploy: Ask = {
	verb: "deploy",
	system: newMailSystem("ada@example.com"),
	reviewed: "0".repeat(64),
	live: null,
	tests: [],
	note: "",
	confirmMinutes: null,
};

const alive = (pid: number) => {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
};
/** Which of the processes that a hanging host names still live: itself, and one that it has started. */
const living = (event: HostEvent | undefined) =>
	(event?.type === "line" ? event.text.split(" ").map(Number) : []).filter(alive);
const DEADLINE = { timeout: 10_000, interval: 20 };

describe("asking a host", () => {
	it("gives its events as they come, without what is none, and hands it one request and none of the console's secrets", async () => {
		const events: HostEvent[] = [];
		for await (const event of connection.askHost(host("answers"), schema, "Ada")) events.push(event);
		const [one, two, result] = events;
		expect(events).toHaveLength(3);
		expect([one, two]).toMatchObject([{ text: "one" }, { text: "two" }]);
		expect(result).toMatchObject({
			schema: {
				argv: ["serve", "--root", host("answers").root],
				request: { protocol: 1, actor: "Ada", verb: "schema" },
			},
		});
		expect(JSON.stringify(result)).not.toContain("a secret of the console's");
	});

	it("throws what the host refused with", async () => {
		await expect(connection.askForResult(host("refuses"), { verb: "schema" }, "Ada")).rejects.toMatchObject({
			diagnosis: { sentence: "It is Sunday.", remedy: "Wait." },
		});
	});

	it("that ends its answer in words this console doesn't know is of another version, and not waited for", async () => {
		const asked = connection.askForResult(host("newer"), { verb: "schema" }, "Ada");
		await expect(asked).rejects.toMatchObject({
			diagnosis: { code: "host-version-differs", remedy: expect.stringContaining("same version") },
		});
	});

	it("that ends without an answer gives its last words", async () => {
		await expect(connection.askForResult(host("dies"), { verb: "schema" }, "Ada")).rejects.toMatchObject({
			diagnosis: { code: "host-unanswered", said: ["host.json can't be read"] },
		});
	});

	it("that is this machine, without sudo, says so and how to get it", async () => {
		const { PATH } = process.env;
		vi.stubEnv("PATH", "/nonexistent");
		await expect(connection.askForResult({ kind: "local" }, { verb: "schema" }, "Ada")).rejects.toMatchObject(
			{
				diagnosis: { code: "sudo-missing", remedy: expect.stringContaining("apt-get install") },
			},
		);
		vi.stubEnv("PATH", PATH);
	});

	it("that says nothing for too long is ended with all it started, even if it doesn't want to", async () => {
		const asking = connection.askHost(host("hangs"), schema, "Ada", { silenceMs: 2_000 });
		const { value } = await asking.next();
		expect(living(value)).toHaveLength(2);
		await expect(asking.next()).rejects.toMatchObject({ diagnosis: { code: "host-silent" } });
		await vi.waitFor(() => expect(living(value)).toEqual([]), DEADLINE);
	}, 20_000);

	it("that nobody waits for any more is ended with all it started", async () => {
		const left = new AbortController();
		const asking = connection.askHost(host("hangs"), schema, "Ada", { signal: left.signal });
		const { value } = await asking.next();
		expect(living(value)).toHaveLength(2);
		left.abort(new Error("the reader left"));
		await expect(asking.next()).rejects.toThrow("the reader left");
		await vi.waitFor(() => expect(living(value)).toEqual([]), DEADLINE);
	}, 20_000);

	it("twice starts its program once, for as long as that lives", async () => {
		const ask = async () => (await connection.askForResult(host("stays"), { verb: "schema" }, "Ada")).schema;
		const first = z.object({ pid: z.number(), asked: z.literal(1) }).parse(await ask());
		expect(await ask()).toEqual({ pid: first.pid, asked: 2 });
		process.kill(first.pid, "SIGKILL");
		expect(await ask()).toMatchObject({ asked: 1, pid: expect.not.toBeOneOf([first.pid]) });
	});

	it("for two things at once starts a program for each", async () => {
		const ask = async () => (await connection.askForResult(host("stays"), { verb: "schema" }, "Ada")).schema;
		const [one, other] = await Promise.all([ask(), ask()]);
		expect(Reflect.get(Object(one), "pid")).not.toBe(Reflect.get(Object(other), "pid"));
	});

	it("that has answered and doesn't end is no longer waited for", async () => {
		const events: HostEvent[] = [];
		for await (const event of connection.askHost(host("lingers"), schema, "Ada")) events.push(event);
		expect(events).toMatchObject([{ type: "result" }]);
	}, 10_000);

	it("to deploy goes on to its end, whoever leaves", async () => {
		const { root } = host("deploys");
		mkdirSync(root);
		const left = new AbortController();
		const asking = connection.askHost(host("deploys"), deploy, "Ada", { signal: left.signal });
		expect((await asking.next()).value).toMatchObject({ text: "begun" });
		left.abort(new Error("the reader left"));
		await expect(asking.next()).rejects.toThrow("the reader left");
		writeFileSync(path.join(root, "go"), "");
		await vi.waitFor(() => expect(existsSync(path.join(root, "finished"))).toBe(true), DEADLINE);
	}, 20_000);
});
