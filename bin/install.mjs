// @ts-check
// sudo bin/install: builds what isn't built yet, as whoever owns the checkout, puts it on this machine, starts it, and
// says where it is. Until npm ci has run, Node is all there is.
import { readFileSync, statSync } from "node:fs";
import { parseArgs } from "node:util";
import { HOST_PROGRAM } from "./lib/build.mjs";
import { consoleParts } from "./lib/console-build.mjs";
import { matchesLock } from "./lib/installed.mjs";
import { nodeProblem } from "./lib/node-version.mjs";
import { CHECKOUT } from "./lib/paths.mjs";
import { choosePort } from "./lib/port.mjs";
import { progress } from "./lib/progress.mjs";
import { must, ProgramFailed, run } from "./lib/run.mjs";

const USAGE = `Usage: bin/install [--url URL] [--port PORT] [--host ADDRESS] [--hostname NAME]
       bin/install --program-only [--hostname NAME]

--url           the address that people use: the proxy's, as in https://console.example.org
--port, --host  where the console listens; a free port from 3000 on, and 127.0.0.1
--hostname      this host's name for mail, where Exim's own won't do
--program-only  the program for list hosts alone, for a console elsewhere

A second run brings everything up to date and changes nothing that you have edited.
`;
const SETTINGS = "/etc/listkeeper/console.env";
const COMMAND = "/usr/local/sbin/listkeeper-console";

const say = (/** @type {string} */ text) => process.stdout.write(text);

const options = () => {
	try {
		return parseArgs({
			options: {
				url: { type: "string" },
				port: { type: "string" },
				host: { type: "string" },
				hostname: { type: "string" },
				"program-only": { type: "boolean" },
				help: { type: "boolean", short: "h" },
			},
		}).values;
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : error}\n${USAGE}`);
		process.exit(2);
	}
};

/** What runs a program as whoever owns the checkout: nothing in it becomes root's, and no package's code runs as root. */
const asOwner = () => {
	const { uid, gid } = statSync(CHECKOUT);
	if (uid === 0) return { words: [], env: process.env };
	const home = readFileSync("/etc/passwd", "utf8")
		.split("\n")
		.map((line) => line.split(":"))
		.find((fields) => Number(fields[2]) === uid)?.[5];
	return {
		words: ["/usr/bin/setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--init-groups", "--"],
		env: { ...process.env, HOME: home ?? "/" },
	};
};

const isFirst = () => statSync(SETTINGS, { throwIfNoEntry: false }) === undefined;

/** @param {ReturnType<typeof options>} asked */
const install = async ({ url, port, host, hostname, "program-only": programOnly }) => {
	const { step } = progress(process.stdout);
	const owner = asOwner();
	const build = (/** @type {string[]} */ ...words) =>
		must(/** @type {[string, ...string[]]} */ ([...owner.words, ...words]), { env: owner.env });
	if (!matchesLock(CHECKOUT)) await step("npm packages", () => build("npm", "ci", "--no-audit", "--no-fund"));
	await step(programOnly ? "host program" : "build", () =>
		programOnly ? build(process.execPath, "bin/bundle-host.mjs") : build(process.execPath, "bin/build.mjs"),
	);
	const listen = host ?? "127.0.0.1";
	const chosen = port ?? (isFirst() ? String(await choosePort(listen, null)) : undefined);
	/** @type {[string, string | undefined][]} */
	const words = programOnly
		? [["--hostname", hostname]]
		: [
				...consoleParts(process.env).map((part) => /** @type {[string, string]} */ (["--console", part])),
				["--hostname", hostname],
				["--url", url],
				["--port", chosen],
				["--listen", host],
			];
	const said = words.flatMap(([option, value]) => (value === undefined ? [] : [option, value]));
	const { status } = await run([process.execPath, HOST_PROGRAM, "install", ...said], { show: say });
	if (status !== 0 || programOnly) return status;
	return (await run([COMMAND, "restart"], { show: say })).status;
};

const asked = options();
const problem =
	process.getuid?.() === 0
		? nodeProblem(process.versions.node)
		: "Only root can install Listkeeper. Run it again with sudo.";
if (asked.help) say(USAGE);
else if (problem !== null) {
	process.stderr.write(`${problem}\n`);
	process.exitCode = 1;
} else {
	process.chdir(CHECKOUT);
	process.umask(0o022);
	try {
		process.exitCode = await install(asked);
	} catch (error) {
		if (error instanceof ProgramFailed) process.stderr.write(`${error.output.trim()}\n`);
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 1;
	}
}
