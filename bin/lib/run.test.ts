import { describe, expect, it } from "vitest";
import { must, ProgramFailed, run } from "./run.mjs";

const node = (script: string): [string, ...string[]] => [process.execPath, "-e", script];

describe("running a program", () => {
	it("gives its status and all it said, on both streams", async () => {
		const ran = await run(node("console.log('out'); console.error('err'); process.exitCode = 3"));
		expect(ran.status).toBe(3);
		expect(ran.output).toContain("out");
		expect(ran.output).toContain("err");
	});

	it("gives 128 and the signal's number where a signal ended it", async () => {
		expect((await run(node("process.kill(process.pid, 'SIGKILL')"))).status).toBe(137);
	});

	it("throws what it said where success is a must", async () => {
		const failing = must(node("console.error('no space left'); process.exit(1)"));
		await expect(failing).rejects.toThrow(ProgramFailed);
		await expect(failing).rejects.toMatchObject({ output: "no space left\n" });
	});

	it("fails where there is no such program", async () => {
		await expect(run(["/nowhere/program"])).rejects.toThrow("ENOENT");
	});
});
