import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findUser } from "./account";
import { runAgainAs } from "./run-as";
import { type TemporaryRoot, temporaryRoot } from "./testing/temporary-root";

/** Root starts it as nobody; anybody else as oneself. */
const account = (process.getuid?.() === 0 ? findUser("nobody") : null) ?? {
	uid: process.getuid?.() ?? 0,
	gid: process.getgid?.() ?? 0,
};

describe("the program, started once more as another user", () => {
	let root: TemporaryRoot;
	beforeAll(() => {
		root = temporaryRoot();
	});
	afterAll(() => root.remove());

	const run = (script: string, ...words: string[]) => {
		const file = path.join(root.path, "program.mjs");
		fs.writeFileSync(file, script);
		return runAgainAs(file, words, account);
	};

	it("is that user, in its group and no other, and gets the words", async () => {
		const ending = await run(
			`const seen = [process.getuid(), process.getgid(), process.getgroups().join(), process.argv[2]].join(" ");
			process.exit(process.argv[3].split("|").includes(seen) ? 7 : 3);`,
			"status",
			`${account.uid} ${account.gid}  status|${account.uid} ${account.gid} ${process.getuid?.() === 0 ? account.gid : process.getgroups?.().join()} status`,
		);
		expect(ending).toEqual({ status: 7, signal: null });
	});

	it("ends as the other ended, by status or by signal", async () => {
		expect(await run("process.exit(2)")).toEqual({ status: 2, signal: null });
		expect(await run('process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000)')).toEqual({
			status: null,
			signal: "SIGKILL",
		});
	});

	it("leaves no listener behind", async () => {
		const before = process.listenerCount("SIGTERM");
		await run("");
		expect(process.listenerCount("SIGTERM")).toBe(before);
	});
});
