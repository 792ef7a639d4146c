import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { difference } from "./difference";
import { type Edit, isWoven, unweave, weave, withOurDomains } from "./marks";

const lines = fc.array(
	fc.constantFrom(
		"",
		"# a comment",
		"  driver = accept \\",
		"begin routers",
		"x = é",
		"\r",
		"domainlist local_domains = @",
	),
	{ maxLength: 12 },
);
const texts = lines.map((all) => all.join("\n"));
const include = (line: number): Edit => ({
	kind: "insert",
	file: "",
	line,
	why: "a test",
	text: ".include LK_RELEASE/exim/transports.conf",
});

describe("lines of ours in a text of theirs", () => {
	it("are taken out again byte for byte, wherever they stood", () => {
		fc.assert(
			fc.property(texts, fc.array(fc.nat(13), { minLength: 1, maxLength: 4 }), (text, places) => {
				const woven = weave(
					text,
					places.map((line) => include(line + 1)),
				);
				expect(isWoven(woven)).toBe(true);
				expect(unweave(woven)).toBe(text);
			}),
		);
	});

	it("leave what somebody has added or edited since", () => {
		const text = "domainlist local_domains = <; a.example ; \\\n  b.example\nbegin routers\n";
		const woven = weave(text, [{ kind: "replace", file: "", line: 1 }, include(3)]);
		expect(woven).toContain("\ndomainlist local_domains = <; +lk_mm_domains ; a.example ; \\\n  b.example\n");
		expect(unweave(woven)).toBe(text);
		expect(unweave(woven.replace("+lk_mm_domains ; a.example", "+lk_mm_domains ; new.example"))).toBe(
			text.replace("a.example", "new.example"),
		);
		expect(unweave(`${woven}# more\n`)).toBe(`${text}# more\n`);
	});

	it.each([
		["domainlist local_domains = @", "domainlist local_domains = +lk_mm_domains : @"],
		["  domainlist  local_domains=", "  domainlist  local_domains=+lk_mm_domains"],
		[
			"hide domainlist_cache local_domains = <, @",
			"hide domainlist_cache local_domains = <, +lk_mm_domains , @",
		],
	])("put the list domains first in %j", (before, after) => {
		expect(withOurDomains(before)).toBe(after);
	});

	it("are shown as what comes and what goes, with their numbers", () => {
		const text = "a\ndomainlist local_domains = @\nb";
		expect(difference(text, weave(text, [{ kind: "replace", file: "", line: 2 }, include(3)]))).toEqual([
			{ sign: "-", line: 2, text: "domainlist local_domains = @" },
			{ sign: "+", line: 2, text: "# Listkeeper, before: domainlist local_domains = @" },
			{ sign: "+", line: 3, text: "domainlist local_domains = +lk_mm_domains : @" },
			{ sign: "+", line: 4, text: "# Listkeeper: a test" },
			{ sign: "+", line: 5, text: ".include LK_RELEASE/exim/transports.conf" },
		]);
		expect(difference(null, "a\n")).toEqual([{ sign: "+", line: 1, text: "a" }]);
	});
});
