import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { expect } from "vitest";
import type { TestHost } from "./host";

/** Moves a host's state to a small file system of its own and fills that to the last page. */
export function fillState(small: TestHost): { free: () => void } {
	const kept = `${small.root}/kept`;
	const must = (command: string, ...args: string[]) => {
		const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
		expect(status, stderr).toBe(0);
	};
	must("cp", "-a", small.state, kept);
	must("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", small.state);
	must("cp", "-a", `${kept}/.`, small.state);
	const ballast = `${small.state}/ballast`;
	spawnSync("dd", ["if=/dev/zero", `of=${ballast}`, "bs=4k"]);
	return { free: () => fs.rmSync(ballast) };
}
