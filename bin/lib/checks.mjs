// @ts-check
import { npmProgram } from "./paths.mjs";
import { run } from "./run.mjs";

/** @typedef {{ name: string, passed: boolean, output: string, ms: number }} CheckResult */

/** Where source lies: import rules hold in all of it. */
const SOURCES = ["app", "components", "lib", "host", "bin", "bench", "e2e"];

/** @type {{ name: string, argv: [string, ...string[]] }[]} */
const CHECKS = [
	{ name: "types", argv: [npmProgram("tsc"), "--noEmit", "-p", "."] },
	{ name: "lint", argv: [npmProgram("biome"), "check", "--error-on-warnings", "."] },
	{
		name: "import rules",
		argv: [
			npmProgram("depcruise"),
			"--config",
			".dependency-cruiser.mjs",
			"--output-type",
			"err-long",
			...SOURCES,
		],
	},
	{ name: "unused code", argv: [npmProgram("knip")] },
];

/**
 * Runs every check at once. In: told of each result as it comes. Out: all results, in a fixed order.
 * @param {(result: CheckResult) => void} told
 * @returns {Promise<CheckResult[]>}
 */
export const checks = (told) =>
	Promise.all(
		CHECKS.map(async ({ name, argv }) => {
			const { status, output, ms } = await run(argv);
			const result = { name, passed: status === 0, output, ms };
			told(result);
			return result;
		}),
	);
