import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeTestHost, type TestHost } from "./testing/host";
import { changeOver, effectsOf, killAt, type Scene, setScene } from "./testing/kill-table";
import { expectWhole } from "./testing/whole";

const POINTS = 300;

let host: TestHost;
let scene: Scene;
let effects: number;
beforeAll(async () => {
	host = await makeTestHost();
	scene = await setScene(host);
	effects = (await effectsOf(host.root, changeOver(scene, "deploy"))).length;
});
afterAll(() => host.remove());

describe("a host whose program is stopped again and again", () => {
	it("at random, in a change and in recovering from it, always comes back to one whole release", {
		timeout: 1_800_000,
	}, async () => {
		const point = fc.record({
			nth: fc.integer({ min: 1, max: effects }),
			when: fc.constantFrom("before", "during", "after"),
		});
		const change = fc.constantFrom("deploy", "rollback");
		// Recovering has fewer effects than a deployment; most stops are meant to hit it.
		const again = fc.array(
			fc.record({ nth: fc.integer({ min: 1, max: 25 }), when: point.map((p) => p.when) }),
			{
				maxLength: 2,
			},
		);
		let stops = 0;
		for (const story of fc.sample(fc.record({ change, point, again }), { numRuns: POINTS, seed: 20 })) {
			if (stops >= POINTS) break;
			if (await killAt(host.root, changeOver(scene, story.change), story.point)) stops++;
			for (const stop of story.again) if (await killAt(host.root, { verb: "recover" }, stop)) stops++;
			const recovered = await host.ask({ verb: "recover" });
			expect(recovered.last?.type, recovered.stdout).toBe("result");
			await expectWhole(host, scene.ids, JSON.stringify(story));
		}
		expect(stops).toBeGreaterThanOrEqual(POINTS);
		console.error(`stopped ${stops} times at random`);
	});
});
