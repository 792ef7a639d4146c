import { describe, expect, test } from "vitest";
import { diffSummary, fileHunks } from "./hunks";

const before = [
	"# [verp.strategy] Who expands",
	"verp = off",
	"",
	"# [fixed] Always so",
	"never_users = root",
	"",
	"# [tuning.smtpMaxRcpts] Recipients on a message",
	"limit = 15",
	"",
].join("\n");

describe("a file's differences", () => {
	const after = before.replace("verp = off", "verp = exim\nverp_too = yes");
	const { hunks, added, removed } = fileHunks({ target: "exim/exim.conf", kind: "changed", before, after });

	test("name the setting behind each line, on the side where the line is", () => {
		expect(hunks[0]?.lines.filter((line) => line.kind !== "same")).toEqual([
			{ kind: "removed", before: 2, after: null, text: "verp = off", setting: "verp.strategy" },
			{ kind: "added", before: null, after: 2, text: "verp = exim", setting: "verp.strategy" },
			{ kind: "added", before: null, after: 3, text: "verp_too = yes", setting: "verp.strategy" },
		]);
	});

	test("name no setting where the text is fixed", () => {
		const fixed = hunks[0]?.lines.find((line) => line.text === "# [fixed] Always so");
		expect(fixed).toMatchObject({ kind: "same", before: 4, after: 5, setting: null });
	});

	test("count what was added and removed", () => {
		expect([added, removed]).toEqual([2, 1]);
		expect(diffSummary([fileHunks({ target: "exim/exim.conf", kind: "changed", before, after })])).toBe(
			"1 file, +2 −1",
		);
	});
});

describe("a new file", () => {
	const text = Array.from({ length: 1_000 }, (_, n) => `line ${n}`).join("\n");

	test("is all added", () => {
		const file = fileHunks({ target: "a", kind: "added", before: "", after: "one\ntwo\n" });
		expect(file.hunks[0]?.lines.map((line) => `${line.kind} ${line.after} ${line.text}`)).toEqual([
			"added 1 one",
			"added 2 two",
		]);
	});

	test("is cut where nobody would read on, and says by how much", () => {
		const file = fileHunks({ target: "a", kind: "added", before: "", after: `${text}\n` }, 100);
		expect(file.hunks.flatMap((hunk) => hunk.lines)).toHaveLength(100);
		expect([file.added, file.cut]).toEqual([1_000, 900]);
	});
});

test("a file that is gone is all removed", () => {
	const file = fileHunks({ target: "a", kind: "removed", before: "one\n", after: "" });
	expect([file.added, file.removed, file.hunks[0]?.lines[0]?.before]).toEqual([0, 1, 1]);
});
