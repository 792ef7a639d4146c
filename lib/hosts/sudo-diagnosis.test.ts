import { describe, expect, it } from "vitest";
import { checksOf } from "./checks";
import { type SudoEnd, sudoDiagnosis } from "./sudo-diagnosis";

const LINE = "ada ALL=(root) NOPASSWD: /usr/local/bin/listkeeper serve";
const why = (end: Partial<SudoEnd>) =>
	sudoDiagnosis({ started: true, status: 1, said: [], heard: false, ...end }, "ada", LINE);

describe("why this machine gave no answer", () => {
	// The words of sudo 1.9 and of dash.
	it.each<[string, Partial<SudoEnd>, string, number]>([
		["no sudo", { started: false, said: ["spawn sudo ENOENT"] }, "sudo-missing", 0],
		["no line for the account", { said: ["sudo: a password is required"] }, "sudo-refuses", 1],
		[
			"another line",
			{ said: ["Sorry, user ada is not allowed to execute 'x' as root on y."] },
			"sudo-refuses",
			1,
		],
		["nobody of sudo's", { said: ["ada is not in the sudoers file."] }, "sudo-refuses", 1],
		[
			"a unit without privileges",
			{ said: ['sudo: The "no new privileges" flag is set, which prevents sudo from running as root.'] },
			"sudo-no-new-privileges",
			1,
		],
		["no program", { said: ["sudo: /usr/local/bin/listkeeper: command not found"] }, "program-missing", 2],
		[
			"an interpreter that is gone",
			{ status: 127, said: ["/usr/local/bin/listkeeper: 2: exec: /opt/node: not found"] },
			"program-broken",
			3,
		],
		["a program that says nothing", { status: 1 }, "host-unanswered", 3],
		[
			"a program that ends after its first words, whatever they are",
			{ heard: true, status: null, said: ["sudo: a password is required"] },
			"host-unanswered",
			3,
		],
	])("is told where there is %s, beside the check that failed", (_, end, code, failed) => {
		const diagnosis = why(end);
		expect(diagnosis.code).toBe(code);
		expect(diagnosis.said).toEqual(end.said ?? []);
		const states = checksOf("sudo", diagnosis.code).map(({ state }) => state);
		expect(states.indexOf("failed")).toBe(failed);
		expect(states.slice(0, failed).every((state) => state === "passed")).toBe(true);
		expect(states.slice(failed + 1).every((state) => state === "not reached")).toBe(true);
	});

	it("names the one line where sudo refuses", () => {
		expect(why({ said: ["sudo: a password is required"] }).remedy).toContain(LINE);
	});
});
