import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { domainNames } from "../testing/arbitraries";
import { readDomainName } from "./domain";
import { readableDomain } from "./readable";

describe("a mail domain", () => {
	it.each([
		["list.example.com", "list.example.com"],
		["  List.Example.COM ", "list.example.com"],
		["bücher.example", "xn--bcher-kva.example"],
		["BÜCHER.example", "xn--bcher-kva.example"],
		["xn--bcher-kva.example", "xn--bcher-kva.example"],
	])("typed as %s is kept as %s", (typed, kept) => {
		expect(readDomainName(typed)).toEqual({ ok: true, name: kept });
	});

	it.each([
		["", "empty"],
		["list.example.com.", "trailing dot"],
		[".example.com", "leading dot"],
		["list..example.com", "two dots in a row"],
		["localhost", "single label"],
		["user@example.com", "@"],
		["192.0.2.1", "IP address"],
		["0x7f.1", "IP address"],
		["list.example.com:25", "“:”"],
		["list.example.com/x", "“/”"],
		["li st.example.com", "“ ”"],
		["list.${run{x}}.com", "“$”"],
		["list%2eexample.com", "“%”"],
		["list.example.com\nx", "a line end"],
		["list\u0000.example.com", "the character U+0000"],
		["-list.example.com", "hyphen"],
		["xn--a.example", "internationalised"],
		[`${"a".repeat(64)}.example.com`, "63"],
		[`${"abc.".repeat(70)}com`, "253"],
	])("is refused when typed as %j, and the sentence says %s", (typed, word) => {
		const reading = readDomainName(typed);
		expect(reading).toMatchObject({ ok: false });
		expect(reading.ok ? "" : reading.reason).toContain(word);
	});

	it("that was kept is read as itself", () => {
		fc.assert(
			fc.property(domainNames, (name) => {
				expect(readDomainName(name)).toEqual({ ok: true, name });
			}),
		);
	});
});

describe("a domain for reading", () => {
	it.each([
		["xn--bcher-kva.example", "bücher.example"],
		["lists.xn--p1ai", "lists.рф"],
		["xn--fiqs8s.xn--wgv71a119e", "中国.日本語"],
		["list.example.com", "list.example.com"],
		["xn--!!.example", "xn--!!.example"],
	])("%s is shown as %s", (name, shown) => {
		expect(readableDomain(name)).toBe(shown);
	});

	it("is typed back as the same domain", () => {
		const letters = fc.string({
			unit: fc.constantFrom(..."aäöüßéèñçøłžабвгд日本語中国한국"),
			minLength: 1,
			maxLength: 12,
		});
		fc.assert(
			fc.property(letters, (word) => {
				const reading = readDomainName(`${word}.example`);
				fc.pre(reading.ok);
				expect(readDomainName(readableDomain(reading.name))).toEqual(reading);
			}),
		);
	});
});
