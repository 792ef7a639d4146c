import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROTOCOL } from "@/lib/core/host/protocol";
import { makeTestHost, type TestHost } from "./testing/host";
import { changeOver, live, type Scene, setScene } from "./testing/kill-table";
import { call } from "./testing/program";
import { until } from "./testing/until";
import { expectWhole } from "./testing/whole";

let host: TestHost;
let scene: Scene;
beforeAll(async () => {
	host = await makeTestHost({ sink: true });
	scene = await setScene(host);
});
afterAll(() => host.remove());

const serve = async (stdin: string) => (await call(["--root", host.root, "serve"], { stdin })).ended;
const status = { protocol: PROTOCOL, actor: "test", verb: "status" };

describe("a request", () => {
	it.each([
		["text that is not JSON", "deploy everything", "request-not-json"],
		["nothing", "", "request-not-json"],
		[
			"another version of the protocol",
			JSON.stringify({ ...status, protocol: PROTOCOL + 1 }),
			"protocol-version",
		],
		["an unknown verb", JSON.stringify({ ...status, verb: "shell" }), "request-refused"],
		["a field that is none of the verb's", JSON.stringify({ ...status, command: "id" }), "request-refused"],
		["an actor with a line break", JSON.stringify({ ...status, actor: "a\nb" }), "request-refused"],
		[
			"configuration text instead of settings",
			JSON.stringify({ ...status, verb: "render", system: "accept hosts = *" }),
			"request-refused",
		],
		["more bytes than any settings have", `"${"x".repeat(33 * 1024 * 1024)}"`, "request-too-long"],
	])("of %s is refused with exit status 2", async (_, stdin, code) => {
		const called = await serve(stdin);
		expect(called.last).toMatchObject({ type: "error", code: "usage", diagnosis: { code } });
		expect(called.events).toHaveLength(1);
		expect(called.status).toBe(2);
	});

	it("is answered with events, a JSON object a line, of which the last is the result", async () => {
		const called = await serve(JSON.stringify(status));
		expect(called.last).toMatchObject({ type: "result", verb: "status" });
		expect(called.stdout.trimEnd().split("\n")).toHaveLength(called.events.length);
		expect(called.stderr).toBe("");
		expect(called.status).toBe(0);
	});

	it("may follow another on the same stream, and a refused one keeps nobody from the next", async () => {
		const lines = [status, { ...status, verb: "shell" }, { ...status, verb: "schema" }];
		const called = await serve(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
		expect(called.events.map((event) => ("verb" in event ? event.verb : event.type))).toEqual([
			...["status", "error", "schema"],
		]);
		expect(called.status).toBe(0);
	});

	it("may be written over several lines", async () => {
		expect((await serve(JSON.stringify(status, null, 2))).last).toMatchObject({ verb: "status" });
	});

	it("to test addresses streams a verdict for each", async () => {
		const tests = ["news@list.example.com", "nobody@list.example.org"].map((address) => ({
			address,
			sender: null,
			sendingHost: null,
			expect: { kind: "any" },
			why: "",
		}));
		const called = await host.ask({ verb: "test", tests });
		const verdicts = called.events.flatMap((event) =>
			event.type === "verdict" ? [event.tested.verdict] : [],
		);
		expect(verdicts.map((one) => [one.address, one.outcome])).toEqual([
			["news@list.example.com", "routed"],
			["nobody@list.example.org", "undeliverable"],
		]);
	});

	it("to send hands a message to Exim, and what arrives can be asked for", async () => {
		const sent = await host.ask({
			verb: "send",
			as: "outside",
			sender: "someone@example.net",
			recipients: ["news@list.example.com"],
			subject: "served",
		});
		expect(sent.last).toMatchObject({ type: "result", verb: "send", accepted: true });
		await until("the post at the wrapper and at the sink", async () => {
			const { last } = await host.ask({ verb: "received", limit: 50 });
			if (last?.type !== "result" || last.verb !== "received") throw new Error(JSON.stringify(last));
			const ours = last.messages.filter((message) => message.headers.includes("Subject: served"));
			return ours.some((one) => one.delivery?.command === "post") && ours.some((one) => one.delivery === null)
				? true
				: null;
		});
	});

	it("whose asker leaves in the middle is carried out to its end", async () => {
		const before = live(scene);
		const stdin = JSON.stringify({ protocol: PROTOCOL, actor: "test", ...changeOver(scene, "deploy") });
		const { child, ended } = await call(["--root", host.root, "serve"], { stdin });
		child.stdout?.once("data", () => {
			child.stdout?.destroy();
			child.kill("SIGHUP");
		});
		await ended;
		expect(live(scene).number).toBeGreaterThan(before.number);
		await expectWhole(host, scene.ids, "after the asker left");
	});

	it("to prune leaves the live release, the one before it and as many as asked for", async () => {
		for (let n = 0; n < 4; n++) await host.ask(changeOver(scene, "deploy"));
		const { releases, live: now } = await host.status();
		const { last } = await host.ask({ verb: "prune", keep: 1 });
		const numbers = releases.map((release) => release.number);
		const [one, two, three] = numbers;
		expect(now?.number).toBe(one);
		expect(last).toMatchObject({ removed: expect.arrayContaining(numbers.slice(3)) });
		expect((await host.status()).releases.map((release) => release.number)).toEqual([one, two, three]);
		await host.ask({ verb: "prune", keep: 0 });
		expect((await host.status()).releases.map((release) => release.number)).toEqual([one, two]);
		expect(fs.readdirSync(path.join(host.state, "releases"))).toHaveLength(2);
	});
});
