import { describe, expect, it } from "vitest";
import { checksOf } from "@/lib/hosts/checks";
import { confirmForm, isConfirmed, placeForm } from "./schema";

const KEY = "ssh-ed25519 AAAA";
const OTHER = "ssh-ed25519 BBBB";

describe("a host that is being added by ssh", () => {
	it("is confirmed only while it shows the very key that was confirmed", () => {
		expect(isConfirmed({ offered: [KEY], confirmed: null })).toBe(false);
		expect(isConfirmed({ offered: [KEY], confirmed: [OTHER] })).toBe(false);
		expect(isConfirmed({ offered: [KEY], confirmed: [KEY] })).toBe(true);
	});

	it.each([
		["ssh-refused", 0],
		["ssh-host-key-differs", 1],
		["ssh-key-not-accepted", 2],
		["ssh-other-command", 3],
		["ssh-sudo-refuses", 3],
		["something that a later host says", 3],
		["protocol-version", 4],
	])("that fails with %s passed every check before, and none after", (code, failed) => {
		const states = checksOf("ssh", code).map(({ state }) => state);
		expect(states).toEqual([
			...Array(failed).fill("passed"),
			"failed",
			...Array(4 - failed).fill("not reached"),
		]);
	});

	it("is asked for with a sentence beside each field that is wrong", () => {
		const { error } = placeForm.safeParse({ name: " ", address: "-x", port: "0", user: "Root" });
		const places = error?.issues.map((issue) => issue.path.join("."));
		expect(places).toEqual(["name", "address", "port", "user"]);
	});

	it.each(["", "null", "[]", "{}", `["${KEY}\\n* ${OTHER}"]`, `["x ${KEY}"]`])(
		"has no key confirmed by %j",
		(keys) => expect(confirmForm.safeParse({ draftId: "x", keys }).success).toBe(false),
	);
});
