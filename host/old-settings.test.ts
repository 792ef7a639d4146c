import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeTestHost, type TestHost } from "./testing/host";

let host: TestHost;
beforeAll(async () => {
	host = await makeTestHost();
}, 60_000);
afterAll(() => host?.remove());

/** What is kept of release 1, as a version that didn't know the rule would have left it: four connections. */
function makeOld() {
	const releases = path.join(host.state, "releases");
	const directory = path.join(
		releases,
		fs.readdirSync(releases).find((name) => name.startsWith("000001-")) ?? "",
	);
	const file = path.join(directory, "manifest.json");
	const manifest = JSON.parse(fs.readFileSync(file, "utf8"));
	for (const one of manifest.files) {
		const target = path.join(directory, one.target);
		const text = fs.readFileSync(target, "utf8").replace("smtp_accept_max = 10", "smtp_accept_max = 4");
		fs.writeFileSync(target, text);
		one.sha256 = createHash("sha256").update(text).digest("hex");
	}
	manifest.system.tuning.acceptMax = 4;
	fs.writeFileSync(file, JSON.stringify(manifest));
	expect(fs.readFileSync(path.join(directory, "exim/exim.conf"), "utf8")).toContain("smtp_accept_max = 4");
}

it("a kept release with numbers that are refused today is shown, gone back to, and left again", async () => {
	const { tuning } = host.settings();
	const first = await host.deploy(host.settings({ tuning: { ...tuning, acceptMax: 10 } }));
	expect(first.result.outcome).toBe("live");
	const second = await host.deploy(host.settings());
	expect(second.result.outcome).toBe("live");
	makeOld();
	expect((await host.status()).releases.map(({ number }) => number)).toEqual([2, 1]);

	const back = await host.ask({ verb: "rollback", number: 1, live: second.result.live?.id, note: "" });
	expect(back.last).toMatchObject({ type: "result", deploy: { outcome: "live", live: { number: 1 } } });
	const status = await host.status();
	expect(status.live?.system.tuning.acceptMax).toBe(4);
	expect(status.drift).toEqual([]);

	// The rule bites on deploying.
	const again = await host.ask({
		verb: "check",
		system: { ...host.settings(), tuning: { ...tuning, acceptMax: 4 } },
		tests: [],
	});
	expect(again.last).toMatchObject({ type: "error" });
	expect(again.stdout).toContain("smtp_accept_max");
	const left = await host.deploy(host.settings());
	expect(left.result.outcome).toBe("live");
}, 110_000);
