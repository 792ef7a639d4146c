import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { matchesLock } from "./installed.mjs";

let checkout: string;
beforeEach(() => {
	checkout = mkdtempSync(path.join(tmpdir(), "listkeeper-installed-"));
});
afterEach(() => rmSync(checkout, { recursive: true }));

type Packages = Record<string, { version: string; optional?: boolean }>;
const write = (wanted: Packages, found: Packages | null) => {
	const lock = (packages: Packages) => JSON.stringify({ packages });
	writeFileSync(path.join(checkout, "package-lock.json"), lock({ "": { version: "0.1.0" }, ...wanted }));
	mkdirSync(path.join(checkout, "node_modules"), { recursive: true });
	if (found) writeFileSync(path.join(checkout, "node_modules/.package-lock.json"), lock(found));
	return matchesLock(checkout);
};

describe("whether npm ci has to run", () => {
	const zod = { version: "4.6.7" };
	it.each<[string, Packages, Packages | null, boolean]>([
		["a clean clone does not match", { a: zod }, null, false],
		["what the lock names matches", { a: zod }, { a: zod }, true],
		["another version does not match", { a: zod }, { a: { version: "4.6.6" } }, false],
		["a missing package does not match", { a: zod, b: zod }, { a: zod }, false],
		["a package too many does not match", { a: zod }, { a: zod, b: zod }, false],
		["another system's package may be missing", { a: zod, b: { ...zod, optional: true } }, { a: zod }, true],
		[
			"an optional package of another version does not match",
			{ b: { ...zod, optional: true } },
			{ b: { version: "1.0.0" } },
			false,
		],
	])("%s", (_, wanted, found, expected) => {
		expect(write(wanted, found)).toBe(expected);
	});
});
