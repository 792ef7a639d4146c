import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HostEvent } from "@/lib/core/host/events";
import { inChanges, PROVIDERS, useDatabase, wholeDatabase } from "@/lib/kernel/testing/database";

const DIAGNOSIS = { code: "x", sentence: "Cut.", remedy: "Ask again.", place: null, setting: null, said: [] };
const line = (text: string): HostEvent => ({ type: "line", step: null, at: 1, text });
const checked = (ok: boolean, id: string): HostEvent => ({ type: "result", verb: "check", ok, id });
async function* said(...events: (HostEvent | Error)[]) {
	for (const event of events) {
		if (event instanceof Error) throw event;
		yield event;
	}
}

describe.each(PROVIDERS)("a host's set-up on %s", { timeout: 60_000 }, (provider) => {
	let end: () => Promise<void>;
	let setup: typeof import("./mutations");
	let changes: typeof import("./mutations");
	let data: typeof import("./data");
	let db: Awaited<ReturnType<typeof wholeDatabase>>;
	beforeAll(async () => {
		end = await useDatabase(provider);
		db = await wholeDatabase();
		setup = await import("./mutations");
		changes = await inChanges(import("./mutations"));
		data = await import("./data");
	}, 120_000);
	afterAll(() => end());

	const addedHost = async () => (await db.host.create({ data: { name: "h", connection: "{}" } })).id;

	it("keeps what each person said, in whatever order, and who began it", async () => {
		const hostId = await addedHost();
		expect(await data.readSetup(hostId)).toBeNull();
		await changes.beginSetup(hostId, "Ada");
		await changes.noteStep(hostId, "policy", "Bob");
		await changes.noteWay(hostId, "fresh", "Bob");
		await changes.noteStep(hostId, "domains", "Cleo");
		await changes.noteStep(hostId, "domains", "Cleo");
		await changes.noteReviewed(hostId, "a", "b", "Cleo");
		expect(await data.readSetup(hostId)).toEqual({
			done: ["policy", "domains"],
			way: "fresh",
			reviewed: "a",
			weaving: "b",
			startedBy: "Ada",
			finishedAt: null,
		});
	});

	it("takes a step for done where its form leads to the next one, and nowhere else", async () => {
		const hostId = await addedHost();
		for (const path of ["", `/hosts/${hostId}/overview`, "/hosts/other/setup/policy"])
			await changes.noteOnwards(hostId, "delivery", path, "policy", "Ada").catch(() => {});
		expect(await data.readSetup(hostId)).toBeNull();
		await changes.noteOnwards(hostId, "delivery", `/hosts/${hostId}/setup/policy`, "policy", "Ada");
		expect((await data.readSetup(hostId))?.done).toEqual(["delivery"]);
	});

	const run = async (hostId: string, kind: "dry-run" | "verify", ...events: (HostEvent | Error)[]) => {
		const runId = await setup.beginRun(hostId, kind, "a", "Ada");
		await setup.followRun(hostId, kind, { runId, releaseId: "a" }, said(...events));
		return data.readRun(hostId, kind);
	};

	it("has passed a dry run only by the host's own word about this very release", async () => {
		const hostId = await addedHost();
		// With the database come modules of their own.
		const { HostFailed } = await import("@/lib/kernel/errors");
		expect(await run(hostId, "dry-run", line("x"), checked(true, "a"))).toMatchObject({
			state: "passed",
			releaseId: "a",
			by: "Ada",
			told: { lines: ["x"] },
		});
		expect(await run(hostId, "dry-run", checked(false, "a"))).toMatchObject({ state: "failed" });
		expect(await run(hostId, "dry-run", checked(true, "b"))).toMatchObject({ state: "failed" });
		expect(await run(hostId, "dry-run", line("x"))).toMatchObject({ state: "cut" });
		expect(await run(hostId, "dry-run", new HostFailed(DIAGNOSIS))).toMatchObject({
			state: "cut",
			told: { diagnoses: [DIAGNOSIS] },
		});
	});

	it("drops what an earlier run still has to tell once a later one has begun", async () => {
		const hostId = await addedHost();
		const runId = await setup.beginRun(hostId, "dry-run", "a", "Ada");
		await setup.beginRun(hostId, "dry-run", "b", "Bob");
		await setup.followRun(hostId, "dry-run", { runId, releaseId: "a" }, said(checked(true, "a")));
		expect(await data.readRun(hostId, "dry-run")).toMatchObject({ releaseId: "b", state: "running" });
		expect(setup.isRunFollowed(runId)).toBe(false);
	});

	it("is finished by a verification that found all well, the first time, and by nothing else", async () => {
		const hostId = await addedHost();
		await changes.beginSetup(hostId, "Ada");
		const finishedAt = async () => (await data.readSetup(hostId))?.finishedAt ?? null;
		await run(hostId, "dry-run", checked(true, "a"));
		await run(hostId, "verify", { type: "result", verb: "verify", ok: false });
		expect(await finishedAt()).toBeNull();
		await run(hostId, "verify", { type: "result", verb: "verify", ok: true });
		const first = await finishedAt();
		expect(first).not.toBeNull();
		await run(hostId, "verify", { type: "result", verb: "verify", ok: true });
		expect(await finishedAt()).toBe(first);
	});
});
