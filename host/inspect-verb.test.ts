import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hostEvent } from "@/lib/core/host/events";
import type { ToldLook } from "@/lib/core/survey/told";
import { howtoText } from "./testing/howto";
import { oneFileHost, type WovenHost } from "./testing/woven";

const SECRET = "hunter2-planted";

let host: WovenHost;
let before: Record<string, string>;
beforeAll(async () => {
	host = await oneFileHost((one) => `LDAP_PASSWORD = ${SECRET}\n${howtoText(one)}`);
	const [com, org] = host.config.installations;
	for (const { prefix } of [com, org].filter((one) => one !== undefined))
		fs.appendFileSync(
			path.join(prefix, "Mailman/mm_cfg.py"),
			`\nSUBSCRIBE_FORM_SECRET = '${SECRET}'\nSMTP_PASSWD = '${SECRET}'\n`,
		);
	fs.appendFileSync(path.join(org?.prefix ?? "", "Mailman/mm_cfg.py"), `SMTP_TIMEOUT = int('${SECRET}')\n`);
	before = host.snapshot();
});
afterAll(() => host?.remove());

/** What a request to look answers with, as it crosses the boundary. */
async function look(): Promise<{ told: ToldLook; text: string }> {
	const { last, stdout } = await host.ask({ verb: "inspect" });
	const event = hostEvent.parse(last);
	if (event.type !== "result" || event.verb !== "inspect") throw new Error(JSON.stringify(last));
	return { told: event, text: stdout };
}

describe("a look that is asked for from elsewhere", () => {
	it("says what is there, each value with its mark, file and line", async () => {
		const { told } = await look();
		expect(told.survey.exim).toMatchObject({ layout: "one-file", file: host.live, refused: null });
		const lines = fs.readFileSync(host.live, "utf8").split("\n");
		const domain = told.proposal?.values.find(({ what }) => what === "list domain");
		expect(domain).toMatchObject({
			mark: "understood",
			value: "list.example.com",
			place: { file: host.live },
		});
		expect(lines[(domain?.place.line ?? 0) - 1]).toContain("mm_domains=list.example.com");
		const kept = told.proposal?.values.filter(({ mark }) => mark === "kept") ?? [];
		expect(kept.map(({ what, value }) => `${what} ${value}`)).toEqual(
			expect.arrayContaining(["macro LDAP_PASSWORD", "router dnslookup", "domainlist local_domains"]),
		);
		expect(told.proposal?.draft).toMatchObject({
			domains: [{ name: "list.example.com", installation: "com" }],
			installations: [{ id: "com", prefix: path.join(host.root, "srv/com/mailman") }],
		});
		const there = told.survey.installations.filter(({ prefix }) => prefix.startsWith(host.root));
		expect(there.map(({ simulated, readable }) => ({ simulated, readable }))).toEqual([
			{ simulated: true, readable: true },
			{ simulated: true, readable: false },
		]);
	});

	it("carries no password that stands in Exim's configuration or in a Mailman's settings", async () => {
		const { told, text } = await look();
		expect(Object.values(before).join()).toContain(SECRET);
		expect(text).not.toContain(SECRET);
		// It says all the same why it could not read one of them.
		expect(told.survey.installations.flatMap(({ said }) => said).join()).toMatch(
			/^ValueError in \S+\/srv\/org\/mailman\/Mailman\/mm_cfg\.py, line \d+$/,
		);
		expect(told.survey.notes.map(({ sentence }) => sentence).join()).toContain("can't read the settings of");
	});

	it("changes nothing, and takes no words that it hasn't", async () => {
		await look();
		expect(host.snapshot()).toEqual(before);
		const { last } = await host.ask({ verb: "inspect", file: "/etc/shadow" });
		expect(last).toMatchObject({ type: "error", code: "usage", diagnosis: { code: "request-refused" } });
	});
});
