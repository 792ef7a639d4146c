import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HostStatus } from "@/lib/core/host/events";
import type { FoundInstallation } from "@/lib/core/host/profile";
import { newMailSystem } from "@/lib/core/system/mail-system";
import { inChanges, PROVIDERS, useDatabase, wholeDatabase } from "@/lib/kernel/testing/database";

const found = (prefix: string): FoundInstallation => ({
	prefix,
	user: "mailman",
	group: "mailman",
	python: "/usr/bin/python3",
	version: "2.1.39",
	simulated: true,
	lists: ["mailman", "news"],
});

/** What a host says on which three installations were found. */
const status: HostStatus = {
	at: 1_700_000_000_000,
	profile: {
		kind: "rehearsal",
		target: {
			layout: "whole",
			frame: null,
			hostname: "lists.example.net",
			stateDirectory: "/srv/state",
			runtime: null,
			sinkPort: null,
		},
		exim: null,
		found: [found("/srv/com/mailman"), found("/srv/org/mailman"), found("/opt/com/mailman")],
	},
	live: null,
	releases: [],
	exim: { running: false, pid: null, banner: null, detail: "" },
	mailman: [],
	queued: null,
	drift: [],
	lock: null,
	pending: null,
	attention: null,
};

describe.each(PROVIDERS)("a host's desired state on %s", { timeout: 60_000 }, (provider) => {
	let end: () => Promise<void>;
	let data: typeof import("./data");
	let mutations: typeof import("./mutations");
	let errors: typeof import("@/lib/kernel/errors");
	let hostId: string;
	beforeAll(async () => {
		end = await useDatabase(provider);
		data = await import("./data");
		mutations = await inChanges(import("./mutations"));
		errors = await import("@/lib/kernel/errors");
		const db = await wholeDatabase();
		await db.user.create({ data: { id: "ada", name: "Ada", email: "ada@example.com" } });
		hostId = await mutations.addHost({
			name: "rehearsal",
			connection: { kind: "rehearsal", root: "/srv" },
			status,
			administrator: "ada@example.com",
			owner: { id: "ada", name: "Ada" },
		});
	}, 120_000);
	afterAll(() => end());

	it("begins as a new system with the installations that were found, each under a name of its own", async () => {
		const desired = await data.loadMailSystem(hostId);
		expect(desired.data).toEqual({
			...newMailSystem("ada@example.com"),
			installations: [
				["com", "/srv/com/mailman"],
				["com-2", "/opt/com/mailman"],
				["org", "/srv/org/mailman"],
			].map(([id, prefix]) => ({
				id,
				prefix,
				user: "mailman",
				group: "mailman",
				python: "/usr/bin/python3",
				webHost: "lists.example.net",
				mailHost: null,
				verp: null,
			})),
		});
	});

	it("is on the list of its owner's hosts and of nobody else's", async () => {
		expect(await data.hostsOf("ada")).toEqual([{ id: hostId, name: "rehearsal" }]);
		expect(await data.hostsOf("bob")).toEqual([]);
	});

	it("takes one of two edits made from the same revision; the other learns whose stands", async () => {
		const { revision } = await data.readSection(hostId, "administrator");
		const write = (address: string, by: string) =>
			mutations.writeSection(hostId, "administrator", address, revision, by, (value) => ({
				administrator: String(value),
			}));
		const outcomes = await Promise.allSettled([
			write("first@example.com", "Ada"),
			write("second@example.com", "Bob"),
		]);
		const refused = outcomes.filter((outcome) => outcome.status === "rejected");
		expect(refused).toHaveLength(1);
		const stands = await data.readSection(hostId, "administrator");
		expect(stands.revision).toBe(revision + 1);
		expect(refused[0]?.reason).toBeInstanceOf(errors.Conflict);
		expect(refused[0]?.reason).toMatchObject({
			theirs: { administrator: stands.value },
			revision: revision + 1,
			by: stands.updatedBy,
			at: stands.updatedAt,
		});
	});

	it("keeps the last answer beside the reason why a later question wasn't answered", async () => {
		await mutations.keepStatus(hostId, { status: { ...status, queued: 7 } });
		const error = {
			code: "host-silent",
			sentence: "s",
			remedy: "r",
			place: null,
			setting: null,
			said: [],
		};
		await mutations.keepStatus(hostId, { error });
		const host = await data.findHost(hostId);
		expect(host).toMatchObject({ status: { queued: 7 }, statusError: error });
		await mutations.keepStatus(hostId, { status });
		expect((await data.findHost(hostId))?.statusError).toBeNull();
	});

	it("turns a second row with the same key into a sentence beside the field", async () => {
		const db = await wholeDatabase();
		const same = db.installation.create({
			data: {
				hostId,
				slug: "com",
				prefix: "/x",
				user: "m",
				group: "m",
				python: "/p",
				webHost: "h",
				updatedBy: "A",
			},
		});
		const { orTaken } = await import("./mutations");
		await expect(orTaken(same, "slug", "There is one called com.")).rejects.toMatchObject({
			fieldErrors: { slug: "There is one called com." },
		});
	});

	it("is forgotten with the host, which is not removed while a deployment runs; the audit stays", async () => {
		const db = await wholeDatabase();
		const rows = await db.auditEvent.count();
		const installation = await db.installation.findFirstOrThrow({ where: { hostId } });
		await db.domain.create({
			data: { hostId, name: "a.example", installationId: installation.id, updatedBy: "Ada" },
		});
		const deployment = await db.deployment.create({
			data: {
				hostId,
				kind: "deploy",
				releaseId: "r",
				system: "{}",
				note: "",
				state: "running",
				actorName: "Ada",
			},
		});
		await expect(mutations.removeHost(hostId)).rejects.toThrow("under way");
		await db.deployment.update({ where: { id: deployment.id }, data: { state: "live" } });
		expect(await mutations.removeHost(hostId)).toEqual({ domains: 1, people: 1 });
		for (const left of [db.host, db.domain, db.installation, db.setting, db.membership, db.deployment])
			expect(await (left as typeof db.host).count()).toBe(0);
		expect(await db.auditEvent.count()).toBe(rows + 1);
		expect(await db.user.count()).toBe(1);
		expect(await data.hostsOf("ada")).toEqual([]);
	});
});
