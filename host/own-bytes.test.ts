import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeTestHost, type TestHost } from "./testing/host";

let host: TestHost;
beforeEach(async () => {
	host = await makeTestHost();
});
afterEach(() => host.remove());

const own = () => path.join(host.config.installations[0]?.prefix ?? "", "Mailman/mm_cfg.py");

describe("an administrator's own mm_cfg.py", () => {
	it("keeps every byte of another encoding through a deployment", async () => {
		const coding = Buffer.from("# -*- coding: latin-1 -*-\n");
		const owner = Buffer.from("OWNER = 'J\xfcrgen'\n", "latin1");
		const before = Buffer.concat([coding, fs.readFileSync(own()), owner]);
		fs.writeFileSync(own(), before);
		const { result } = await host.deploy(host.settings());
		expect(result.outcome, result.sentence).toBe("live");
		const woven = fs.readFileSync(own());
		expect(woven.subarray(0, before.length).equals(before)).toBe(true);
	});

	it("and every file that isn't text is copied byte for byte before it is replaced", async () => {
		const first = await host.deploy(host.settings());
		expect(first.result.outcome, first.result.sentence).toBe("live");
		const bytes = Buffer.from([0x23, 0xfc, 0xff, 0x00, 0x80, 0x0a]);
		const edited = path.join(fs.realpathSync(path.join(host.state, "current")), "exim/domains.map");
		fs.writeFileSync(edited, bytes);
		const { result } = await host.deploy(host.settings(), { replaceDrift: true });
		expect(result.outcome, result.sentence).toBe("live");
		const replaced = path.join(host.state, "replaced");
		const copies = fs.readdirSync(replaced).map((name) => path.join(replaced, name, edited));
		expect(copies.map((copy) => fs.readFileSync(copy).equals(bytes))).toEqual([true]);
	});

	it("is refused where something after Listkeeper's line sets what Listkeeper sets", async () => {
		const first = await host.deploy(host.settings());
		expect(first.result.outcome, first.result.sentence).toBe("live");
		fs.appendFileSync(own(), "SMTP_MAX_RCPTS = 4321\n");
		const { result, events } = await host.deploy(host.settings());
		expect(result.outcome).toBe("refused");
		expect(JSON.stringify(events)).toContain("Mailman reads SMTP_MAX_RCPTS as 4321");
	});
});
