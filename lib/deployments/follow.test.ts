import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HostEvent, HostStatus } from "@/lib/core/host/events";
import { newMailSystem } from "@/lib/core/system/mail-system";
import { inChanges, PROVIDERS, useDatabase, wholeDatabase } from "@/lib/kernel/testing/database";

const RELEASE = "c".repeat(64);
const system = newMailSystem("postmaster@example.com");
const step = (state: "begun" | "done", at: number): HostEvent => ({
	type: "step",
	step: "check",
	state,
	at,
	evidence: null,
});
const live: HostEvent = {
	type: "result",
	verb: "deploy",
	deploy: { outcome: "live", number: 42, live: null, sentence: "Release 42 is live." },
};
const verdict = (address: string): HostEvent => ({
	type: "verdict",
	step: "check",
	tested: {
		test: { address, sender: null, sendingHost: null, expect: { kind: "any" }, why: "" },
		verdict: { address, outcome: "routed", routes: [], reason: null, lines: [] },
		ok: true,
	},
});
const silent = {
	code: "host-silent",
	sentence: "The host program ended without an answer.",
	remedy: "Ask again.",
	place: null,
	setting: null,
	said: [],
};
const said = (id: string | null): Pick<HostStatus, "live" | "pending" | "lock" | "attention"> => ({
	live: id === null ? null : { number: 42, id, actor: "jd", note: "", at: 0, system },
	pending: null,
	lock: null,
	attention: null,
});

describe.each(PROVIDERS)("a deployment on %s", { timeout: 60_000 }, (provider) => {
	let end: () => Promise<void>;
	let data: typeof import("./data");
	let mutations: typeof import("./mutations");
	let beginDeployment: typeof mutations.beginDeployment;
	let stream: typeof import("./loaders").streamDeployment;
	let HostFailed: typeof import("@/lib/kernel/errors").HostFailed;
	let hostId: string;
	const person = {
		id: "u",
		name: "Jane Doe",
		email: "jane@example.com",
		sessionId: "s",
		secondFactor: false,
	};
	beforeAll(async () => {
		end = await useDatabase(provider);
		data = await import("./data");
		mutations = await import("./mutations");
		({ beginDeployment } = await inChanges(import("./mutations")));
		({ streamDeployment: stream } = await import("./loaders"));
		({ HostFailed } = await import("@/lib/kernel/errors"));
		const db = await wholeDatabase();
		const host = { name: "h", connection: JSON.stringify({ kind: "rehearsal", root: "/nowhere" }) };
		hostId = (await db.host.create({ data: host })).id;
	}, 120_000);
	afterAll(() => end());

	const begin = () =>
		beginDeployment({
			hostId,
			kind: "deploy",
			number: null,
			releaseId: RELEASE,
			baseId: null,
			system,
			note: "",
			confirmMinutes: null,
			actor: person,
		});
	const follow = (id: string, events: AsyncIterable<HostEvent>) =>
		mutations.followDeployment(id, events, async () => {});
	async function* from(...events: (HostEvent | Error)[]) {
		for (const event of events) {
			if (event instanceof Error) throw event;
			yield event;
		}
	}
	/** What a page that has seen `after` events is sent, until the stream ends. */
	async function sent(id: string, after: number) {
		const access = { person, hostId, role: "viewer" as const, domains: null };
		const messages = [];
		for await (const message of stream(access, id, after, new AbortController().signal))
			messages.push(message);
		return messages;
	}

	it("keeps every event in its order, and ends as the host's last word says", async () => {
		const id = await begin();
		const told = [step("begun", 1), verdict("a@example.com"), step("done", 2), live];
		expect(await follow(id, from(...told))).toEqual({ state: "live", sentence: "Release 42 is live." });
		expect(await data.allEvents(id)).toEqual({ events: told, seq: 4 });
		expect(await data.readDeployment(hostId, id)).toMatchObject({ state: "live", number: 42, system });
		expect((await data.verdictsOf(id)).map((one) => one.test.address)).toEqual(["a@example.com"]);
	});

	it("is read on, by a page that comes back, after the last event it saw", async () => {
		const id = await begin();
		await follow(id, from(step("begun", 1), step("done", 2), live));
		const [events, state, ...more] = await sent(id, 1);
		expect(events).toEqual({ id: "3", data: [step("done", 2), live] });
		expect(state).toMatchObject({ event: "state", data: { state: "live", number: 42 } });
		expect(more).toEqual([]);
		expect(await sent(id, 3)).toEqual([state]);
	});

	it("reaches two pages that watch while it runs", async () => {
		const id = await begin();
		let goOn = () => {};
		const held = new Promise<void>((resolve) => {
			goOn = resolve;
		});
		const slowly = async function* () {
			yield step("begun", 1);
			await held;
			yield live;
		};
		const following = follow(id, slowly());
		const pages = [sent(id, 0), sent(id, 0)];
		goOn();
		await following;
		for (const messages of await Promise.all(pages)) {
			expect(messages.flatMap((one) => (one.event ? [] : (one.data as HostEvent[])))).toEqual([
				step("begun", 1),
				live,
			]);
			expect(messages.at(-1)).toMatchObject({ event: "state", data: { state: "live" } });
		}
	});

	it("that the host's program never came to is not started, with the reason", async () => {
		const id = await begin();
		expect(await follow(id, from(new HostFailed(silent)))).toEqual({
			state: "failed",
			sentence: silent.sentence,
		});
		const { events } = await data.allEvents(id);
		expect(events).toEqual([{ type: "error", code: "environment", diagnosis: silent }]);
	});

	it("that was lost sight of is settled by what the host says later, and by nothing it said before", async () => {
		const id = await begin();
		expect(await follow(id, from(step("begun", 1), new HostFailed(silent)))).toMatchObject({
			state: "unknown",
		});
		const state = async () => (await data.stateNow(id))?.state;
		const now = Date.now();
		await mutations.settleOpen(hostId, said(RELEASE) as HostStatus, now - 60_000);
		expect(await state()).toBe("unknown");
		await mutations.settleOpen(hostId, said(RELEASE) as HostStatus, now + 1_000);
		expect(await state()).toBe("live");
		expect((await data.stateNow(id))?.number).toBe(42);
	});

	it("is not settled while this process still listens to its host", async () => {
		const id = await begin();
		let goOn = () => {};
		const held = new Promise<void>((resolve) => {
			goOn = resolve;
		});
		const slowly = async function* () {
			await held;
			yield live;
		};
		const following = follow(id, slowly());
		await mutations.settleOpen(hostId, said(null) as HostStatus, Date.now() + 1_000);
		expect((await data.stateNow(id))?.state).toBe("running");
		goOn();
		await following;
		expect((await data.stateNow(id))?.state).toBe("live");
	});

	it("keeps its ending and not its events once 200 came after it", async () => {
		const db = await wholeDatabase();
		const id = await begin();
		await follow(id, from(step("begun", 1), live));
		const startedAt = (await db.deployment.findUniqueOrThrow({ where: { id } })).startedAt.getTime();
		const row = { hostId, kind: "deploy", releaseId: RELEASE, system: "null", note: "", actorName: "jd" };
		await db.deployment.createMany({
			data: Array.from({ length: 199 }, (_, i) => ({
				...row,
				state: "live",
				startedAt: new Date(startedAt + 1 + i),
			})),
		});
		await begin();
		expect((await data.allEvents(id)).events).toHaveLength(2);
		await begin();
		expect((await data.allEvents(id)).events).toEqual([]);
		expect((await data.stateNow(id))?.state).toBe("live");
	});
});
