import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { machineTarget, mailSystems } from "../testing/arbitraries";
import { settingAt } from "./annotations";
import { renderFiles } from "./render";

const SECTION = /^(begin \w+|acl_check_\w+:)$/;
const isAnnotation = (line: string) => /^\s*# \[[A-Za-z0-9_.-]+\] \S/.test(line);
const hasMeaning = (line: string) =>
	line.trim() !== "" && !line.trimStart().startsWith("#") && !SECTION.test(line);

describe("annotations", () => {
	it("stand above every line that means something, in its own block", () => {
		fc.assert(
			fc.property(mailSystems, (system) => {
				for (const { target, text } of renderFiles(system, machineTarget())) {
					const lines = text.split("\n");
					for (const [i, line] of lines.entries()) {
						if (!hasMeaning(line)) continue;
						const block = lines.slice(lines.slice(0, i).lastIndexOf("") + 1, i);
						expect(block.some(isAnnotation), `${target}:${i + 1} ${line}`).toBe(true);
					}
				}
			}),
			{ numRuns: 30 },
		);
	});

	it("name settings that the system has", () => {
		fc.assert(
			fc.property(mailSystems, (system) => {
				for (const { text } of renderFiles(system, machineTarget()))
					for (const i of text.split("\n").keys()) {
						const [first = "", second = "", ...rest] = (settingAt(text, i + 1) ?? "domains").split(".");
						expect(system).toHaveProperty([first]);
						const inside =
							first === "installations" && second !== ""
								? system.installations.find((installation) => installation.id === second)
								: system[first as keyof typeof system];
						expect(inside).toBeDefined();
						if (first === "installations" && rest.length) expect(inside).toHaveProperty(rest);
						else if (second !== "" && first !== "installations")
							expect(inside).toHaveProperty([second, ...rest]);
					}
			}),
			{ numRuns: 30 },
		);
	});

	it("lead from a line to its setting, and from what is fixed or blank to none", () => {
		const text = [
			"# [fixed] why",
			"never_users = root",
			"",
			"# [tuning.acceptQueuePerConnection] why",
			"smtp_accept_queue_per_connection = 30",
			"",
			"mailman_transport:",
			"  # [installations] why",
			"  driver = pipe",
			"  # [fixed] why",
			"  envelope_to_add",
		].join("\n");
		expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0].map((line) => settingAt(text, line))).toEqual([
			null,
			null,
			null,
			"tuning.acceptQueuePerConnection",
			"tuning.acceptQueuePerConnection",
			null,
			null,
			"installations",
			"installations",
			null,
			null,
			null,
			null,
		]);
	});
});
