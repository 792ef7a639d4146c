import { afterAll, beforeAll, expect, it } from "vitest";
import type { HostStatus } from "@/lib/core/host/events";
import { useDatabase, wholeDatabase } from "@/lib/kernel/testing/database";

const release = (number: number, actor = "Robin") => ({
	number,
	id: String(number).repeat(64).slice(0, 64),
	actor,
	note: "",
	at: 1,
});
type Seen = Pick<HostStatus, "live" | "pending" | "releases">;
const seen = (numbers: number[], live: number, pending: number | null = null) =>
	({
		releases: numbers.map((number) => release(number, number === 3 ? "root (by sudo)" : "Robin")),
		live: { ...release(live), system: {} },
		pending: pending && { release: release(pending).id, number: pending, deadline: 9 },
	}) as unknown as Seen & HostStatus;

let end: () => Promise<void>;
let noteConsoleUse: typeof import("./mutations").noteConsoleUse;
let db: typeof import("@/lib/kernel/db").everything;
beforeAll(async () => {
	end = await useDatabase("sqlite");
	({ noteConsoleUse } = await import("./mutations"));
	db = await wholeDatabase();
	await db.host.create({ data: { id: "h", name: "h", connection: "{}" } });
}, 120_000);
afterAll(() => end());

const at = new Date("2026-11-23T00:00:00Z");
/** What the audit got for a host that looked so before and looks so now. */
const noted = async (before: Seen & HostStatus, after: Seen & HostStatus) => {
	const { _max } = await db.auditEvent.aggregate({ _max: { seq: true } });
	await noteConsoleUse("h", { status: before, at }, after);
	const rows = await db.auditEvent.findMany({ where: { seq: { gt: _max.seq ?? 0 } } });
	return rows.map((row) => `${row.action} ${row.subject} by ${row.actor} from ${row.from}`);
};
const deployed = (more: object) =>
	db.deployment.create({
		data: {
			hostId: "h",
			kind: "deploy",
			releaseId: release(3).id,
			system: "{}",
			note: "",
			state: "live",
			actorName: "Robin",
			finishedAt: new Date("2026-11-22T00:00:00Z"),
			...more,
		},
	});

it("a release that was deployed at the host's command line is noted, with whom the host names", async () => {
	expect(await noted(seen([1, 2], 2), seen([1, 2, 3], 3))).toEqual([
		"console.deploy release 3 by root (by sudo) from the host's command line",
	]);
});

it("a release that broke saved sessions knowingly is noted with their names", async () => {
	const after = seen([1, 2, 4], 4);
	after.releases = after.releases.map((one) =>
		one.number === 4 ? { ...one, sessionsBroken: ["A forged bounce never arrives"] } : one,
	);
	await noted(seen([1, 2], 2), after);
	const row = await db.auditEvent.findFirst({ orderBy: { seq: "desc" } });
	expect(row?.after).toContain("A forged bounce never arrives");
});

it("an older release that was made live again there is noted; one that went back by itself is nobody's act", async () => {
	expect(await noted(seen([1, 2], 2), seen([1, 2], 1))).toEqual([
		"console.rollback release 1 by somebody on the host from the host's command line",
	]);
	expect(await noted(seen([1, 2], 2, 2), seen([1, 2], 1))).toEqual([]);
});

it("a release that was confirmed there is noted", async () => {
	expect(await noted(seen([1, 2], 2, 2), seen([1, 2], 2))).toEqual([
		"console.confirm release 2 by somebody on the host from the host's command line",
	]);
});

it("what was begun here is not noted again, while it runs and after", async () => {
	const running = await deployed({ state: "running", finishedAt: null });
	expect(await noted(seen([1, 2], 2), seen([1, 2, 3], 3))).toEqual([]);
	expect(await noted(seen([1, 2], 2), seen([1, 2], 1))).toEqual([]);
	await db.deployment.update({
		where: { id: running.id },
		data: { state: "live", number: 3, finishedAt: at },
	});
	expect(await noted(seen([1, 2], 2), seen([1, 2, 3], 3))).toEqual([]);
	expect(await noted(seen([1, 2, 3], 3, 3), seen([1, 2, 3], 3))).toEqual([]);
	expect(await noted(seen([1, 2, 3], 3), seen([1, 2, 3], 3))).toEqual([]);
});
