// @ts-check
// npm run check: types, lint, import rules and unused code, side by side. Prints what fails, in full.
import { checks } from "./lib/checks.mjs";
import { prepareTypes } from "./lib/prepare.mjs";
import { seconds } from "./lib/progress.mjs";

await prepareTypes((text) => process.stdout.write(text));
const results = await checks((result) => {
	process.stdout.write(`${result.passed ? "ok    " : "FAILED"} ${result.name} ${seconds(result.ms)}\n`);
	if (!result.passed) process.stdout.write(`${result.output}\n`);
});
process.exitCode = results.every((result) => result.passed) ? 0 : 1;
