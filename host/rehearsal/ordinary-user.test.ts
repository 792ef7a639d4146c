import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReceivedMessage } from "@/lib/core/host/events";
import { PROTOCOL } from "@/lib/core/host/protocol";
import { buildRelease } from "@/lib/core/release/build";
import { mailSystem, newMailSystem } from "@/lib/core/system/mail-system";
import { findUser } from "../account";
import { type HostConfig, hostConfig, hostConfigPath } from "../config";
import { sha256 } from "../sha256";
import { type Called, call, program } from "../testing/program";
import { type TemporaryRoot, temporaryRoot } from "../testing/temporary-root";
import { until } from "../testing/until";

const ROOT = process.getuid?.() === 0;
/** Somebody without any privilege: nobody where root runs the tests, otherwise whoever does. */
const person = ROOT ? findUser("nobody") : null;

describe("a rehearsal host of an ordinary user", () => {
	let root: TemporaryRoot;
	let config: HostConfig;
	let script: string;

	const say = async (words: readonly string[], stdin = ""): Promise<Called> =>
		(await call(words, { script, stdin, ...(person ?? {}) })).ended;
	const ask = async (request: Record<string, unknown>): Promise<Called["last"]> =>
		(
			await say(
				["--root", root.path, "serve"],
				JSON.stringify({ protocol: PROTOCOL, actor: "test", ...request }),
			)
		).last;

	beforeAll(async () => {
		root = temporaryRoot();
		if (person) fs.chownSync(root.path, person.uid, person.gid);
		// The checkout may lie where an ordinary user can't read.
		script = path.join(root.path, "listkeeper.mjs");
		fs.copyFileSync(await program(), script);
		fs.chmodSync(script, 0o644);
		expect(await say(["rehearsal", "create", "--root", root.path])).toMatchObject({ status: 0, stderr: "" });
		config = hostConfig.parse(JSON.parse(fs.readFileSync(hostConfigPath(root.path), "utf8")));
	});
	afterAll(async () => {
		if (config) await say(["rehearsal", "stop", "--root", root.path]);
		root?.remove();
	});

	it("takes a deployment and delivers a post to the list's readers, without root anywhere", async () => {
		expect(config.processUser).toBeNull();
		expect(await say(["rehearsal", "start", "--root", root.path])).toMatchObject({ status: 0, stderr: "" });
		const { user = "", group = "" } = config.target.runtime ?? {};
		const system = mailSystem.parse({
			...newMailSystem("postmaster@outside.example"),
			domains: [{ name: "lists.example.com", installation: "com" }],
			installations: config.installations.slice(0, 1).map(({ prefix }) => ({
				...{ id: "com", prefix, user, group },
				...{ python: "/usr/bin/python3", webHost: "www.example.com" },
			})),
		});
		const reviewed = buildRelease(system, config.target, sha256).id;
		const deploy = {
			verb: "deploy",
			system,
			reviewed,
			live: null,
			tests: [],
			note: "",
			confirmMinutes: null,
		};
		expect(await ask(deploy)).toMatchObject({ type: "result", deploy: { outcome: "live" } });

		const letter = {
			sender: "someone@outside.example",
			recipients: ["news@lists.example.com"],
			subject: "hello",
		};
		expect(await ask({ verb: "send", as: "outside", ...letter })).toMatchObject({ accepted: true });
		const messages = await until("the post at the wrapper and the sink", async () => {
			const received = await ask({ verb: "received", limit: 20 });
			const found: ReceivedMessage[] = received && "messages" in received ? received.messages : [];
			return found.some((message) => message.delivery === null) ? found : null;
		});
		expect(messages.find((message) => message.delivery)?.delivery).toMatchObject({
			command: "post",
			list: "news",
		});
		expect(messages[0]).toMatchObject({ sender: "news-bounces@lists.example.com", delivery: null });
	});
});
