import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeTestHost, releaseIdOf, type TestHost } from "./testing/host";
import { twoSystems } from "./testing/kill-table";
import { ask } from "./testing/program";

let host: TestHost;
beforeEach(async () => {
	host = await makeTestHost();
});
afterEach(() => host.remove());

describe("twenty deployments at once", () => {
	it("end with one that won and nineteen that were told by whom", async () => {
		const [one, two] = twoSystems(host);
		const first = await host.deploy(one);
		const calls = await Promise.all(
			Array.from({ length: 20 }, (_, i) =>
				ask(host.root, {
					actor: `person ${i}`,
					verb: "deploy",
					system: two,
					reviewed: releaseIdOf(host, two),
					live: first.result.live?.id,
					tests: [],
					note: "",
					confirmMinutes: null,
				}),
			),
		);
		const winners = calls.filter(({ last }) => last?.type === "result");
		expect(winners).toHaveLength(1);
		expect(winners[0]?.last).toMatchObject({ deploy: { outcome: "live", number: 2 } });
		const winner = (await host.status()).live?.actor;
		const told = calls.filter(({ last }) => last?.type === "error");
		expect(told).toHaveLength(19);
		for (const { last, status } of told) {
			expect(status).toBe(1);
			if (last?.type !== "error") throw new Error("no error");
			expect(["locked", "stale"]).toContain(last.code);
			expect(last.diagnosis.sentence).toContain(winner);
			expect(last.diagnosis.sentence).toContain("Nothing was changed.");
		}
		expect((await host.status()).releases.map((release) => release.number)).toEqual([2, 1]);
	});
});
