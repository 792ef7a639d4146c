import fs from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expanded, quoted } from "@/lib/core/render/exim/escape";
import { pyString } from "@/lib/core/render/mailman/escape";
import { hostileStrings } from "@/lib/core/testing/arbitraries";
import { EXIM_VERSIONS } from "../testing/exim-versions";
import { Rendered } from "./testing/rendered";

const MACROS = "MM_HOME = replaced\nMM_LISTS = replaced\nLK_RELEASE = replaced\n";
const hex = (text: string) => Buffer.from(text).toString("hex");

describe.each(EXIM_VERSIONS)("whatever a text holds, Exim $version", (exim) => {
	let rendered: Rendered;
	beforeAll(() => {
		rendered = new Rendered(exim);
	});
	afterAll(() => rendered.remove());

	it("expands its escaped form to exactly that text", () => {
		const texts = fc.sample(hostileStrings, 250).filter((text) => !text.includes("\0"));
		// Through macros, so that the text passes a configuration's own reading first.
		const own = rendered.write(
			rendered.runtime() +
				MACROS +
				texts.map((text, i) => `TEXT_${i}_ = \${base64:${expanded(text)}}\n`).join(""),
		);
		const read = rendered.expand(
			own,
			texts.map((_, i) => `TEXT_${i}_`),
		);
		expect(read.map((text) => Buffer.from(text, "base64").toString("hex"))).toEqual(texts.map(hex));
	});

	it("reads its quoted form as exactly that text where an option isn't expanded", () => {
		const oneLine = hostileStrings.filter((text) => /^[ -~]+$/.test(text));
		for (const text of fc.sample(oneLine, 25)) {
			const own = rendered.write(
				`${rendered.runtime()}${MACROS}qualify_recipient = ${quoted(text)}\nprimary_hostname = h.example\n`,
			);
			const said = rendered.ask(own, "-bP", "qualify_recipient");
			expect(hex(said.stdout)).toBe(hex(`qualify_recipient = ${text}\n`));
		}
	});
});

describe("whatever an ASCII text holds", () => {
	it("every Python on this machine reads its literal as exactly that text", () => {
		const rendered = new Rendered();
		const texts = fc
			.sample(hostileStrings, 300)
			.filter((text) => Buffer.byteLength(text) === text.length && !text.includes("\x7f"));
		const file = rendered.write(texts.map(pyString).join("\n"));
		const program =
			"import ast, json, sys\nprint(json.dumps([ast.literal_eval(l) for l in open(sys.argv[1])]))";
		const pythons = ["python3", "python2"].map((name) => `/usr/bin/${name}`).filter((p) => fs.existsSync(p));
		expect(pythons).toContain("/usr/bin/python3");
		for (const interpreter of pythons)
			expect(JSON.parse(rendered.pythonProgram(program, [file], interpreter))).toEqual(texts);
		rendered.remove();
	});
});
