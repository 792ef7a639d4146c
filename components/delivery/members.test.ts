import { expect, it } from "vitest";
import { listsThatLose, membersOf } from "./members";

it("members are counted once each, with or without a name, however the lines end", () => {
	const { count, lost } = membersOf(
		"ann@example.net\r\nBob <bob@example.net>\n\nANN@example.net\nno address\n",
	);
	expect({ count, lost }).toEqual({ count: 2, lost: [] });
});

it("the share at big receivers is that of the five domains with most members", () => {
	const at = (domain: string, n: number) => Array.from({ length: n }, (_, i) => `m${i}@${domain}`);
	const many = ["a", "b", "c", "d", "e"].flatMap((name) => at(`${name}.example`, 12));
	const few = Array.from({ length: 40 }, (_, i) => `one@d${i}.example`);
	expect(membersOf([...few, ...many].join("\n")).bigPercent).toBe(60);
	expect(membersOf("").bigPercent).toBe(0);
});

it("members whom VERP loses are named as they were written, with what to do", () => {
	const { lost } = membersOf('Prvs=12=Bob@example.net\n"a b"@example.net\nann@example.net');
	expect(lost.map(({ address }) => address)).toEqual(["Prvs=12=Bob@example.net", '"a b"@example.net']);
	for (const { why } of lost) expect(why).toContain("Ask the member for another address.");
});

it("of a list with a plus in its name no bounce names its member", () => {
	expect(listsThatLose(["news", "c++", "dev"])).toEqual(["c++"]);
});
