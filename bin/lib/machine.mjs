// @ts-check
import { install, installCommand, missing } from "./debian.mjs";
import { mailFacts, planMailServer } from "./mail-server.mjs";
import { EXIM, PYTHON } from "./needs.mjs";

/**
 * Sees that Exim and Python are here, and as root installs what is missing. Never replaces a mail
 * server, never starts one. Out: what is here in words, and what the administrator has to do in
 * sentences; none means a rehearsal host can run. Throws ProgramFailed when installing fails.
 * @param {(text: string) => void} show
 * @returns {Promise<{ words: string, advice: string[] }>}
 */
export const readyMachine = async (show) => {
	const facts = await mailFacts();
	const plan = planMailServer(facts);
	const python = missing([PYTHON]);
	const wanted = [...(plan.kind === "install" ? [EXIM] : []), ...(facts.root && facts.apt ? python : [])];
	if (wanted.length > 0) await install(wanted, show);
	const advice = plan.kind === "advise" ? [plan.sentence] : [];
	const lacking = missing([PYTHON]);
	if (lacking.length > 0)
		advice.push(
			`Python 3 is not installed, and a rehearsal host's stand-ins for Mailman need it. As root, run: ${installCommand(lacking)}.`,
		);
	const version = wanted.includes(EXIM) ? (await mailFacts()).exim : facts.exim;
	const words = version === null ? "no Exim" : `Exim ${version}`;
	return {
		words:
			wanted.length > 0
				? `${words}; installed ${wanted.map((need) => need.package).join(", ")}, nothing started`
				: words,
		advice,
	};
};
