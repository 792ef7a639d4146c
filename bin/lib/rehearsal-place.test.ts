import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reachableProgram, rehearsalPlace } from "./rehearsal-place.mjs";

let base: string;
beforeEach(() => {
	base = mkdtempSync(path.join(tmpdir(), "listkeeper-place-"));
	chmodSync(base, 0o755);
});
afterEach(() => rmSync(base, { recursive: true }));
const place = (wanted: string, root: boolean) => rehearsalPlace({ wanted, root, home: "/home/ada" });

describe("the rehearsal host's directory", () => {
	it("is the one in the state directory where everybody may enter above it", () => {
		const wanted = path.join(base, "var/rehearsal");
		expect(place(wanted, true)).toBe(wanted);
	});

	it("is elsewhere for root when the checkout is closed to the user that the host runs as", () => {
		mkdirSync(path.join(base, "closed"), { mode: 0o700 });
		const wanted = path.join(base, "closed/var/rehearsal");
		expect(place(wanted, true)).toMatch(/^\/var\/lib\/listkeeper-rehearsal-[0-9a-f]{12}$/);
		expect(place(wanted, false)).toBe(wanted);
	});

	it("is elsewhere when the path has a character that Exim would read as its own", () => {
		expect(place(path.join(base, "my $checkout/rehearsal"), false)).toMatch(
			/^\/home\/ada\/\.local\/state\/listkeeper-rehearsal-[0-9a-f]{12}$/,
		);
	});
});

describe("the program of a rehearsal host", () => {
	const written = (mode: number) => {
		const directory = path.join(base, "dist");
		mkdirSync(directory);
		chmodSync(directory, mode);
		writeFileSync(path.join(directory, "listkeeper.mjs"), "one");
		return path.join(directory, "listkeeper.mjs");
	};
	const rehearsal = () => path.join(base, "rehearsal");

	it("is the checkout's own where everybody can read it", () => {
		const program = written(0o755);
		expect(reachableProgram({ program, rehearsal: rehearsal(), root: true })).toBe(program);
	});

	it("is a copy for root's unprivileged user where the checkout is closed, renewed when it changed", () => {
		const program = written(0o700);
		const copy = reachableProgram({ program, rehearsal: rehearsal(), root: true });
		expect(copy).toBe(path.join(rehearsal(), "program/listkeeper.mjs"));
		writeFileSync(program, "two");
		reachableProgram({ program, rehearsal: rehearsal(), root: true });
		expect(readFileSync(copy, "utf8")).toBe("two");
		expect(reachableProgram({ program, rehearsal: rehearsal(), root: false })).toBe(program);
	});
});
