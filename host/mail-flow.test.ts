import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errno } from "./errors";
import { sendMessage } from "./rehearsal/send";
import { makeTestHost, type TestHost } from "./testing/host";
import { changeOver, type Scene, setScene } from "./testing/kill-table";
import { until } from "./testing/until";
import { expectWhole } from "./testing/whole";

const DEPLOYMENTS = 100;

let host: TestHost;
let scene: Scene;
let delivered: string;
beforeAll(async () => {
	host = await makeTestHost();
	scene = await setScene(host);
	delivered = path.join(host.root, "delivered");
	fs.writeFileSync(delivered, "", { mode: 0o666 });
	fs.chmodSync(delivered, 0o666);
	// A wrapper that notes every message by its subject; the stand-in's own keeps only the last thousand.
	for (const { prefix } of host.config.installations)
		fs.writeFileSync(
			path.join(prefix, "mail/mailman"),
			`#!/bin/sh
while read -r line; do
	case $line in Subject:*) printf '%s %s %s %s\\n' "$0" "$1" "$2" "$line" >> ${delivered} ;; esac
done
`,
		);
});
afterAll(() => host.remove());

/** Submits list mail, one message after the other on connections of their own, until told to stop. */
function startClient(port: number) {
	let stopped = false;
	const accepted: string[] = [];
	const refused: string[] = [];
	let reconnected = 0;
	const running = (async () => {
		for (let n = 1; !stopped; n++) {
			const subject = `message-${n}`;
			const domain = n % 2 === 0 ? "list.example.com" : "list.example.org";
			for (;;) {
				try {
					const sent = await sendMessage(
						{ host: "127.0.0.1", port, from: "127.0.0.2" },
						{
							sender: "someone@example.net",
							recipients: [`news@${domain}`],
							data: `From: someone@example.net\nTo: news@${domain}\nSubject: ${subject}\n\nA post.\n`,
						},
					);
					if (sent.accepted) accepted.push(subject);
					else refused.push(`${subject}: ${sent.lastAnswer}`);
					break;
				} catch (error) {
					// While Exim opens its port anew a connection meets nobody, or is cut before the greeting; any client tries again.
					if (errno(error) !== "ECONNREFUSED" && errno(error) !== "ECONNRESET") throw error;
					reconnected++;
				}
			}
		}
	})();
	return {
		stop: async () => {
			stopped = true;
			await running;
			return { accepted, refused, reconnected };
		},
	};
}

const subjects = () =>
	fs
		.readFileSync(delivered, "utf8")
		.split("\n")
		.filter((line) => line !== "")
		.map((line) => line.split("Subject: ")[1] ?? line);

describe("while a hundred deployments alternate between two releases", () => {
	it("a client that submits list mail without pause loses nothing, gets nothing twice and is refused nothing", {
		timeout: 1_800_000,
	}, async () => {
		const client = startClient(host.config.target.runtime?.port ?? 0);
		for (let n = 0; n < DEPLOYMENTS; n++) {
			const { last, stdout } = await host.ask(changeOver(scene, "deploy"));
			expect(last, stdout).toMatchObject({ deploy: { outcome: "live" } });
		}
		const { accepted, refused, reconnected } = await client.stop();
		await until(
			"every accepted message to arrive",
			() => (subjects().length >= accepted.length ? true : null),
			60_000,
		);
		const arrived = subjects();
		const unique = new Set(arrived);
		const lost = accepted.filter((subject) => !unique.has(subject));
		console.error(
			`${DEPLOYMENTS} deployments; ${accepted.length} messages accepted, ${refused.length} refused, ${lost.length} lost, ${
				arrived.length - unique.size
			} twice; ${reconnected} connections tried again while Exim opened its port`,
		);
		expect(accepted.length).toBeGreaterThan(DEPLOYMENTS);
		expect(refused).toEqual([]);
		expect(lost).toEqual([]);
		expect(arrived).toHaveLength(unique.size);
		expect(unique.size).toBe(accepted.length);
		await expectWhole(host, scene.ids, "after a hundred deployments");
	});
});
