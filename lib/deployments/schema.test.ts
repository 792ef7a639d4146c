import { describe, expect, test } from "vitest";
import type { HostStatus } from "@/lib/core/host/events";
import { newMailSystem } from "@/lib/core/system/mail-system";
import { headline, settle } from "./schema";

const [ours, other] = ["a".repeat(64), "b".repeat(64)];
const said = (
	live: string | null,
	more: Partial<Pick<HostStatus, "pending" | "lock" | "attention">> = {},
): Pick<HostStatus, "live" | "pending" | "lock" | "attention"> => ({
	live: live
		? {
				number: live === ours ? 42 : 41,
				id: live,
				actor: "jd",
				note: "",
				at: 0,
				system: newMailSystem("postmaster@example.com"),
			}
		: null,
	pending: null,
	lock: null,
	attention: null,
	...more,
});
const pending = { pending: { release: ours, number: 42, deadline: 0 } };
const lock = { lock: { actor: "jd", since: 0, pid: 1 } };

describe("a deployment that nobody followed to its end", () => {
	const running = { state: "running", releaseId: ours } as const;

	test("is live where the host's link says so", () => {
		expect(settle(running, said(ours), false)).toMatchObject({ state: "live" });
	});

	test("is still running while somebody holds the host's lock", () => {
		expect(settle(running, said(other, lock), false)).toBeNull();
	});

	test("waits for confirmation where the host says so, even while it is locked", () => {
		expect(settle(running, said(ours, { ...pending, ...lock }), false)).toMatchObject({ state: "pending" });
	});

	test("begins, where it is not live, with the release that is", () => {
		expect(settle(running, said(other), false)).toMatchObject({
			state: "reverted",
			sentence: expect.stringMatching(/^Release 41 is live\./),
		});
		expect(settle(running, said(null), false)?.sentence).toMatch(/^No release is live\./);
	});

	test("needs attention where the host could not go back", () => {
		const attention = {
			code: "revert-failed",
			sentence: "Exim does not start.",
			remedy: "",
			place: null,
			setting: null,
			said: [],
		};
		expect(settle(running, said(other, { attention }), false)).toEqual({
			state: "attention",
			sentence: "Release 41 is live. Exim does not start.",
		});
	});
});

describe("a deployment that waited for confirmation", () => {
	const waiting = { state: "pending", releaseId: ours } as const;

	test("was confirmed where it is live and nothing is pending", () => {
		expect(settle(waiting, said(ours), false)).toMatchObject({ state: "live" });
	});

	test("reverted by itself where another is live", () => {
		expect(settle(waiting, said(other), false)).toMatchObject({ state: "reverted" });
	});

	test("was not reverted where a later deployment replaced it", () => {
		expect(settle(waiting, said(other), true)).toMatchObject({ state: "live" });
	});
});

describe("the first sentence a person reads", () => {
	test("says what is live before why the deployment is not", () => {
		const stale = {
			state: "refused",
			sentence: "Release 3 by Jane went live after what this was made against.",
		} as const;
		expect(headline(stale, 3)).toBe(`Release 3 is live. No mail was affected. ${stale.sentence}`);
		expect(headline({ state: "failed", sentence: "No answer." }, null)).toBe(
			"No release is live. No mail was affected. No answer.",
		);
	});

	test("is the host's own where that says it already", () => {
		const reverted = { state: "reverted", sentence: "Release 41 is live again." } as const;
		expect(headline(reverted, 41)).toBe(reverted.sentence);
	});

	test("claims nothing of mail once something was live for a moment", () => {
		expect(headline({ state: "attention", sentence: "Exim is down." }, 41)).toBe(
			"Release 41 is live. Exim is down.",
		);
	});

	test("is not there while the host is at work", () => {
		expect(headline({ state: "running", sentence: null }, 41)).toBeNull();
	});
});
