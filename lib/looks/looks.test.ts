import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ToldLook } from "@/lib/core/survey/told";
import { type MailSystem, newMailSystem } from "@/lib/core/system/mail-system";
import { inChanges, PROVIDERS, useDatabase, wholeDatabase } from "@/lib/kernel/testing/database";

const installation = (id: string, prefix: string) => ({
	id,
	prefix,
	user: "list",
	group: "list",
	python: "/usr/bin/python2",
	webHost: "lists.example.com",
	mailHost: null,
	verp: null,
});
const imported = (...installations: ReturnType<typeof installation>[]): MailSystem => ({
	...newMailSystem("ada@example.net"),
	installations,
	domains: installations.map(({ id }, at) => ({ name: `list-${at}.example.com`, installation: id })),
});
const LOOK: ToldLook = {
	survey: { exim: null, otherMail: [], installations: [], notes: [] },
	proposal: null,
};

describe.each(PROVIDERS)("an import on %s", { timeout: 60_000 }, (provider) => {
	let end: () => Promise<void>;
	let looks: typeof import("./mutations");
	let data: typeof import("./data");
	let db: Awaited<ReturnType<typeof wholeDatabase>>;
	beforeAll(async () => {
		end = await useDatabase(provider);
		db = await wholeDatabase();
		looks = await inChanges(import("./mutations"));
		data = await import("./data");
	}, 120_000);
	afterAll(() => end());

	/** A host as it is added: with the installations that were found, and nothing that anybody has set. */
	async function addedHost(found: Record<string, string> = {}): Promise<string> {
		const { id: hostId } = await db.host.create({ data: { name: "h", connection: "{}" } });
		const { administrator, verp, tuning, policy } = newMailSystem("postmaster@example.com");
		for (const [section, value] of Object.entries({ administrator, verp, tuning, policy }))
			await db.setting.create({
				data: { hostId, section, value: JSON.stringify(value), updatedBy: "Jane Doe" },
			});
		for (const [slug, prefix] of Object.entries(found)) {
			const { id: _, verp: __, ...fields } = installation(slug, prefix);
			await db.installation.create({ data: { ...fields, hostId, slug, updatedBy: "Jane Doe" } });
		}
		return hostId;
	}
	const revision = async (hostId: string) => (await data.readStanding(hostId)).revision;

	it("replaces what stands, and says what it was", async () => {
		const hostId = await addedHost({ com: "/srv/com/mailman" });
		expect((await data.readStanding(hostId)).touched).toBe(false);
		const system = imported(installation("com", "/srv/com/mailman"));
		const { before, after } = await looks.importSystem(hostId, system, await revision(hostId), "Ada");
		expect(before).toMatchObject({ administrator: "postmaster@example.com", domains: [] });
		expect(after).toEqual(system);
		const standing = await data.readStanding(hostId);
		expect(standing.written).toEqual(system);
		expect(standing.touched).toBe(true);
		expect(standing.by).toBe("Ada");
	});

	it("gives an installation the name that its prefix has here already, whatever else has the name that was found", async () => {
		const hostId = await addedHost({ mailman: "/usr/local/mailman", "mailman-2": "/var/lib/mailman" });
		const system = imported(
			installation("mailman", "/var/lib/mailman"),
			installation("mailman-2", "/srv/new/mailman"),
		);
		const { after } = await looks.importSystem(hostId, system, await revision(hostId), "Ada");
		expect(after.installations.map(({ id, prefix }) => [id, prefix])).toEqual([
			["mailman-2", "/var/lib/mailman"],
			["new", "/srv/new/mailman"],
		]);
		expect(after.domains.map((one) => one.installation)).toEqual(["mailman-2", "new"]);
		expect((await data.readStanding(hostId)).written.installations.map(({ id }) => id)).toEqual([
			"mailman-2",
			"new",
		]);
	});

	it("is refused with what stands where somebody has changed the settings since, and changes nothing", async () => {
		const hostId = await addedHost();
		const seen = await revision(hostId);
		await looks.importSystem(hostId, imported(installation("a", "/srv/a/mailman")), seen, "Bob");
		const standing = await revision(hostId);
		const again = looks.importSystem(hostId, imported(installation("b", "/srv/b/mailman")), seen, "Ada");
		await expect(again).rejects.toMatchObject({
			by: "Bob",
			revision: standing,
			theirs: { standing: "1 domain, 1 installation, administrator ada@example.net" },
		});
		expect((await data.readStanding(hostId)).written.installations.map(({ id }) => id)).toEqual(["a"]);
	});

	it("of ten thousand domains keeps nobody waiting for long, nor does the next without them", async () => {
		const hostId = await addedHost();
		const one = installation("a", "/srv/a/mailman");
		const many = {
			...imported(one),
			domains: Array.from({ length: 10_000 }, (_, at) => ({ name: `l${at}.example.com`, installation: "a" })),
		};
		await looks.importSystem(hostId, many, await revision(hostId), "Ada");
		expect(await db.domain.count({ where: { hostId } })).toBe(10_000);
		await looks.importSystem(hostId, imported(one), await revision(hostId), "Ada");
		expect(await db.domain.count({ where: { hostId } })).toBe(1);
	});

	it("is made from the last look, which is known by what was found and not by when", async () => {
		const hostId = await addedHost();
		expect(await data.readLook(hostId)).toBeNull();
		await looks.keepLook(hostId, LOOK, "Ada");
		const first = await data.readLook(hostId);
		await looks.keepLook(hostId, LOOK, "Bob");
		const second = await data.readLook(hostId);
		expect(second).toMatchObject({ ...LOOK, by: "Bob", mark: first?.mark });
		const note = { level: "news", sentence: "It moved.", remedy: "Look." } as const;
		await looks.keepLook(hostId, { ...LOOK, survey: { ...LOOK.survey, notes: [note] } }, "Bob");
		expect((await data.readLook(hostId))?.mark).not.toBe(first?.mark);
		await db.hostLook.update({ where: { hostId }, data: { survey: '{"of":"an older version"}' } });
		expect(await data.readLook(hostId)).toBeNull();
	});
});
