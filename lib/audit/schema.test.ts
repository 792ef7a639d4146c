import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ACTIONS, actionInWords, auditSearch, readAuditQuery, SUBJECTS } from "./schema";

/** Names of actions as the code writes them. */
function namesInCode(): string[] {
	const files = ["lib", "bin"].flatMap((directory) =>
		readdirSync(directory, { recursive: true, encoding: "utf8" })
			.filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|generated|^core\//.test(file))
			.map((file) => path.join(directory, file)),
	);
	const names = files.flatMap((file) =>
		[...readFileSync(file, "utf8").matchAll(/\baction: "([a-z]+(?:\.[a-z-]+)+)"/g)].map(
			([, name = ""]) => name,
		),
	);
	return [...new Set(names)].sort();
}

/** These do nothing that would be kept; or another line says it. */
const WITHOUT_A_LINE = [
	"host.ask",
	"look.take",
	"policy.lab",
	"setup.dry-run",
	"setup.verify",
	"team.accept",
];

describe("the audit's words", () => {
	it("are there for every action the code has, and for no other", () => {
		const worded = Object.values(ACTIONS).flatMap((group) => Object.keys(group));
		expect(namesInCode().filter((name) => !WITHOUT_A_LINE.includes(name))).toEqual(worded.sort());
	});

	it("are the action's own name where an older version wrote another", () => {
		expect(actionInWords("session.begin")).toBe("Signed in");
		expect(actionInWords("something.older")).toBe("something.older");
	});
});

describe("what the Audit page is asked for", () => {
	it("is read from the address and written back to it", () => {
		const asked = { q: "a b", what: "sign-ins", since: "2026-11-01", until: "2026-11-23", page: "3" };
		expect(auditSearch(readAuditQuery(asked))).toBe(
			"?q=a+b&what=sign-ins&since=2026-11-01&until=2026-11-23&page=3",
		);
		expect(SUBJECTS).toContain("sign-ins");
	});

	it.each([
		{ what: "__proto__", page: "0", since: "2026-13-01", until: "yesterday" },
		{ what: ["sign-ins"], q: ["a", "b"], page: "-1" },
		{ page: "1e9", since: "2026-11-01T00:00:00Z" },
	])("is nothing where it makes no sense: %j", (search) => {
		expect(auditSearch(readAuditQuery(search as never))).toBe("");
	});
});
