import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { boundedLog } from "./bounded-log";

let directory: string;
beforeAll(() => {
	directory = mkdtempSync(path.join(tmpdir(), "listkeeper-log-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

describe("a log within bounds", () => {
	it("goes on where it was, for its owner alone", () => {
		const file = path.join(directory, "one");
		boundedLog(file)("begun\n");
		boundedLog(file)(Buffer.from("gone on\n"));
		expect(readFileSync(file, "utf8")).toBe("begun\ngone on\n");
		expect(statSync(file).mode & 0o777).toBe(0o600);
	});

	it("keeps one file and the one before, however much is said", () => {
		const file = path.join(directory, "two");
		const note = boundedLog(file, 100);
		for (let line = 0; line < 1_000; line++) note(`line ${line}\n`);
		expect(statSync(file).size).toBeLessThan(120);
		expect(statSync(`${file}.1`).size).toBeLessThan(120);
		const kept = [`${file}.1`, file].map((one) => readFileSync(one, "utf8")).join("");
		expect(kept).toMatch(/line 998\nline 999\n$/);
	});

	it("counts what was there before", () => {
		const file = path.join(directory, "three");
		boundedLog(file, 10)("more than ten\n");
		boundedLog(file, 10)("next\n");
		expect(readFileSync(file, "utf8")).toBe("next\n");
	});
});
