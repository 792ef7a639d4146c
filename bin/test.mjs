// @ts-check
// npm test: installs what tests need, runs every suite, prints everything, ends with "N passed, N failed".
// npm test -- check|unit|build|host|versions|e2e …: only these.
import { install, installCommand, missing } from "./lib/debian.mjs";
import { prepareEximRoots } from "./lib/exim-roots.mjs";
import { matchesLock } from "./lib/installed.mjs";
import { mailFacts, planMailServer } from "./lib/mail-server.mjs";
import { EXIM, testNeeds } from "./lib/needs.mjs";
import { CHECKOUT } from "./lib/paths.mjs";
import { generateClients } from "./lib/prisma.mjs";
import { seconds } from "./lib/progress.mjs";
import { must, ProgramFailed } from "./lib/run.mjs";
import { browserSuite, buildSuite, checkSuite, versionsSuite, vitestSuite } from "./lib/suites.mjs";
import { closingLine, failuresTold, tally } from "./lib/tally.mjs";

/** @import { Tally } from "./lib/tally.mjs" */

const show = (/** @type {string} */ text) => process.stdout.write(text);
const title = (/** @type {string} */ text) => show(`\n== ${text} ==\n`);
const root = process.getuid?.() === 0;
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };

/** @type {Record<string, () => Promise<Tally>>} */
const SUITES = {
	check: checkSuite,
	unit: () => vitestSuite("unit", env),
	build: () => buildSuite(env),
	host: () => vitestSuite("host", env),
	versions: () => versionsSuite(env),
	e2e: () => browserSuite(env),
};

/** npm's packages, Debian's packages, the other releases' Exim. Says what it can't do; the suites then show what that costs. @param {readonly string[]} parts */
const prepare = async (parts) => {
	if (!matchesLock(CHECKOUT)) await must(["npm", "ci", "--no-audit", "--no-fund"], { show });
	// Any part may be run alone, and nearly all of them read the database's clients.
	await generateClients(show);
	const mail = planMailServer(await mailFacts());
	const needs = testNeeds(parts);
	const eximWanted = needs.some((need) => need.package === EXIM.package);
	if (eximWanted && mail.kind === "advise") show(`${mail.sentence}\n`);
	const lacking = missing(needs).filter((need) => need.package !== EXIM.package || mail.kind === "install");
	if (lacking.length > 0 && root) await install(lacking, show);
	else if (lacking.length > 0)
		show(`These tests need more than is here. As root, run: ${installCommand(lacking)}\n`);
	if (parts.includes("host") || parts.includes("versions")) {
		if (root) await prepareEximRoots(show);
		else show("Unpacking the other Exim versions needs root; their tests use what is there.\n");
	}
};

const asked = process.argv.slice(2);
const unknown = asked.filter((part) => !(part in SUITES));
if (unknown.length > 0) {
	process.stderr.write(
		`There is no part ${unknown.join(", ")}. The parts are ${Object.keys(SUITES).join(", ")}.\n`,
	);
	process.exit(2);
}
const parts = Object.keys(SUITES).filter((part) => asked.length === 0 || asked.includes(part));

/** @type {Tally[]} */
const tallies = [];
/** Runs one part; whatever goes wrong in it counts as its failure, and the others still run. @param {string} part @param {() => Promise<Tally>} work */
const part = async (part, work) => {
	title(part);
	const began = performance.now();
	let result;
	try {
		result = await work();
	} catch (error) {
		const output = error instanceof ProgramFailed ? `${error.output}\n` : "";
		show(`${output}${error instanceof Error ? error.stack : String(error)}\n`);
		result = tally(part, { passed: 0, failed: 1, skipped: 0, status: 1 });
	}
	for (const note of result.notes) show(`${part}: ${note}\n`);
	show(`${part}: ${closingLine([result])} (${seconds(performance.now() - began)})\n`);
	tallies.push(result);
};

title("what the tests need");
try {
	await prepare(parts);
	for (const name of parts) await part(name, /** @type {() => Promise<Tally>} */ (SUITES[name]));
} catch (error) {
	await part("what the tests need", () => Promise.reject(error));
}
const told = failuresTold(tallies);
if (told !== "") show(`\n== what failed ==\n${told}`);
show(`\n${closingLine(tallies)}\n`);
process.exitCode = tallies.every((result) => result.failed === 0) ? 0 : 1;
