import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
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

describe("a deployment that is stopped", () => {
	it("before or after any single effect leaves one whole release live once recovered", {
		timeout: 1_200_000,
	}, async () => {
		const effects = await effectsOf(host.root, changeOver(scene, "deploy"));
		const points = pointsOf(effects);
		expect(points.length).toBeGreaterThan(90);
		for (const point of points)
			await killAndRecover(
				scene,
				"deploy",
				point,
				`${point.when} effect ${point.nth}, ${effects[point.nth - 1]}`,
			);
		console.error(`${points.length} points of ${effects.length} effects of a deployment`);
	});

	it("ends what its canary left running, which makes its directory anew as fast as it is removed", async () => {
		const canary = path.join(host.state, "canary");
		fs.mkdirSync(canary);
		const { uid, gid } = fs.statSync(host.state);
		fs.chownSync(canary, uid, gid);
		const again = 'while :; do /bin/mkdir -p "$0/spool/db"; done';
		const left = spawn("/bin/sh", ["-c", again, canary], { uid, gid });
		const ended = new Promise((resolve) => left.once("exit", (_, signal) => resolve(signal)));
		try {
			const recovered = await host.ask({ verb: "recover" });
			expect(recovered.last, recovered.stdout).toMatchObject({ type: "result" });
			expect(await ended).toBe("SIGKILL");
			expect(fs.existsSync(canary)).toBe(false);
		} finally {
			left.kill("SIGKILL");
		}
	});
});
