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
	let read: () => Promise<MailSystem>;
	let revisions: () => Promise<Record<string, number>>;
	beforeAll(async () => {
		end = await useDatabase(provider);
		const db = await wholeDatabase();
		const { replaceDesired } = await inChanges(import("./mutations"));
		const { loadMailSystem } = await import("@/lib/hosts/data");
		hostId = (await db.host.create({ data: { name: "h", connection: "{}" } })).id;
		replace = (to) => replaceDesired(hostId, to, "Jane Doe");
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
