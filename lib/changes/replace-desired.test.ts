import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MailSystem, newMailSystem } from "@/lib/core/system/mail-system";
import { inChanges, PROVIDERS, useDatabase, wholeDatabase } from "@/lib/kernel/testing/database";

const installation = (id: string) => ({
	id,
	prefix: `/srv/${id}/mailman`,
	user: "list",
	group: "list",
	python: "/usr/bin/python2",
	webHost: "lists.example.com",
	mailHost: null,
	verp: null,
});
const system: MailSystem = {
	...newMailSystem("postmaster@example.com"),
	installations: [installation("com"), installation("org")],
	domains: [
		{ name: "list.example.com", installation: "com" },
		{ name: "list.example.org", installation: "org" },
	],
};

describe.each(PROVIDERS)("taking desired settings back on %s", { timeout: 60_000 }, (provider) => {
	let end: () => Promise<void>;
	let hostId: string;
	let replace: (to: MailSystem) => Promise<void>;
	let discard: (to: MailSystem, seen: string) => Promise<void>;
	let mark: () => Promise<string>;
	let read: () => Promise<MailSystem>;
	let revisions: () => Promise<Record<string, number>>;
	beforeAll(async () => {
		end = await useDatabase(provider);
		const db = await wholeDatabase();
		const { replaceDesired, discardTo } = await inChanges(import("./mutations"));
		const { loadMailSystem, readDesired } = await import("@/lib/hosts/data");
		const { markOf } = await import("./data");
		hostId = (await db.host.create({ data: { name: "h", connection: "{}" } })).id;
		replace = (to) => replaceDesired(hostId, to, "Jane Doe");
		discard = (to, seen) => discardTo(hostId, to, seen, "Jane Doe");
		mark = async () => markOf(await readDesired(hostId));
		read = async () => {
			const parsed = await loadMailSystem(hostId);
			if (!parsed.success) throw parsed.error;
			return parsed.data;
		};
		revisions = async () =>
			Object.fromEntries([
				...(await db.setting.findMany({ where: { hostId } })).map((row) => [row.section, row.revision]),
				...(await db.installation.findMany({ where: { hostId } })).map((row) => [row.slug, row.revision]),
				...(await db.domain.findMany({ where: { hostId } })).map((row) => [row.name, row.revision]),
			]);
		await replace(system);
	}, 120_000);
	afterAll(() => end());

	it("gives exactly the settings that are asked for", async () => {
		expect(await read()).toEqual(system);
	});

	it("leaves every row alone that is so already, so that a form over it stays good", async () => {
		const before = await revisions();
		await replace(structuredClone(system));
		expect(await revisions()).toEqual(before);
		await replace({ ...system, tuning: { ...system.tuning, smtpMaxRcpts: 99 } });
		expect(await revisions()).toEqual({ ...before, tuning: (before.tuning ?? 0) + 1 });
		await replace(system);
	});

	it("discards what was seen, and nothing that somebody changed since", async () => {
		await replace({ ...system, tuning: { ...system.tuning, smtpMaxRcpts: 99 } });
		const seen = await mark();
		const theirs = { ...system, tuning: { ...system.tuning, smtpMaxRcpts: 42 } };
		await replace(theirs);
		await expect(discard(system, seen)).rejects.toThrow("Somebody changed the settings");
		expect(await read()).toEqual(theirs);
		await discard(system, await mark());
		expect(await read()).toEqual(system);
	});

	it("knows settings again that are as they were, whatever was written meanwhile", async () => {
		const seen = await mark();
		await replace({ ...system, administrator: "else@example.com", domains: [] });
		expect(await mark()).not.toBe(seen);
		await replace(system);
		expect(await mark()).toBe(seen);
	});

	it("moves, removes and brings back domains and installations together", async () => {
		const one: MailSystem = {
			...system,
			installations: [installation("com")],
			domains: [{ name: "list.example.org", installation: "com" }],
		};
		await replace(one);
		expect(await read()).toEqual(one);
		await replace(system);
		expect(await read()).toEqual(system);
	});
});
