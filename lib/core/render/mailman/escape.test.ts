import { describe, expect, it } from "vitest";
import { pyNumber, pyString } from "./escape";
import { MM_CFG_MARK, mmCfgLine } from "./hook";

describe("Python's escapes", () => {
	it.each([
		["list.example.com", "'list.example.com'"],
		["a'b", "'a\\x27b'"],
		["a\\b\n", "'a\\x5cb\\x0a'"],
		["%s{}#", "'\\x25s\\x7b\\x7d\\x23'"],
	])("write %j as %s", (text, written) => {
		expect(pyString(text)).toBe(written);
	});

	it("refuse what Python 2 and 3 would read differently", () => {
		expect(() => pyString("bücher.example")).toThrow(RangeError);
		expect(() => pyString("\x7f")).toThrow(RangeError);
		expect(() => pyNumber(-1)).toThrow(RangeError);
		expect(() => pyNumber(0.5)).toThrow(RangeError);
	});
});

describe("the line in an installation's own mm_cfg.py", () => {
	it("is one line, marked at its end", () => {
		const line = mmCfgLine("/var/lib/listkeeper/current/mailman/one/mm_cfg.py");
		expect(line).toBe("exec(open('/var/lib/listkeeper/current/mailman/one/mm_cfg.py').read())  # listkeeper");
		expect(line.endsWith(MM_CFG_MARK)).toBe(true);
		expect(mmCfgLine("/a\nb")).not.toContain("\n");
	});
});
