import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { rehearsalPlace } from "./rehearsal-place.mjs";

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
