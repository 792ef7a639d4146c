import { describe, expect, it } from "vitest";
import { domainQuery, matchesName, readNames, standingOf } from "./schema";

describe("pasted domain names", () => {
	it("are parted by lines, blanks, commas and semicolons, and remarks are left out", () => {
		const text = "a.example, b.example;c.example\r\n# ours\n\n  d.example # not e.example\n";
		expect(readNames(text).map((typed) => "name" in typed && `${typed.line} ${typed.name}`)).toEqual([
			"1 a.example",
			"1 b.example",
			"1 c.example",
			"4 d.example",
		]);
	});

	it("are kept as A-labels, each once", () => {
		expect(readNames("Bücher.example\nxn--bcher-kva.example")).toEqual([
			{ line: 1, typed: "Bücher.example", name: "xn--bcher-kva.example" },
		]);
	});

	it("that are none say why, with the line they stand on", () => {
		expect(readNames("a.example\nlocalhost")[1]).toEqual({
			line: 2,
			typed: "localhost",
			reason: expect.stringContaining("single label"),
		});
	});
});

describe("looking for a domain", () => {
	it("finds it by what people read and by its A-label", () => {
		expect(matchesName("xn--bcher-kva.example", "büch")).toBe(true);
		expect(matchesName("xn--bcher-kva.example", "xn--b")).toBe(true);
		expect(matchesName("xn--bcher-kva.example", "list")).toBe(false);
	});

	it("takes any nonsense in the address as the first page of everything", () => {
		expect(domainQuery.parse({ page: "-3", q: ["a"], on: undefined })).toEqual({ q: "", on: "", page: 1 });
	});
});

describe("a domain's standing", () => {
	const domain = { name: "a.example", installation: "one" };

	it("is live where the live release has it on the same installation", () => {
		expect(standingOf(domain, new Map([["a.example", "one"]]))).toEqual({ kind: "live" });
	});
	it("says where it moves from", () => {
		expect(standingOf(domain, new Map([["a.example", "two"]]))).toEqual({ kind: "moving", from: "two" });
	});
	it("is new where nothing live has it", () => {
		expect(standingOf(domain, new Map())).toEqual({ kind: "new" });
	});
	it("is not claimed to be new where nobody knows what is live", () => {
		expect(standingOf(domain, null)).toEqual({ kind: "unknown" });
	});
});
