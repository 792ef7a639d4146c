// @ts-check
import { existsSync } from "node:fs";
import { EXIM } from "./needs.mjs";
import { run } from "./run.mjs";

/** Below this, Exim doesn't know tainted data, on which the rendered configuration relies. */
const OLDEST = { major: 4, minor: 94 };

/**
 * What stands on this machine. `exim`: the version, null without Exim. `others`: installed packages
 * that provide a mail server. `sendmail`: whether something answers to /usr/sbin/sendmail.
 * @typedef {{ exim: string | null, others: string[], sendmail: boolean, root: boolean, apt: boolean }} MailFacts
 * @typedef {{ kind: "present" | "install" | "advise", sentence: string }} MailPlan
 */

/** Exim's version from the first line of `exim -bV`; null if it says something else. @param {string} output */
export const eximVersion = (output) => /^Exim version (\d+\.\d+(?:\.\d+)?)/m.exec(output)?.[1] ?? null;

/**
 * The installed packages that provide a mail server. In: `dpkg-query`'s lines of status, package and
 * what it provides, tab-separated.
 * @param {string} output
 */
export const mailServers = (output) =>
	output
		.split("\n")
		.map((line) => line.split("\t"))
		.filter(
			([status, , provides]) =>
				status === "installed" && /(^|[\s,])mail-transport-agent($|[\s,(])/.test(provides ?? ""),
		)
		.map(([, name]) => name ?? "");

/**
 * What to do about Exim: nothing, install it, or say what the administrator can do. A mail server
 * that is installed is never replaced.
 * @param {MailFacts} facts
 * @returns {MailPlan}
 */
export const planMailServer = ({ exim, others, sendmail, root, apt }) => {
	if (exim !== null) {
		const [major = 0, minor = 0] = exim.split(".").map(Number);
		const tooOld = major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor);
		return tooOld
			? {
					kind: "advise",
					sentence: `Exim ${exim} is installed; Listkeeper needs 4.94 or later. Upgrade it with the system's packages.`,
				}
			: { kind: "present", sentence: `Exim ${exim}` };
	}
	if (others.length > 0 || sendmail) {
		const which = others.length > 0 ? others.join(", ") : "the program at /usr/sbin/sendmail";
		return {
			kind: "advise",
			sentence: `This machine's mail server is ${which}, which stays as it is. To rehearse or run list mail here, replace it with Exim yourself (as root: apt-get install exim4-daemon-heavy), then run npm run up again.`,
		};
	}
	if (!apt)
		return {
			kind: "advise",
			sentence:
				"Exim is not installed and this is no Debian system. Install Exim 4.94 or later, then run npm run up again.",
		};
	if (!root)
		return {
			kind: "advise",
			sentence: `Exim is not installed. As root, run: apt-get install --no-install-recommends ${EXIM.package} python3-minimal. Then run npm run up again.`,
		};
	return { kind: "install", sentence: "Exim is not installed." };
};

/** Looks at this machine and changes nothing. @returns {Promise<MailFacts>} */
export const mailFacts = async () => ({
	exim: existsSync(EXIM.program)
		? eximVersion((await run([EXIM.program, "-bV", "-C", "/dev/null"])).output)
		: null,
	others: existsSync("/usr/bin/dpkg-query")
		? mailServers(
				(await run(["/usr/bin/dpkg-query", "-W", "-f", "${db:Status-Status}\t${Package}\t${Provides}\n"]))
					.output,
			)
		: [],
	sendmail: existsSync("/usr/sbin/sendmail"),
	root: process.getuid?.() === 0,
	apt: existsSync("/usr/bin/apt-get"),
});
