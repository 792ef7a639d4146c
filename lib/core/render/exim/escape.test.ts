import { describe, expect, it } from "vitest";
import { expanded, macroPath, mapData, mapLine, number, quoted } from "./escape";

describe("Exim's escapes", () => {
	it.each([
		["admin@example.com", "admin@example.com"],
		["list_admin+x=y@example.com", "list_admin+x=y@example.com"],
		["$domain", "\\x24domain"],
		["a{b}\\", "a\\x7bb\\x7d\\x5c"],
		["a\nb", "a\\x0ab"],
		["ü", "\\xc3\\xbc"],
		["MM_HOME", "MM\\x5fHOME"],
		["_HAVE_IPV6", "\\x5fHAVE\\x5fIPV6"],
		["", ""],
	])("write %j as %s in an expanded option", (text, written) => {
		expect(expanded(text)).toBe(written);
	});

	it("put an option that isn't expanded into quotes", () => {
		expect(quoted('a"b')).toBe('"a\\x22b"');
	});

	it("refuse what Exim can't hold", () => {
		expect(() => expanded("a\0b")).toThrow(RangeError);
		expect(() => number(-1)).toThrow(RangeError);
		expect(() => number(1.5)).toThrow(RangeError);
		expect(() => number(Number.NaN)).toThrow(RangeError);
		expect(number(0)).toBe("0");
	});

	it.each([
		"relative/path",
		"/a b",
		"/a\nb",
		"/$x",
		"/a\\",
		"/srv/MM_HOME/x",
		"/srv/_HAVE_TLS/x",
		"/srv/LK_RELEASE",
		"/",
	])("refuse the release directory %j", (path) => {
		expect(() => macroPath(path)).toThrow(RangeError);
	});

	it.each(["/var/lib/listkeeper/releases/000042-3f9a", "/home/x/My_Files/r_1", "/srv/A_b"])(
		"take the release directory %s",
		(path) => {
			expect(macroPath(path)).toBe(path);
		},
	);

	it("refuse what would split a line of the map or one of its values", () => {
		for (const odd of ["a b", "a:b", 'a"b', "a\nb", "", "a=b", "#a"]) {
			expect(() => mapLine(odd, "home=/x")).toThrow(RangeError);
			expect(() => mapData({ home: odd })).toThrow(RangeError);
		}
	});
});
