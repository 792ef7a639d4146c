import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hashSources, stamped, writeStamp } from "./stamp.mjs";

let base: string;
beforeEach(() => {
	base = mkdtempSync(path.join(tmpdir(), "listkeeper-stamp-"));
	mkdirSync(path.join(base, "app"));
	writeFileSync(path.join(base, "app/page.tsx"), "one");
});
afterEach(() => rmSync(base, { recursive: true }));
const hash = () => hashSources(base, ["app", "absent"], (file) => !file.endsWith(".test.ts"));

describe("whether something has to be built", () => {
	it("depends on names and bytes, not on times", () => {
		const before = hash();
		utimesSync(path.join(base, "app/page.tsx"), 1, 1);
		expect(hash()).toBe(before);
		renameSync(path.join(base, "app/page.tsx"), path.join(base, "app/layout.tsx"));
		expect(hash()).not.toBe(before);
	});

	it("changes with a file's bytes, a new file and a removed one, but not with a test", () => {
		const seen = [hash()];
		writeFileSync(path.join(base, "app/page.tsx"), "two");
		seen.push(hash());
		writeFileSync(path.join(base, "app/new.tsx"), "");
		seen.push(hash());
		expect(new Set(seen).size).toBe(3);
		writeFileSync(path.join(base, "app/page.test.ts"), "");
		expect(hash()).toBe(seen[2]);
	});

	it("is remembered by the stamp of this hash only", () => {
		const stamp = path.join(base, "out/stamp");
		expect(stamped(stamp, hash())).toBe(false);
		writeStamp(stamp, hash());
		expect(stamped(stamp, hash())).toBe(true);
		expect(stamped(stamp, "0")).toBe(false);
	});
});
