import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROTOCOL } from "@/lib/core/host/protocol";
import { parseRequest } from "./serve";
import { editHostConfig, makeTestHost, type TestHost } from "./testing/host";
import { until } from "./testing/until";

const TOKEN = "t0ken_-".repeat(7).slice(0, 43);
const LINK = `https://lists.example.org/reset/${TOKEN}`;

let host: TestHost;
const ASKED = { to: "news@list.example.com", link: LINK, minutes: 30 };
const ask = async (more: Record<string, unknown> = {}) =>
	(await host.ask({ verb: "password-link", ...ASKED, ...more })).last;

/** What arrived for a list: the simulated wrapper keeps each message whole. */
const mailbox = () => {
	const directory = path.join(
		host.config.installations.find(({ prefix }) => prefix.includes("/com/"))?.prefix ?? "",
		"simulated/received",
	);
	return fs.readdirSync(directory).map((name) => fs.readFileSync(path.join(directory, name), "utf8"));
};

beforeAll(async () => {
	host = await makeTestHost({ sink: true });
});
afterAll(() => host.remove());

describe("a link to choose a new password", () => {
	it("can't be sent while no Exim listens, and the way without mail is named", async () => {
		expect(await ask()).toMatchObject({
			type: "error",
			diagnosis: { code: "exim-unanswered", remedy: expect.stringContaining("account reset") },
		});
	});

	it("arrives through the live Exim, in the host's own words, from its postmaster, and nothing else with it", async () => {
		await host.deploy(host.settings());
		expect(await ask()).toMatchObject({ type: "result", said: expect.stringMatching(/^250 OK id=/) });
		const [message = ""] = await until("the message", () => {
			const found = mailbox();
			return found.length > 0 ? found : null;
		});
		const from = `postmaster@${host.config.target.hostname}`;
		expect(message).toContain(`sender=${from}\0`);
		expect(message).toContain(`\nFrom: Listkeeper <${from}>\n`);
		expect(message).toContain("\nAuto-Submitted: auto-generated\n");
		expect(message).toContain(`for 30 minutes:\n\n${LINK}\n`);
		expect(message.match(/^(To|Cc|Bcc):.*$/gim)).toEqual(["To: <news@list.example.com>"]);
	});

	it.each([
		["a second recipient", { to: "a@example.net, b@example.net" }],
		["a header behind the address", { to: "a@example.net>\r\nBcc: b@example.net" }],
		["a command behind the address", { to: "a@example.net>\nRCPT TO:<b@example.net" }],
		["a source route", { to: "@relay.example:a@example.net" }],
		["a pipe", { to: "|/bin/sh@example.net" }],
		["words behind the link", { link: `${LINK}\n\nBuy now` }],
		["a link to elsewhere", { link: `https://evil.example/${TOKEN}` }],
		["a link with a name in front", { link: `https://lists.example.org@evil.example/reset/${TOKEN}` }],
		["a link with a query", { link: `${LINK}?next=evil` }],
		["a sender", { from: "ceo@example.net" }],
		["a subject", { subject: "Invoice" }],
		["a body", { text: "Hello" }],
	])("has no room for %s", (_, more) => {
		const request = { protocol: PROTOCOL, actor: "test", verb: "password-link", ...ASKED };
		expect(parseRequest(JSON.stringify(request))).toMatchObject(ASKED);
		expect(() => parseRequest(JSON.stringify({ ...request, ...more }))).toThrow("The request was refused.");
	});

	it("goes out for the console that root names, from the address that root names, and for no other", async () => {
		editHostConfig(host.root, (config) => {
			config.passwordLinks = { from: "keeper@list.example.com", console: "https://lists.example.org" };
		});
		expect(await ask({ link: LINK.replace("lists", "evil") })).toMatchObject({
			type: "error",
			diagnosis: { code: "another-console" },
		});
		const before = mailbox().length;
		expect(await ask()).toMatchObject({ type: "result" });
		await until("another message", () => (mailbox().length > before ? true : null));
		expect(mailbox().some((one) => one.includes("sender=keeper@list.example.com\0"))).toBe(true);
	});
});
