import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recordInstance, runningInstance, takeStart } from "./instance.mjs";
import { identify } from "./own-process.mjs";

let state: string;
let file: string;
beforeEach(() => {
	state = mkdtempSync(path.join(tmpdir(), "listkeeper-instance-"));
	file = path.join(state, "it");
});
afterEach(() => rmSync(state, { recursive: true }));

const self = () => {
	const own = identify(process.pid);
	if (own === null) throw new Error("This process has no entry in /proc.");
	return own;
};
/** A number no process has any more. */
const gone = () => ({ pid: spawnSync(process.execPath, ["-e", ""]).pid, started: "1" });

describe("a copy that runs", () => {
	it("is found by its record while its server lives", () => {
		const instance = {
			up: gone(),
			server: self(),
			address: "http://127.0.0.1:3000",
			url: "https://lists.example",
		};
		recordInstance(file, instance);
		expect(runningInstance(file)).toEqual(instance);
	});

	it("is not found once its server is gone", () => {
		recordInstance(file, {
			up: self(),
			server: gone(),
			address: "http://127.0.0.1:3000",
			url: "https://lists.example",
		});
		expect(runningInstance(file)).toBeNull();
	});
});

describe("two at the start", () => {
	it("the second is told who is first, and gets the place when the first is done", () => {
		const giveBack = takeStart(file);
		expect(takeStart(file)).toBe(process.pid);
		if (typeof giveBack === "function") giveBack();
		expect(takeStart(file)).toBeTypeOf("function");
		expect(readdirSync(state)).toEqual(["it"]);
	});

	it("a place that a crash left is taken over", () => {
		writeFileSync(file, JSON.stringify(gone()));
		expect(takeStart(file)).toBeTypeOf("function");
	});

	it("giving back twice does not take the place from the next", () => {
		const first = takeStart(file);
		if (typeof first !== "function") throw new Error("The place was taken.");
		first();
		takeStart(file);
		first();
		expect(existsSync(file)).toBe(true);
	});
});
