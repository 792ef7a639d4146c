import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeTestHost, type TestHost } from "./testing/host";
import { changeOver, effectsOf, killAndRecover, pointsOf, type Scene, setScene } from "./testing/kill-table";

let host: TestHost;
let scene: Scene;
beforeAll(async () => {
	host = await makeTestHost();
	scene = await setScene(host);
});
afterAll(() => host.remove());

describe("a roll back that is stopped", () => {
	it("before or after any single effect leaves one whole release live once recovered", {
		timeout: 1_200_000,
	}, async () => {
		const effects = await effectsOf(host.root, changeOver(scene, "rollback"));
		const points = pointsOf(effects);
		expect(points.length).toBeGreaterThan(60);
		for (const point of points)
			await killAndRecover(
				scene,
				"rollback",
				point,
				`${point.when} effect ${point.nth}, ${effects[point.nth - 1]}`,
			);
		console.error(`${points.length} points of ${effects.length} effects of a roll back`);
	});
});
