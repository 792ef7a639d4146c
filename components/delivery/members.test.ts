import { expect, it } from "vitest";
import { countedOf, largestOf, listsThatLose, membersOf } from "./members";

it("members are counted once each, with or without a name, however the lines end", () => {
	const { count, lost } = membersOf(
		"ann@example.net\r\nBob <bob@example.net>\n\nANN@example.net\nno address\n",
	);
	expect({ members: count.members, lost }).toEqual({ members: 2, lost: [] });
});

it("the share at big receivers is that of the five domains with most members", () => {
	const at = (domain: string, n: number) => Array.from({ length: n }, (_, i) => `m${i}@${domain}`);
	const many = ["a", "b", "c", "d", "e"].flatMap((name) => at(`${name}.example`, 12));
	const few = Array.from({ length: 40 }, (_, i) => `one@d${i}.example`);
	const bigOf = (members: string[]) => countedOf(membersOf(members.join("\n")).count);
	expect(bigOf([...few, ...many])).toMatchObject({
		members: 100,
		bigPercent: 60,
		bigReceivers: 5,
		domains: 40,
	});
	expect(bigOf([]).bigPercent).toBe(0);
});

it("what a list is counted with are its shares of Mailman's groups too", () => {
	const { count } = membersOf("a@example.com\nb@example.com\nc@example.org\nd@example.us\ne@example.de\n");
	expect(countedOf(count)).toMatchObject({ comPercent: 40, netOrgPercent: 20, eduUsCaPercent: 20 });
});

it("members whom VERP loses are named as they were written, with what to do", () => {
	const { lost } = membersOf('Prvs=12=Bob@example.net\n"a b"@example.net\nann@example.net');
	expect(lost.map(({ address }) => address)).toEqual(["Prvs=12=Bob@example.net", '"a b"@example.net']);
	for (const { why } of lost) expect(why).toContain("Ask the member for another address.");
});

it("members whose VERP address other servers may refuse are named too, by the list's own name", () => {
	const member = `${"a".repeat(40)}@example.net`;
	expect(membersOf(member)).toMatchObject({
		lost: [],
		risky: [{ address: member, why: expect.stringContaining("65") }],
	});
	expect(membersOf(member, "a").risky).toEqual([]);
	expect(
		membersOf("ann@example.net", "announcements-of-the-whole-department-and-its-friends").risky,
	).toHaveLength(1);
});

it("of a list with a plus in its name no bounce names its member", () => {
	expect(listsThatLose(["news", "c++", "dev"])).toEqual(["c++"]);
});

it("where most members are is said by the three largest domains, and how many there are", () => {
	const at = (domain: string, n: number) => Array.from({ length: n }, (_, i) => `m${i}@${domain}`);
	const of = (members: string[]) => largestOf(membersOf(members.join("\n")).count);
	expect(of([...at("a.example", 6), ...at("b.example", 4)])).toBe("a.example 60 %, b.example 40 %");
	expect(of([...at("a.example", 6), "x@b.example", "x@c.example", "x@d.example", "x@e.example"])).toBe(
		"a.example 60 %, b.example 10 %, c.example 10 %; 5 domains in all",
	);
	expect(of([])).toBe("Nobody gets its posts.");
});
