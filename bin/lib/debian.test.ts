import { spawnSync } from "node:child_process";
import {
	existsSync,
	lstatSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withDaemonsHeldBack } from "./debian.mjs";

let directory: string;
let policy: string;
beforeEach(() => {
	directory = mkdtempSync(path.join(tmpdir(), "listkeeper-policy-"));
	policy = path.join(directory, "policy-rc.d");
});
afterEach(() => rmSync(directory, { recursive: true }));

const answer = () => spawnSync(policy, ["exim4", "start"]).status;

describe("while packages are installed", () => {
	it("no daemon may start", async () => {
		expect(await withDaemonsHeldBack(async () => answer(), policy)).toBe(101);
	});

	it("a machine without a policy has none afterwards", async () => {
		await withDaemonsHeldBack(async () => undefined, policy);
		expect(existsSync(policy)).toBe(false);
	});

	it("a machine's own policy is put back as it was, bytes, mode and time", async () => {
		writeFileSync(policy, "#!/bin/sh\nexit 0\n", { mode: 0o750 });
		utimesSync(policy, 1_000_000, 1_000_000);
		const before = lstatSync(policy);
		expect(await withDaemonsHeldBack(async () => answer(), policy)).toBe(101);
		const { mode, mtimeMs, ino } = lstatSync(policy);
		expect({ mode, mtimeMs, ino }).toEqual({ mode: before.mode, mtimeMs: before.mtimeMs, ino: before.ino });
		expect(readFileSync(policy, "utf8")).toBe("#!/bin/sh\nexit 0\n");
	});

	it("a policy that is a link stays a link, even a dangling one", async () => {
		symlinkSync("/nowhere/policy", policy);
		await withDaemonsHeldBack(async () => undefined, policy);
		expect(lstatSync(policy).isSymbolicLink()).toBe(true);
	});

	it("the policy is put back when installing fails", async () => {
		writeFileSync(policy, "own\n");
		const failing = withDaemonsHeldBack(async () => Promise.reject(new Error("no network")), policy);
		await expect(failing).rejects.toThrow("no network");
		expect(readFileSync(policy, "utf8")).toBe("own\n");
	});

	it("what a killed run left behind is repaired by the next", async () => {
		writeFileSync(policy, "own\n");
		// As after a kill in the middle: the machine's own is kept aside, ours stands.
		const abandoned = withDaemonsHeldBack(() => new Promise(() => undefined), policy);
		expect(readFileSync(policy, "utf8")).not.toBe("own\n");
		await withDaemonsHeldBack(async () => undefined, policy);
		expect(readFileSync(policy, "utf8")).toBe("own\n");
		void abandoned;
	});
});
