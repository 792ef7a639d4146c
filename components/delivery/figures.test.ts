import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import {
	bytes,
	type Choice,
	choiceOf,
	duration,
	EXAMPLE,
	MEASURES,
	noticing,
	planOf,
	worldInWords,
} from "./figures";
import { FORMULAS } from "./formulas";

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

	it("with VERP by Exim are 136 queue entries and a transaction a member", () => {
		expect(said(by("exim"))).toMatchObject({
			"Queue entries": "136",
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

describe("the screen and `npm run bench -- verp`", () => {
	const PAGE = fs.readFileSync(path.resolve(import.meta.dirname, "../../docs/delivery-planner.md"), "utf8");
	const WHO = { nobody: "off", Mailman: "mailman", Exim: "exim" } as const;
	const rows = [...PAGE.matchAll(/^\| ([\d,]+) \| (nobody|Mailman|Exim) \| ([\d,–]+) \|(.*)\|$/gm)].map(
		([, members = "", who = "", rcpts = "", cells = ""]) => ({
			members: Number(members.replace(",", "")),
			strategy: WHO[who as keyof typeof WHO],
			rcpts: rcpts === "–" ? 15 : Number(rcpts),
			planned: [...cells.matchAll(/\(([\d,.]+)( MB)?\)/g)].map(([, n = ""]) => Number(n.replace(",", ""))),
		}),
	);
	const threeDigits = (n: number) => Number((n / 1e6).toPrecision(3));

	it("plan the same figures of the same list", () => {
		expect(rows).toHaveLength(16);
		for (const { members, strategy, rcpts, planned } of rows) {
			const choice = { verp: { strategy, interval: 1 }, tuning: { ...tuning, smtpMaxRcpts: rcpts } };
			const plan = planOf({ ...EXAMPLE, members }, choice);
			expect([
				plan.queueEntries,
				threeDigits(plan.spoolBytesHeld),
				plan.smtpTransactions,
				threeDigits(plan.outgoingBytes),
			]).toEqual(planned);
		}
	});
});

describe("time to the members answers to", () => {
	const times = (change: Partial<typeof EXAMPLE>, choice = by("exim")) => {
		const { firstMemberMs, lastMemberMs } = planOf({ ...EXAMPLE, ...change }, choice);
		return { first: firstMemberMs, last: lastMemberMs };
	};
	const usual = times({});

	it("the uplink: 2,000 messages of 20 kB take at least 320 s through one megabit a second", () => {
		const thin = times({ uplinkMbit: 1 });
		expect(thin.last).toBeGreaterThan(320_000);
		expect(thin.first).toBeGreaterThan(usual.first + 160);
		expect(times({ uplinkMbit: 10_000 }).last).toBeCloseTo(usual.last, -3);
	});

	it("the way to the members' hosts", () => {
		expect(times({ roundTripMs: 500 }).first).toBeGreaterThan(usual.first);
		expect(times({ roundTripMs: 500 }).last).toBeGreaterThan(usual.last);
	});

	it("remote_max_parallel, the host's own where none is set", () => {
		const far = (change: Partial<typeof EXAMPLE>, remoteMaxParallel?: number) =>
			times(
				{ roundTripMs: 500, ...change },
				{ ...by("exim"), tuning: { ...tuning, ...(remoteMaxParallel && { remoteMaxParallel }) } },
			);
		expect(far({}, 8).last).toBeLessThan(far({}).last);
		expect(far({ ownParallel: 4 })).toEqual(far({}, 4));
	});

	it("queue_run_max, where messages wait for a queue run", () => {
		const waits = (queueRunMax?: number) =>
			times(
				{ members: 100_000, roundTripMs: 2_000 },
				{
					...by("exim"),
					tuning: {
						...tuning,
						smtpMaxSessionsPerConnection: 0,
						acceptQueuePerConnection: 10,
						...(queueRunMax && { queueRunMax }),
					},
				},
			).last;
		expect(waits()).toBeGreaterThan(30 * 60_000);
		expect(waits(1)).toBeGreaterThan(waits(2));
		expect(waits()).toBe(waits(5));
	});
});

it("where members are and the line are said in a sentence", () => {
	expect(worldInWords(EXAMPLE)).toBe(
		"60 % of the members at 3 big receivers, the others at 200 domains, 50 ms away, on an uplink that is no limit",
	);
	expect(worldInWords({ ...EXAMPLE, uplinkMbit: 2.5 })).toContain("on an uplink of 2.5 Mbit/s");
});

it("every figure on the screen has its formula, its source and its measured check", () => {
	const explained = FORMULAS.map(({ figure }) => figure);
	for (const { label } of MEASURES) expect(explained).toContain(label);
	for (const { formula, source, check } of FORMULAS)
		for (const text of [formula, source, check]) expect(text).toMatch(/^[A-Z0-9].*\.$/);
});
