import { describe, expect, it } from "vitest";
import { bytes, type Choice, choiceOf, duration, EXAMPLE, MEASURES, noticing, planOf } from "./figures";

const tuning = { smtpMaxRcpts: 15, smtpMaxSessionsPerConnection: 30, acceptQueuePerConnection: 30 };
const by = (strategy: Choice["verp"]["strategy"], interval = 1): Choice => ({
	verp: { strategy, interval },
	tuning,
});
const typed = {
	strategy: "exim",
	interval: "1",
	smtpMaxRcpts: "15",
	smtpMaxSessionsPerConnection: "30",
	acceptQueuePerConnection: "30",
};

describe("what is typed so far", () => {
	it("is a choice while every number is one", () => {
		expect(choiceOf(typed)).toEqual(by("exim"));
	});

	it.each([{ smtpMaxRcpts: "" }, { smtpMaxRcpts: "0" }, { acceptQueuePerConnection: "x" }, { strategy: "" }])(
		"is none with %j",
		(change) => {
			expect(choiceOf({ ...typed, ...change })).toBeNull();
		},
	);

	it("holds the numbers that may be left to the programs only where they are given", () => {
		expect(choiceOf({ ...typed, remoteMaxParallel: "", queueRunMax: "3" })?.tuning).toEqual({
			...tuning,
			queueRunMax: 3,
		});
		expect(choiceOf({ ...typed, queueRunMax: "x" })).toBeNull();
		expect(choiceOf({ ...typed, remoteMaxParallel: "0" })).toBeNull();
	});

	it("doesn't mind an interval that isn't used", () => {
		expect(choiceOf({ ...typed, interval: "" })).toEqual(by("exim"));
		expect(choiceOf({ ...typed, strategy: "mailman", interval: "" })).toBeNull();
	});
});

describe("the figures of one post to 2,000 members", () => {
	const said = (choice: Choice) =>
		Object.fromEntries(MEASURES.map(({ label, of, say }) => [label, say(of(planOf(EXAMPLE, choice)))]));

	it("with VERP by Exim are 134 queue entries and a transaction a member", () => {
		expect(said(by("exim"))).toMatchObject({
			"Queue entries": "134",
			Spool: "2.8 MB",
			"SMTP transactions": "2,000",
		});
	});

	it("with VERP by Mailman are a queue entry and a copy on the disk for each member", () => {
		expect(said(by("mailman"))).toMatchObject({ "Queue entries": "2,000", Spool: "41 MB" });
	});
});

it("sizes are decimal and change their unit before they are four digits long", () => {
	expect([20_000, 2_680_000, 400e6, 999_999_999].map(bytes)).toEqual(["20 kB", "2.7 MB", "400 MB", "1 GB"]);
});

it("durations are seconds, minutes or hours, as one would say them", () => {
	expect([400, 12_000, 210_000, 7_200_000].map(duration)).toEqual(["0.4 s", "12 s", "3.5 min", "2 h"]);
});

describe("a dead address", () => {
	const sentence = ({ verp, tuning }: Choice, postsPerDay: number) =>
		noticing(verp, planOf({ ...EXAMPLE, postsPerDay }, { verp, tuning }));

	it("is noticed after five days with posts that are all expanded", () => {
		expect(sentence(by("exim"), 5)).toBe("After 5 days, when Mailman has counted five bounces.");
	});

	it("is noticed later, or never, where only every Nth post is", () => {
		expect(sentence(by("mailman", 20), 10)).toContain("After 10 days");
		expect(sentence(by("mailman", 20), 10)).toContain("every 20th post");
		expect(sentence(by("mailman", 100), 2)).toContain("Perhaps never");
	});

	it("is noticed without VERP only where the bounce says so", () => {
		expect(sentence(by("off"), 5)).toContain("Only if Mailman can read");
	});
});
