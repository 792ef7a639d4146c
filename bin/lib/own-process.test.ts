import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { alive, identify, type OwnProcess, stop } from "./own-process.mjs";

const start = async (script: string): Promise<OwnProcess> => {
	const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "ignore"] });
	await new Promise((resolve) => child.stdout.once("data", resolve));
	const own = child.pid === undefined ? null : identify(child.pid);
	if (own === null) throw new Error("The process did not start.");
	return own;
};

describe("a process we started", () => {
	it("is ended by its number", async () => {
		const own = await start("console.log('up'); setInterval(() => {}, 1000)");
		expect(alive(own)).toBe(true);
		await stop(own);
		expect(alive(own)).toBe(false);
	});

	it("is killed when it does not end in time", async () => {
		const own = await start(
			"process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)",
		);
		await stop(own, 200);
		expect(alive(own)).toBe(false);
	});

	it("is not mistaken for another that got its number later", async () => {
		const own = await start("console.log('up'); setInterval(() => {}, 1000)");
		const namesake = { pid: own.pid, started: "1" };
		expect(alive(namesake)).toBe(false);
		await stop(namesake, 200);
		expect(alive(own)).toBe(true);
		await stop(own);
	});
});
