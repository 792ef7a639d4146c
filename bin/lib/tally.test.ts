import { describe, expect, it } from "vitest";
import { closingLine, failuresTold, tally, tallyPlaywright, tallyVitest, together } from "./tally.mjs";

const vitest = (passed: number, failed: number, skipped = 0) => ({
	numPassedTests: passed,
	numFailedTests: failed,
	numPendingTests: skipped,
	numTodoTests: 0,
	testResults: [] as { name: string; status: string; assertionResults: { status: string }[] }[],
});

describe("the count of a test run", () => {
	it("sums the suites in one plain line", () => {
		const tallies = [tallyVitest(vitest(12, 1), "unit", 1), tallyVitest(vitest(3, 0), "host", 0)];
		expect(closingLine(tallies)).toBe("15 passed, 1 failed");
	});

	it("sums the parts of a suite, and says which of them failed", () => {
		const parts = [tallyVitest(vitest(12, 0), "with one", 0), tallyVitest(null, "with another", 1)];
		expect(together("both", parts)).toMatchObject({
			suite: "both",
			passed: 12,
			failed: 1,
			notes: ["with another: It left no report."],
		});
	});

	it("takes a suite that ran no test for failed", () => {
		expect(tallyVitest(vitest(0, 0), "unit", 0)).toMatchObject({ failed: 1, notes: ["It ran no test."] });
	});

	it("takes a suite without a report for failed", () => {
		expect(tallyVitest(null, "unit", 0).failed).toBe(1);
		expect(tallyPlaywright(null, "browser", 0).failed).toBe(1);
	});

	it("counts a skipped test as failed", () => {
		expect(tallyVitest(vitest(5, 0, 2), "unit", 0)).toMatchObject({ passed: 5, failed: 2 });
	});

	it("does not believe a report of success when the exit status is bad", () => {
		expect(tally("unit", { passed: 5, failed: 0, skipped: 0, status: 137 }).failed).toBe(1);
	});

	it("counts a test file that could not be loaded", () => {
		const report = vitest(5, 0);
		report.testResults.push({ name: "lib/a.test.ts", status: "failed", assertionResults: [] });
		expect(tallyVitest(report, "unit", 1)).toMatchObject({
			failed: 1,
			notes: ["lib/a.test.ts could not be run."],
		});
	});

	it("counts a browser test that passed only at the second try as failed", () => {
		const stats = { expected: 7, unexpected: 0, flaky: 1, skipped: 0 };
		expect(tallyPlaywright({ stats, errors: [] }, "browser", 0)).toMatchObject({ passed: 7, failed: 1 });
	});

	it("tells every failure once more at the end, with the beginning of what it said and without colours", () => {
		const report = {
			...vitest(5, 1),
			testResults: [
				{
					name: "lib/a.test.ts",
					status: "failed",
					assertionResults: [
						{
							status: "failed",
							fullName: "a list adds a domain",
							failureMessages: [`\u001b[31mexpected 1${"\nat somewhere".repeat(50)}`],
						},
						{ status: "passed", fullName: "a list removes one" },
					],
				},
			],
		};
		const browser = {
			stats: { expected: 7, unexpected: 1, flaky: 0, skipped: 0 },
			errors: [],
			suites: [
				{
					suites: [
						{
							specs: [
								{
									title: "signs in",
									file: "doors.spec.ts",
									line: 7,
									ok: false,
									tests: [{ results: [{ error: { message: "the page said 500" } }] }],
								},
							],
						},
					],
				},
			],
		};
		const told = failuresTold([tallyVitest(report, "unit", 1), tallyPlaywright(browser, "e2e", 1)]);
		expect(told).toContain("FAILED unit › lib/a.test.ts › a list adds a domain\nexpected 1\nat somewhere");
		expect(told).toContain("FAILED e2e › doors.spec.ts:7 › signs in\nthe page said 500\n");
		expect(told.split("\n").length).toBeLessThan(40);
		expect(told).not.toContain("removes one");
		expect(failuresTold([tallyVitest(vitest(3, 0), "host", 0)])).toBe("");
	});
});
