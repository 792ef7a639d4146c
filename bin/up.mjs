// @ts-check
// npm run up: from a clean clone to a console that answers. Until npm ci has run, Node is all there is.
//   --dev   Next's development server in place of a build
//   --stop  ends the copy that runs from this state directory
import { runningInstance } from "./lib/instance.mjs";
import { nodeProblem } from "./lib/node-version.mjs";
import { stop } from "./lib/own-process.mjs";
import { CHECKOUT, statePaths } from "./lib/paths.mjs";
import { ProgramFailed } from "./lib/run.mjs";
import { up } from "./lib/up.mjs";

const options = process.argv.slice(2);
const unknown = options.filter((option) => option !== "--dev" && option !== "--stop");
const problem =
	unknown.length > 0
		? `There is no option ${unknown[0]}; there are --dev and --stop.`
		: nodeProblem(process.versions.node);
if (problem !== null) {
	process.stderr.write(`${problem}\n`);
	process.exit(unknown.length > 0 ? 2 : 1);
}
process.chdir(CHECKOUT);
// The rehearsal host's user must be able to enter its directory; what is secret has a mode of its own.
process.umask(0o022);

try {
	if (options.includes("--stop")) {
		const instance = runningInstance(statePaths(process.env).instance);
		if (instance === null) process.stdout.write("Nothing runs from this state directory.\n");
		else {
			await stop(instance.up, 30_000);
			await stop(instance.server);
			process.stdout.write(`Stopped what ran at ${instance.address}.\n`);
		}
	} else
		process.exitCode = await up({ env: process.env, dev: options.includes("--dev"), out: process.stdout });
} catch (error) {
	if (error instanceof ProgramFailed) process.stderr.write(`\n${error.output.trim()}\n\n`);
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
}
