import { describe, expect, it } from "vitest";
import type { FoundDraft } from "@/lib/core/survey/draft";
import { newMailSystem } from "@/lib/core/system/mail-system";
import { hasField, type Look, offerOf, overtaken } from "./offer";
import { importForm, leftOutBy } from "./schema";

const { verp } = newMailSystem("ada@example.net");
const draft = (domains: number): FoundDraft => ({
	administrator: null,
	domains: Array.from({ length: domains }, (_, at) => ({ name: `l${at}.example.com`, installation: "a" })),
	installations: [],
	tuning: { smtpMaxRcpts: 40 },
	verp,
});
const look = (domains: number): Look => ({
	survey: { exim: null, otherMail: [], installations: [], notes: [] },
	proposal: {
		values: [],
		more: { understood: 0, conflicts: 0, kept: 0 },
		leftOut: 0,
		draft: draft(domains),
		questions: [],
	},
	mark: "m",
	at: 0,
	by: "Ada",
});

describe("what is offered of a look", () => {
	it("is nothing where no domain was found, or no configuration", () => {
		expect(offerOf(look(0))).toBeNull();
		expect(offerOf({ ...look(1), proposal: null })).toBeNull();
	});

	it("has a box for each of the first hundred domains, and says how many there are", () => {
		const offer = offerOf(look(10_000));
		expect(offer?.domains).toHaveLength(100);
		expect(offer?.domainCount).toBe(10_000);
		expect(offer?.numbers).toEqual({ "tuning.smtpMaxRcpts": "40" });
	});
});

describe("a look", () => {
	const exim = {
		path: "/usr/sbin/exim4",
		version: "4.96",
		tooOld: false,
		features: [],
		user: null,
		ports: null,
	};
	const seen = {
		at: 1_000,
		survey: {
			...look(1).survey,
			exim: { ...exim, layout: "none", file: null, refused: null, refusedAt: null, sources: [] },
		},
	} satisfies Parameters<typeof overtaken>[0];
	const status = (liveAt: number | null, version: string) =>
		({
			live: liveAt === null ? null : { number: 3, at: liveAt },
			profile: { exim: { version } },
		}) as unknown as Parameters<typeof overtaken>[1];

	it.each([
		["nobody has heard of the host", null, null],
		["nothing is live", status(null, "4.96"), null],
		["it is newer than what is live", status(999, "4.96"), null],
		["a release went live since", status(1_001, "4.96"), "Release 3 went live since."],
		["Exim is another", status(999, "4.98.2"), "The host has Exim 4.98.2 now."],
	])("says whether the host has changed since: %s", (_, now, said) => {
		if (said === null) expect(overtaken(seen, now)).toBeNull();
		else expect(overtaken(seen, now)).toBe(`${said} Look again before you import.`);
	});
});

describe("an import form", () => {
	const sent = { hostId: "h", look: "m", revision: "7" };

	it("leaves out the boxes that are off, and the names that are written", () => {
		const form = importForm.parse({
			...sent,
			...Object.fromEntries(Array.from({ length: 99 }, (_, at) => [`take.l${at}.example.com`, "on"])),
			leave: " L500.example.com, l501.example.com\nl502.example.com.\nelsewhere.example ",
		});
		const { without, unknown } = leftOutBy(look(10_000), form);
		expect([...without]).toEqual(["l99.example.com", "l500.example.com", "l501.example.com"]);
		expect(unknown).toEqual(["l502.example.com.", "elsewhere.example"]);
	});

	it("carries what was decided under its setting, and nothing that came twice", () => {
		const form = importForm.parse({
			...sent,
			"decide.administrator": "ada@example.net",
			"decide.tuning.smtpMaxRcpts": ["1", "2"],
			replace: "on",
		});
		expect(form.answers).toEqual({ administrator: "ada@example.net" });
		expect([form.replace, form.rest, form.revision]).toEqual([true, false, 7]);
	});

	it.each([
		["administrator", true],
		["tuning.smtpMaxRcpts", true],
		["installations.com", true],
		["installations.com.user", true],
		["domains.list.example.com", false],
		["installations", false],
		["", false],
	])("has a field for %j: %s", (setting, has) => expect(hasField(setting)).toBe(has));
});
