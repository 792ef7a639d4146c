// @ts-check
/** What a suite came to. A suite that ran nothing has failed, whatever its exit status said. @typedef {{ suite: string, passed: number, failed: number, notes: string[], failures: Failure[] }} Tally */
/** A test that failed, and the beginning of what it said. @typedef {{ test: string, said: string }} Failure */

/** The most lines of a failure that are told again at the end: what was expected and where, without the whole output. */
const LINES_TOLD = 24;
const ESC = String.fromCharCode(27);
const COLOURS = new RegExp(`${ESC}\\[[0-9;]*m`, "g");
/** @param {string} text */
const beginning = (text) => text.replace(COLOURS, "").split("\n").slice(0, LINES_TOLD).join("\n");

/**
 * Closes a suite's count. A skipped test counts as failed, since nobody looked; so does a bad exit
 * status that no failure accounts for, and a suite without a test.
 * @param {string} suite
 * @param {{ passed: number, failed: number, skipped: number, status: number, notes?: string[], told?: Failure[] }} counted
 * @returns {Tally}
 */
export const tally = (suite, { passed, failed, skipped, status, notes = [], told = [] }) => {
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
	return { suite, passed, failed: failures, notes: all, failures: told };
};

/**
 * Several counts as one suite's.
 * @param {string} suite @param {readonly Tally[]} parts
 * @returns {Tally}
 */
export const together = (suite, parts) => ({
	suite,
	passed: parts.reduce((sum, part) => sum + part.passed, 0),
	failed: parts.reduce((sum, part) => sum + part.failed, 0),
	notes: parts.flatMap((part) => part.notes.map((note) => `${part.suite}: ${note}`)),
	failures: parts.flatMap((part) =>
		part.failures.map((one) => ({ ...one, test: `${part.suite}: ${one.test}` })),
	),
});

/**
 * Counts Vitest's JSON report. A file that could not be loaded counts as one failure.
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: { name: string, status: string, message?: string, assertionResults: { status: string, fullName?: string, failureMessages?: string[] }[] }[] } | null} report
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
		told: [
			...unloaded.map((file) => ({ test: file.name, said: beginning(file.message ?? "") })),
			...report.testResults.flatMap((file) =>
				file.assertionResults
					.filter((test) => test.status === "failed")
					.map((test) => ({
						test: `${file.name} › ${test.fullName ?? "a test without a name"}`,
						said: beginning((test.failureMessages ?? []).join("\n")),
					})),
			),
		],
	});
};

/** A suite of Playwright's report: its tests, and the suites within. @typedef {{ specs?: { title: string, file: string, line: number, ok: boolean, tests: { results: { error?: { message?: string } }[] }[] }[], suites?: BrowserSuite[] }} BrowserSuite */
/** @param {readonly BrowserSuite[]} suites @returns {Failure[]} */
const browserFailures = (suites) =>
	suites.flatMap((suite) => [
		...(suite.specs ?? [])
			.filter((spec) => !spec.ok)
			.map((spec) => ({
				test: `${spec.file}:${spec.line} › ${spec.title}`,
				said: beginning(
					spec.tests.flatMap((test) => test.results.map((result) => result.error?.message ?? "")).join("\n"),
				),
			})),
		...browserFailures(suite.suites ?? []),
	]);

/**
 * Counts Playwright's JSON report. A test that passed only when tried again counts as failed.
 * @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: { message?: string }[], suites?: BrowserSuite[] } | null} report
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
		told: browserFailures(report.suites ?? []),
	});
};

/** Every failure once more, for whoever reads only the end of a long output; empty without one. @param {readonly Tally[]} tallies */
export const failuresTold = (tallies) =>
	tallies
		.flatMap((t) => t.failures.map((failure) => `FAILED ${t.suite} › ${failure.test}\n${failure.said}\n`))
		.join("\n");

/** The line that closes everything. @param {readonly Tally[]} tallies */
export const closingLine = (tallies) => {
	const sum = (/** @type {"passed" | "failed"} */ key) => tallies.reduce((n, t) => n + t[key], 0);
	return `${sum("passed")} passed, ${sum("failed")} failed`;
};
