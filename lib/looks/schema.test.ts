import { describe, expect, it } from "vitest";
import type { FoundDraft } from "@/lib/core/survey/draft";
import { newMailSystem } from "@/lib/core/system/mail-system";
import { hasField, type Look, offerOf } from "./offer";
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
