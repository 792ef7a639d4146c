// @ts-check
/** What a suite came to. A suite that ran nothing has failed, whatever its exit status said. @typedef {{ suite: string, passed: number, failed: number, notes: string[] }} Tally */

/**
 * Closes a suite's count. A skipped test counts as failed, since nobody looked; so does a bad exit
 * status that no failure accounts for, and a suite without a test.
 * @param {string} suite
 * @param {{ passed: number, failed: number, skipped: number, status: number, notes?: string[] }} counted
 * @returns {Tally}
 */
export const tally = (suite, { passed, failed, skipped, status, notes = [] }) => {
	const all = [...notes];
	let failures = failed;
	if (skipped > 0) {
		failures += skipped;
		all.push(`${skipped} skipped: a skipped test counts as failed.`);
	}
	if (status !== 0 && failures === 0) {
		failures = 1;
		all.push(`It ended with status ${status} although no test failed.`);
	}
	if (passed + failures === 0) {
		failures = 1;
		all.push("It ran no test.");
	}
	return { suite, passed, failed: failures, notes: all };
};

/**
 * Counts Vitest's JSON report. A file that could not be loaded counts as one failure.
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: { name: string, status: string, assertionResults: { status: string }[] }[] } | null} report
 * @param {string} suite @param {number} status
 */
export const tallyVitest = (report, suite, status) => {
	if (report === null)
		return tally(suite, { passed: 0, failed: 1, skipped: 0, status, notes: ["It left no report."] });
	const unloaded = report.testResults.filter(
		(file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
	);
	return tally(suite, {
		passed: report.numPassedTests,
		failed: report.numFailedTests + unloaded.length,
		skipped: report.numPendingTests + report.numTodoTests,
		status,
		notes: unloaded.map((file) => `${file.name} could not be run.`),
	});
};

/**
 * Counts Playwright's JSON report. A test that passed only when tried again counts as failed.
 * @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: { message?: string }[] } | null} report
 * @param {string} suite @param {number} status
 */
export const tallyPlaywright = (report, suite, status) => {
	if (report === null)
		return tally(suite, { passed: 0, failed: 1, skipped: 0, status, notes: ["It left no report."] });
	const { expected, unexpected, flaky, skipped } = report.stats;
	return tally(suite, {
		passed: expected,
		failed: unexpected + flaky,
		skipped,
		status,
		notes: report.errors.map((error) => error.message ?? "An error outside any test."),
	});
};

/** The line that closes everything. @param {readonly Tally[]} tallies */
export const closingLine = (tallies) => {
	const sum = (/** @type {"passed" | "failed"} */ key) => tallies.reduce((n, t) => n + t[key], 0);
	return `${sum("passed")} passed, ${sum("failed")} failed`;
};
