import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newMailSystem } from "../system/mail-system";
import { machineTarget, mailSystems } from "../testing/arbitraries";
import { buildRelease, placeFiles } from "./build";
import { compareReleases } from "./compare";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const build = (system: Parameters<typeof buildRelease>[0], hostname?: string) =>
	buildRelease(system, machineTarget(hostname), sha256);

describe("a release", () => {
	it("has the id that sha256sum gives for its own listing of the files", () => {
		const release = build(newMailSystem("admin@example.net"));
		const listing = release.files.map((file) => `${sha256(file.text)}  ${file.target}\n`).join("");
		expect(release.id).toBe(sha256(listing));
		expect(release.id).toMatch(/^[0-9a-f]{64}$/);
	});

	it("has the same id for the same system and host, and another where any byte differs", () => {
		fc.assert(
			fc.property(mailSystems, mailSystems, (a, b) => {
				const [first, second] = [build(a), build(b)];
				expect(build(structuredClone(a))).toEqual(first);
				expect(first.id === second.id).toBe(compareReleases(first, second).files.length === 0);
				expect(build(a, "other.example.net").id).not.toBe(first.id);
			}),
		);
	});

	it("is placed in its own directory, in every path inside it", () => {
		const release = build(newMailSystem("admin@example.net"));
		const placed = placeFiles(release.files, "/srv/lists/releases/000001-ab");
		const text = placed.find((file) => file.target === "exim/exim.conf")?.text ?? "";
		expect(text).toContain("\nLK_RELEASE = /srv/lists/releases/000001-ab\n");
		expect(placed.map((file) => file.text).join("")).not.toContain("@release@");
	});

	it("is not placed where Exim would read the path as something else", () => {
		const { files } = build(newMailSystem("admin@example.net"));
		for (const path of ["/srv/a b", "/srv/MM_HOME", "srv", "/srv/$x", "/srv\n.include /etc/passwd"])
			expect(() => placeFiles(files, path)).toThrow(RangeError);
	});
});

describe("a comparison", () => {
	it("says which files are added, removed and changed, sorted, with all of their text", () => {
		const release = (...files: [string, string][]) => ({
			id: "",
			files: files.map(([target, text]) => ({ target, text })),
		});
		expect(
			compareReleases(
				release(["a", "1"], ["b", "1"], ["same", "1"]),
				release(["c", "1"], ["b", "2"], ["same", "1"]),
			),
		).toEqual({
			files: [
				{ target: "a", kind: "removed", before: "1", after: "" },
				{ target: "b", kind: "changed", before: "1", after: "2" },
				{ target: "c", kind: "added", before: "", after: "1" },
			],
		});
	});

	it("with nothing shows everything as added", () => {
		const release = build(newMailSystem("admin@example.net"));
		expect(compareReleases(null, release).files.map((file) => file.kind)).toEqual(["added", "added"]);
	});
});
