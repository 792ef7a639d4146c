// @ts-check
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { buildWeb, bundleHost } from "./build.mjs";
import { checks } from "./checks.mjs";
import { CHECKOUT, npmProgram } from "./paths.mjs";
import { prepareTypes } from "./prepare.mjs";
import { generateClients } from "./prisma.mjs";
import { seconds } from "./progress.mjs";
import { run } from "./run.mjs";
import { tally, tallyPlaywright, tallyVitest } from "./tally.mjs";

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

/** One of Vitest's projects. @param {string} project @param {NodeJS.ProcessEnv} env */
export const vitestSuite = async (project, env) => {
	const report = freshReport(project);
	const { status } = await run(
		[
			npmProgram("vitest"),
			"run",
			"--project",
			project,
			"--reporter=default",
			"--reporter=json",
			`--outputFile.json=${report}`,
		],
		{ env, show },
	);
	return tallyVitest(readReport(report), project, status);
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
