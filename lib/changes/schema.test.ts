import { expect, test } from "vitest";
import { byGroup, type Change, inBrief, pendingOf, settingOfPath } from "./schema";

const change = (group: Change["group"], sentence: string): Change => ({
	group,
	setting: "verp.strategy",
	sentence,
	before: null,
	after: "Exim",
	attribution: null,
	discardable: true,
});
const review = (changes: Change[]) => ({
	kind: "changes" as const,
	reviewedId: "a".repeat(64),
	live: null,
	seen: "",
	nextNumber: 7,
	changes,
	files: [],
	undertaking: { restarts: [], tests: 0 },
	domains: 1,
});

test("the bar says each change as far as its first stop, and not inside a name", () => {
	expect(inBrief("VERP moves from Mailman to Exim: queue entries fall.")).toBe(
		"VERP moves from Mailman to Exim",
	);
	expect(inBrief("list.example.com takes mail for the lists of com.")).toBe(
		"list.example.com takes mail for the lists of com",
	);
	expect(pendingOf(review([change("Delivery", "One thing: more."), change("Policy", "Another.")]))).toEqual({
		count: 2,
		labels: ["One thing", "Another"],
		nextNumber: 7,
	});
});

test("the bar is there for files that differ without any effect, and not where nothing does", () => {
	expect(pendingOf(review([]))?.count).toBe(1);
	expect(pendingOf({ kind: "same", live: { number: 1, id: "a" }, nextNumber: 2 })).toBeNull();
	expect(pendingOf({ kind: "unheard" })).toBeNull();
});

test("settings that no release can be made of are in the bar too", () => {
	const problems = [{ setting: "domains.x", sentence: "x is listed twice." }];
	expect(pendingOf({ kind: "invalid", problems, nextNumber: 3, seen: "" })).toEqual({
		count: 1,
		labels: ["x is listed twice."],
		nextNumber: 3,
	});
});

test("groups come in the order in which mail meets them, without empty ones", () => {
	const groups = byGroup([change("Mailman", "c"), change("Mail flow", "a"), change("Mailman", "d")]);
	expect(groups.map((one) => [one.group, one.changes.length])).toEqual([
		["Mail flow", 1],
		["Mailman", 2],
	]);
});

test("a place in the settings goes by the names that forms know", () => {
	const system = { installations: [{ id: "com" }], domains: [{ name: "list.example.com" }] };
	expect(settingOfPath(system, ["installations", 0, "prefix"])).toBe("installations.com.prefix");
	expect(settingOfPath(system, ["domains", 0, "name"])).toBe("domains.list.example.com");
	expect(settingOfPath(system, ["tuning", "smtpMaxRcpts"])).toBe("tuning.smtpMaxRcpts");
	expect(settingOfPath(system, ["installations", 9, "prefix"])).toBe("installations.9.prefix");
});
