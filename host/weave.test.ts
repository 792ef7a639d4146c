import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasLine, unweaveLine, weaveLine } from "./weave";

const LINE = "exec(open('/state/current/mailman/a/mm_cfg.py').read())  # Listkeeper";

describe("weaving a line into mm_cfg.py", () => {
	it("is undone byte for byte, whatever the text was", () => {
		const text = fc
			.array(fc.constantFrom("a", "\n", "\r", LINE.slice(0, 5), "é", " "))
			.map((x) => x.join(""));
		fc.assert(
			fc.property(text, (before) => {
				const woven = weaveLine(before, LINE);
				expect(hasLine(woven, LINE)).toBe(true);
				expect(unweaveLine(woven, LINE)).toBe(before);
			}),
		);
	});

	it("keeps what was added after the line", () => {
		const woven = `${weaveLine("MTA = None\n", LINE)}# by hand\n`;
		expect(unweaveLine(woven, LINE)).toBe("MTA = None\n# by hand\n");
	});

	it("adds the line once", () => {
		const once = weaveLine("MTA = None", LINE);
		expect(weaveLine(once, LINE)).toBe(once);
	});
});
