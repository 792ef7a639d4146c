import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fillState } from "./testing/full-disk";
import { makeTestHost, processesOf, releaseIdOf, type TestHost } from "./testing/host";
import { askFaulty, twoSystems } from "./testing/kill-table";
import { TIMER_VERB } from "./timer";

let host: TestHost;
let ids: string[];
beforeEach(async () => {
	host = await makeTestHost();
	const [one, two] = twoSystems(host);
	ids = [releaseIdOf(host, one), releaseIdOf(host, two)];
	await host.deploy(one);
	const called = await host.deploy(two, { confirmMinutes: 5 });
	expect(called.result.outcome, called.result.sentence).toBe("pending");
});
afterEach(() => host.remove());

const pendingFile = () => path.join(host.state, "pending.json");
/** Moves the deadline on the disk: the host knows no other. */
function moveDeadline(change: { deadline?: number; uptime?: number; boot?: string }) {
	const pending = JSON.parse(fs.readFileSync(pendingFile(), "utf8"));
	fs.writeFileSync(pendingFile(), JSON.stringify({ ...pending, ...change }));
}
const liveId = (): string =>
	JSON.parse(fs.readFileSync(path.join(host.state, "current/manifest.json"), "utf8")).id;
const timers = () =>
	processesOf(host.root).filter((pid) =>
		fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(TIMER_VERB),
	);
const endTimers = () => {
	for (const pid of timers()) process.kill(pid, "SIGKILL");
};

describe("a release that nobody confirms", () => {
	it("is live, and status says until when", async () => {
		const status = await host.status();
		expect(status.live?.id).toBe(ids[1]);
		expect(status.pending).toMatchObject({ release: ids[1], number: 2 });
		expect((status.pending?.deadline ?? 0) - status.at).toBeGreaterThan(4 * 60_000);
	});

	it("goes back at the deadline by the host's own doing, with nobody connected", async () => {
		moveDeadline({ deadline: Date.now() + 500 });
		await expect.poll(liveId, { timeout: 30_000 }).toBe(ids[0]);
		await expect.poll(() => fs.existsSync(pendingFile()), { timeout: 30_000 }).toBe(false);
		await expect.poll(timers, { timeout: 30_000 }).toEqual([]);
		const status = await host.status();
		expect(status.exim.banner).toContain("release 000001-");
		expect(status.releases.map((release) => release.number)).toEqual([1]);
	});

	it("goes back after a boot that the deadline passed in", async () => {
		for (const pid of processesOf(host.root)) process.kill(pid, "SIGKILL");
		moveDeadline({ deadline: Date.now() - 1, boot: "another" });
		const recovered = await host.ask({ verb: "recover" });
		expect(recovered.last).toMatchObject({ deploy: { outcome: "reverted", live: { number: 1 } } });
		const status = await host.status();
		expect(status.exim.running).toBe(true);
		expect(status.exim.banner).toContain("release 000001-");
		expect(status.mailman.every((one) => one.running)).toBe(true);
	});

	it("is waited for again after a boot before the deadline, with everything running", async () => {
		for (const pid of processesOf(host.root)) process.kill(pid, "SIGKILL");
		moveDeadline({ boot: "another" });
		const recovered = await host.ask({ verb: "recover" });
		expect(recovered.last).toMatchObject({ deploy: { outcome: "pending", live: { number: 2 } } });
		expect((await host.status()).exim.banner).toContain("release 000002-");
		expect(timers()).toHaveLength(1);
	});

	it("goes back when somebody merely looks after the deadline", async () => {
		endTimers();
		moveDeadline({ deadline: Date.now() - 1 });
		expect((await host.status()).live?.id).toBe(ids[0]);
	});

	it("goes back on time although the clock was set back", async () => {
		endTimers();
		moveDeadline({ deadline: Date.now() + 3_600_000, uptime: 1 });
		expect((await host.status()).live?.id).toBe(ids[0]);
	});

	it("keeps others from deploying meanwhile", async () => {
		const called = await host.deploy(host.settings());
		expect(called.last).toMatchObject({ type: "error", code: "refused", diagnosis: { code: "pending" } });
		expect(liveId()).toBe(ids[1]);
	});

	it("is given up by a roll back", async () => {
		const called = await host.ask({ verb: "rollback", number: 1, live: ids[1], note: "" });
		expect(called.last).toMatchObject({ deploy: { outcome: "live", live: { number: 1 } } });
		expect(fs.existsSync(pendingFile())).toBe(false);
	});

	it("is given up by a roll back that is killed as soon as nothing says any more that it was under way", async () => {
		const request = { verb: "rollback", number: 1, live: ids[1], note: "" };
		const removal = "^removeFile .*/journal\\.json$";
		const called = await askFaulty(host.root, request, [{ does: "kill", match: removal, when: "after" }]);
		expect(called.signal).toBe("SIGKILL");
		await host.ask({ verb: "recover" });
		expect((await host.status()).pending).toBe(null);
		expect(liveId()).toBe(ids[0]);
	});

	it("is given up by a roll back that is killed before its commit ends, and recovered", async () => {
		const request = { verb: "rollback", number: 1, live: ids[1], note: "" };
		const removal = "^removeFile .*/pending\\.json$";
		const called = await askFaulty(host.root, request, [{ does: "kill", match: removal, when: "before" }]);
		expect(called.signal).toBe("SIGKILL");
		await host.ask({ verb: "recover" });
		expect((await host.status()).pending).toBe(null);
		expect(liveId()).toBe(ids[0]);
	});

	it("goes back at the deadline although the disk is full", { timeout: 120_000 }, async () => {
		moveDeadline({ deadline: Date.now() + 4_000 });
		const full = fillState(host);
		try {
			await expect.poll(liveId, { timeout: 40_000 }).toBe(ids[0]);
			await expect.poll(timers, { timeout: 40_000 }).toEqual([]);
			expect(fs.existsSync(pendingFile())).toBe(false);
			full.free();
			expect((await host.status()).attention).toBe(null);
		} finally {
			spawnSync("umount", [host.state]);
		}
	});
});

describe("a release that somebody confirms", () => {
	it("stays, and its timer ends", async () => {
		const called = await host.ask({ verb: "confirm", release: ids[1] });
		expect(called.last).toMatchObject({
			deploy: { outcome: "live", sentence: "Release 2 is live and stays." },
		});
		await expect.poll(timers, { timeout: 30_000 }).toEqual([]);
		expect(liveId()).toBe(ids[1]);
		expect((await host.status()).pending).toBe(null);
	});

	it("goes back all the same once the deadline has passed", async () => {
		endTimers();
		moveDeadline({ deadline: Date.now() - 1 });
		await host.ask({ verb: "confirm", release: ids[1] });
		expect(liveId()).toBe(ids[0]);
	});

	it("is refused for another release than the one that waits", async () => {
		const called = await host.ask({ verb: "confirm", release: ids[0] });
		expect(called.last).toMatchObject({ type: "error", code: "refused" });
		expect(fs.existsSync(pendingFile())).toBe(true);
	});
});
