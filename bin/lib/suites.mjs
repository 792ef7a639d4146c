// @ts-check
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { buildWeb, bundleHost } from "./build.mjs";
import { checks } from "./checks.mjs";
import { otherReleases } from "./exim-roots.mjs";
import { CHECKOUT, npmProgram } from "./paths.mjs";
import { prepareTypes } from "./prepare.mjs";
import { generateClients } from "./prisma.mjs";
import { seconds } from "./progress.mjs";
import { run } from "./run.mjs";
import { tally, tallyPlaywright, tallyVitest, together } from "./tally.mjs";

const REPORTS = path.join(CHECKOUT, "test-results/reports");
const show = (/** @type {string} */ text) => process.stdout.write(text);

/** Where a suite's report goes; an older one is removed, so that it can't be taken for this run's. @param {string} name */
const freshReport = (name) => {
	mkdirSync(REPORTS, { recursive: true });
	const file = path.join(REPORTS, `${name}.json`);
	rmSync(file, { force: true });
	return file;
};
/** @param {string} file */
const readReport = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null);

/** Types, lint, import rules, unused code: one count each. */
export const checkSuite = async () => {
	await prepareTypes(show);
	const results = await checks(({ name, passed, ms, output }) =>
		show(`${passed ? "ok    " : "FAILED"} ${name} ${seconds(ms)}\n${passed ? "" : `${output}\n`}`),
	);
	const passed = results.filter((result) => result.passed).length;
	return tally("check", { passed, failed: results.length - passed, skipped: 0, status: 0 });
};

/**
 * One of Vitest's projects, or some of its files. In: where what it runs is to see another Exim, that one's release.
 * @param {string} project @param {NodeJS.ProcessEnv} env
 * @param {{ files?: readonly string[], exim?: readonly [suite: string, version: string] | null }} [only]
 */
export const vitestSuite = async (project, env, { files = [], exim = null } = {}) => {
	const name = exim ? `${project} with Exim ${exim[1]}` : project;
	const report = freshReport(name.replaceAll(" ", "-"));
	const vitest = npmProgram("vitest");
	const { status } = await run(
		[
			.../** @type {[string, ...string[]]} */ (exim ? ["bin/with-exim.sh", exim[0], vitest] : [vitest]),
			"run",
			"--project",
			project,
			"--reporter=default",
			"--reporter=json",
			`--outputFile.json=${report}`,
			...files,
		],
		{ env: exim ? { ...env, LISTKEEPER_EXIM_VERSION: exim[1] } : env, show },
	);
	return tallyVitest(readReport(report), name, status);
};

/** What a host's administrator goes through from the first look to being left, on the Exim of each other release. */
const JOURNEYS = ["host/woven.test.ts", "host/deploy.test.ts"];

/** The host's journeys once more with each other release's Exim. @param {NodeJS.ProcessEnv} env */
export const versionsSuite = async (env) => {
	const tallies = [];
	for (const exim of otherReleases()) {
		show(`-- Exim ${exim[1]} of Debian ${exim[0]} --\n`);
		tallies.push(await vitestSuite("host", env, { files: JOURNEYS, exim }));
	}
	return together("versions", tallies);
};

/** The browser's journeys. @param {NodeJS.ProcessEnv} env */
export const browserSuite = async (env) => {
	const report = freshReport("e2e");
	const { status } = await run([npmProgram("playwright"), "test", "--reporter=list,json"], {
		env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
		show,
	});
	return tallyPlaywright(readReport(report), "e2e", status);
};

/** The host's program in one file and the web side, each built once. @param {NodeJS.ProcessEnv} env */
export const buildSuite = async (env) => {
	await generateClients(show);
	const bundled = await bundleHost(show);
	show(`host program: ${bundled ? "bundled" : "up to date"}\n`);
	const built = await buildWeb(env, show);
	show(`console: ${built ? "built" : "up to date"}\n`);
	return tally("build", { passed: 2, failed: 0, skipped: 0, status: 0 });
};
