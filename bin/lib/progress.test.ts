import { describe, expect, it } from "vitest";
import { progress, seconds } from "./progress.mjs";

const recorded = (isTTY: boolean) => {
	let text = "";
	return { isTTY, write: (more: string) => (text += more), text: () => text };
};

describe("progress", () => {
	it("is one line a step, with its time and what came of it", async () => {
		const out = recorded(false);
		await progress(out).step(
			"npm packages",
			async () => 3,
			(n) => `${n} installed`,
		);
		expect(out.text()).toMatch(/^✓ npm packages: 3 installed \(\d+\.\d s\)\n$/);
	});

	it("says on a terminal what is being done while it is, and then rewrites the line", async () => {
		const out = recorded(true);
		await progress(out).step("console", async () => expect(out.text()).toBe("· console …"));
		const [during, after] = out.text().split("\r\x1b[K");
		expect(during).toBe("· console …");
		expect(after).toMatch(/^✓ console \(\d+\.\d s\)\n$/);
	});

	it("marks the step that failed and hands its error on", async () => {
		const out = recorded(false);
		const failing = progress(out).step("database", () => Promise.reject(new Error("locked")));
		await expect(failing).rejects.toThrow("locked");
		expect(out.text()).toMatch(/^✗ database: failed/);
	});

	it("gives tenths of short times and whole seconds of long ones", () => {
		expect([seconds(40), seconds(9_900), seconds(38_400)]).toEqual(["0.0 s", "9.9 s", "38 s"]);
	});
});
