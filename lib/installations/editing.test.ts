import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newMailSystem } from "@/lib/core/system/mail-system";
import { inChanges, PROVIDERS, useDatabase, wholeDatabase } from "@/lib/kernel/testing/database";
import type { InstallationForm } from "./schema";

const system = newMailSystem("ada@example.net");

const form = (id: string): InstallationForm => ({
	id,
	prefix: `/srv/${id}/mailman`,
	user: "mailman",
	group: "mailman",
	python: "/usr/bin/python2",
	webHost: "www.example.com",
	mailHost: null,
});

/** The sentences of a refusal by field; fails where nothing was refused. */
async function refusal(work: Promise<unknown>): Promise<Record<string, string>> {
	const error = await work.then(
		() => new Error("It was not refused."),
		(reason: Error & { fieldErrors?: Record<string, string> }) => reason,
	);
	if (!("fieldErrors" in error) || !error.fieldErrors) throw error;
	return error.fieldErrors;
}

describe.each(PROVIDERS)("editing the desired state on %s", { timeout: 60_000 }, (provider) => {
	let end: () => Promise<void>;
	let domains: typeof import("@/lib/domains/mutations");
	let domainRows: typeof import("@/lib/domains/data");
	let installations: typeof import("./mutations");
	let delivery: typeof import("@/lib/delivery/mutations");
	let deliveryRows: typeof import("@/lib/delivery/data");
	let policy: typeof import("@/lib/policy/mutations");
	let hosts: typeof import("@/lib/hosts/data");
	let Conflict: typeof import("@/lib/kernel/errors").Conflict;
	let hostId: string;

	beforeAll(async () => {
		end = await useDatabase(provider);
		domains = await inChanges(import("@/lib/domains/mutations"));
		domainRows = await import("@/lib/domains/data");
		installations = await inChanges(import("./mutations"));
		delivery = await inChanges(import("@/lib/delivery/mutations"));
		deliveryRows = await import("@/lib/delivery/data");
		policy = await inChanges(import("@/lib/policy/mutations"));
		hosts = await import("@/lib/hosts/data");
		({ Conflict } = await import("@/lib/kernel/errors"));
	}, 120_000);
	afterAll(() => end());

	/** Each test has a host of its own, with two installations. */
	beforeEach(async () => {
		const db = await wholeDatabase();
		const sections = ["administrator", "verp", "tuning", "policy"] as const;
		const host = await db.host.create({
			data: {
				name: "test",
				connection: "{}",
				settings: {
					create: sections.map((section) => ({
						section,
						value: JSON.stringify(system[section]),
						updatedBy: "Ada",
					})),
				},
			},
		});
		hostId = host.id;
		await installations.addInstallation(hostId, form("one"), "Ada");
		await installations.addInstallation(hostId, form("two"), "Ada");
		await domains.addDomains(hostId, ["a.example", "b.example"], "one", "Ada");
	});

	const conflictOf = (work: Promise<unknown>) =>
		expect(work).rejects.toSatisfy((error) => error instanceof Conflict);

	it("leaves a valid system that says what was edited", async () => {
		await domains.moveDomain(hostId, "b.example", "two", 1, "Ben");
		const { data } = await hosts.loadMailSystem(hostId);
		expect(data?.domains).toEqual([
			{ name: "a.example", installation: "one" },
			{ name: "b.example", installation: "two" },
		]);
	});

	it("adds ten thousand domains at once, and finds them page by page", async () => {
		const names = Array.from({ length: 10_000 }, (_, n) => `d${n}.example.org`);
		await domains.addDomains(hostId, names, "two", "Ada");
		const present = await domainRows.presentDomains(hostId, names);
		expect(present.size).toBe(10_000);
		const page = await domainRows.listDomains(hostId, { q: "d99", on: "two", page: 999 });
		expect(page).toMatchObject({ matching: 111, pages: 3, page: 3 });
		expect(page.rows).toHaveLength(11);
	});

	it("finds an internationalised domain by what people read", async () => {
		await domains.addDomains(hostId, ["xn--bcher-kva.example"], "two", "Ada");
		const found = await domainRows.listDomains(hostId, { q: "büch", on: "", page: 1 });
		expect(found.rows.map((row) => row.name)).toEqual(["xn--bcher-kva.example"]);
		expect((await domainRows.listDomains(hostId, { q: "büch", on: "one", page: 1 })).matching).toBe(0);
	});

	it("refuses a domain whose administrator's mail would go round", async () => {
		const { revision } = await hosts.readSection(hostId, "administrator");
		await domains.setAdministrator(hostId, "mailman@c.example", revision, "Ada");
		const errors = await refusal(domains.addDomains(hostId, ["c.example"], "one", "Ada"));
		expect(errors.names).toContain("would go round");
		expect((await domainRows.listDomains(hostId, { q: "c.example", on: "", page: 1 })).matching).toBe(0);
	});

	it("takes one of two moves of a domain; the other learns where it is", async () => {
		await domains.moveDomain(hostId, "a.example", "two", 1, "Ben");
		await expect(domains.moveDomain(hostId, "a.example", "one", 1, "Ada")).rejects.toMatchObject({
			theirs: { installation: "two" },
			revision: 2,
			by: "Ben",
		});
		await conflictOf(domains.removeDomain(hostId, "a.example", 1));
		expect(await domains.moveDomain(hostId, "a.example", "one", 2, "Ada")).toBe("two");
	});

	it("says so where somebody removed what one edits", async () => {
		await domains.removeDomain(hostId, "a.example", 1);
		const errors = await refusal(domains.moveDomain(hostId, "a.example", "two", 1, "Ada"));
		expect(errors[""]).toContain("no longer here");
	});

	it("keeps a mail host with its installation until another is chosen", async () => {
		await installations.changeInstallation(hostId, { ...form("one"), mailHost: "a.example" }, 1, "Ada");
		const move = await refusal(domains.moveDomain(hostId, "a.example", "two", 1, "Ada"));
		expect(move.installation).toContain("names it as its mail host");
		const removal = await refusal(domains.removeDomain(hostId, "a.example", 1));
		expect(removal[""]).toContain("names it as its mail host");
		await installations.changeInstallation(hostId, form("one"), 2, "Ada");
		expect(await domains.removeDomain(hostId, "a.example", 1)).toBe("one");
	});

	it("refuses a second installation's name or prefix beside its field", async () => {
		const same = await refusal(installations.addInstallation(hostId, form("one"), "Ada"));
		expect(Object.keys(same).sort()).toEqual(["id", "prefix"]);
		const prefix = { ...form("three"), prefix: "/srv/two/mailman" };
		expect(await refusal(installations.addInstallation(hostId, prefix, "Ada"))).toEqual({
			prefix: expect.stringContaining("belongs to another"),
		});
	});

	it("removes an installation only once no domain is on it", async () => {
		const errors = await refusal(installations.removeInstallation(hostId, "one", 1));
		expect(errors[""]).toBe("one has 2 domains. Move or remove them first.");
		await installations.removeInstallation(hostId, "two", 1);
		expect((await hosts.readDesired(hostId)).installations.map((one) => one.id)).toEqual(["one"]);
	});

	it("shows both versions of an installation to who is late", async () => {
		await installations.changeInstallation(hostId, { ...form("one"), group: "list" }, 1, "Ben");
		const late = installations.changeInstallation(hostId, { ...form("one"), user: "list" }, 1, "Ada");
		await expect(late).rejects.toMatchObject({ theirs: { group: "list", user: "mailman" }, by: "Ben" });
	});

	it("refuses fewer connections than all installations and a few others need, and changes nothing", async () => {
		const { revision } = await deliveryRows.readDelivery(hostId);
		const save = (acceptMax: number) =>
			delivery.writeDelivery(
				hostId,
				{ verp: system.verp, tuning: { ...system.tuning, acceptMax } },
				revision,
				"Ada",
			);
		expect(await refusal(save(5))).toEqual({
			acceptMax: expect.stringContaining("Set smtp_accept_max to 6 or more"),
		});
		expect((await deliveryRows.readDelivery(hostId)).revision).toBe(revision);
		await save(6);
	});

	it("shows numbers that an older version saved as they are, though they couldn't be saved any more", async () => {
		const db = await wholeDatabase();
		const tuning = { ...system.tuning, acceptMax: 2, retryWaitMinutes: 9_000 };
		await db.setting.update({
			where: { hostId_section: { hostId, section: "tuning" } },
			data: { value: JSON.stringify(tuning) },
		});
		expect(await deliveryRows.readDelivery(hostId)).toMatchObject({ tuning, unreadable: null });
		expect((await hosts.loadMailSystem(hostId)).success).toBe(false);
	});

	it("takes one of two saves of delivery at the same moment, whole", async () => {
		const { revision } = await deliveryRows.readDelivery(hostId);
		const save = (interval: number, by: string) =>
			delivery.writeDelivery(
				hostId,
				{
					verp: { ...system.verp, strategy: "mailman", interval },
					tuning: { ...system.tuning, smtpMaxRcpts: interval },
				},
				revision,
				by,
			);
		const outcomes = await Promise.allSettled([save(20, "Ada"), save(30, "Ben")]);
		expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
		const late = outcomes.find((outcome) => outcome.status === "rejected");
		expect(late?.reason).toBeInstanceOf(Conflict);
		const now = await deliveryRows.readDelivery(hostId);
		expect(now.tuning.smtpMaxRcpts).toBe(now.verp.interval);
		expect(late?.reason).toMatchObject({
			theirs: { interval: String(now.verp.interval) },
			revision: now.revision,
		});
	});

	it("gives an installation VERP of its own, and takes no second one made from the same revision", async () => {
		const own = { ...system.verp, strategy: "exim" as const };
		const fields = () => ({ own: "own" });
		await installations.writeVerp(hostId, "one", own, 1, "Ada", fields);
		const { data } = await hosts.loadMailSystem(hostId);
		expect(data?.installations.map((one) => one.verp)).toEqual([own, null]);
		await conflictOf(installations.writeVerp(hostId, "one", null, 1, "Ben", fields));
	});

	describe("policy", () => {
		const edit = (rule: "senderCallout" | "nullSenderPosting", change: object, revision: number) =>
			policy.changeRule(
				hostId,
				{ rule, revision, seen: JSON.stringify(system.policy[rule]), change: { ...change } },
				null,
				"Ada",
			);
		const kept = async () => (await hosts.loadMailSystem(hostId)).data?.policy;

		it("takes edits of two rules made from the same revision, since neither concerns the other", async () => {
			await edit("nullSenderPosting", { on: false }, 1);
			await edit("senderCallout", { on: true }, 1);
			expect(await kept()).toMatchObject({ nullSenderPosting: { on: false }, senderCallout: { on: true } });
		});

		it("takes them at the same moment too", async () => {
			await Promise.all([
				edit("nullSenderPosting", { on: false }, 1),
				edit("senderCallout", { on: true }, 1),
			]);
			expect(await kept()).toMatchObject({ nullSenderPosting: { on: false }, senderCallout: { on: true } });
		});

		it("shows both versions of one rule to who is late", async () => {
			await edit("senderCallout", { timeoutSeconds: 60 }, 1);
			await expect(edit("senderCallout", { timeoutSeconds: 45 }, 1)).rejects.toMatchObject({
				theirs: { timeoutSeconds: "60" },
				revision: 2,
			});
		});

		it("refuses a parameter beside its field", async () => {
			const errors = await refusal(edit("senderCallout", { timeoutSeconds: 1 }, 1));
			expect(errors.timeoutSeconds).toContain("at least 5 seconds");
		});
	});
});
