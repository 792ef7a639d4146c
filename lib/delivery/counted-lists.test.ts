import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

/** A host's program that notes each request beside itself, and fails for as long as there is a file `silent`. */
const PROGRAM = `
import fs from "node:fs";
import readline from "node:readline";
const at = (name) => new URL(name, import.meta.url);
for await (const line of readline.createInterface({ input: process.stdin })) {
	fs.appendFileSync(at("asked"), JSON.parse(line).verb + " ");
	const diagnosis = { code: "x", sentence: "The disk is full.", remedy: "Make room.", place: null, setting: null, said: [] };
	const list = (name, members) => ({ prefix: "/srv", list: name, simulated: true, why: members === null ? "Torn." : null,
		count: members === null ? null : { members, domains: 1, largest: [], groups: [members, 0, 0, 0], lost: 0, overlong: 0 } });
	const lists = [list("few", 2), list("torn", null), list("many", 30)];
	console.log(JSON.stringify(fs.existsSync(at("silent"))
		? { type: "error", code: "environment", diagnosis }
		: { type: "result", verb: "members", lists }));
	process.exit(0);
}
`;

let directory: string;
let countedLists: typeof import("./counted-lists").countedLists;
beforeAll(async () => {
	directory = mkdtempSync(path.join(tmpdir(), "listkeeper-counted-"));
	writeFileSync(path.join(directory, "program.mjs"), PROGRAM);
	vi.stubEnv("LISTKEEPER_PROGRAM", path.join(directory, "program.mjs"));
	vi.resetModules();
	({ countedLists } = await import("./counted-lists"));
});
afterAll(() => {
	vi.unstubAllEnvs();
	rmSync(directory, { recursive: true });
});

const asked = () => {
	const file = path.join(directory, "asked");
	return existsSync(file) ? readFileSync(file, "utf8").trim().split(" ").length : 0;
};
const ask = (hostId: string) => countedLists(hostId, { kind: "rehearsal", root: directory }, "Ada");

it("a host counts its lists once for all who look within a minute, the largest first", async () => {
	const [one, other] = await Promise.all([ask("a"), ask("a")]);
	expect(one.lists.map(({ list }) => list)).toEqual(["many", "few", "torn"]);
	expect([one.silent, other]).toEqual([null, one]);
	await ask("a");
	expect(asked()).toBe(1);
	await ask("b");
	expect(asked()).toBe(2);
});

it("a host that can't count says why, and is asked again by the next who looks", async () => {
	writeFileSync(path.join(directory, "silent"), "");
	expect(await ask("c")).toMatchObject({ lists: [], silent: { sentence: "The disk is full." } });
	rmSync(path.join(directory, "silent"));
	expect((await ask("c")).lists).toHaveLength(3);
});
