import path from "node:path";
import { warnListNames } from "@/lib/core/checks/list-names";
import { EXIM_CONF } from "@/lib/core/render/exim/exim-conf";
import { together } from "../abreast";
import { prepareCanary } from "../canary";
import { needAccepted } from "../checks/accepts";
import { needAddresses } from "../checks/addresses";
import { needCanary } from "../checks/canary";
import { needMmCfgs } from "../checks/mm-cfgs";
import { needPolicy } from "../checks/policy";
import { needDirectories, needPort, needPrograms } from "../checks/prerequisites";
import { warnScanners } from "../checks/scanners";
import { needSessions } from "../checks/sessions";
import { sayDiagnosis } from "../context";
import { listsByInstallation } from "../lists";
import type { Course } from "./course";
import { releasePath } from "./stage";

export type Checked = {
	evidence: string;
	/** How many queue runners each installation has when it is whole, by prefix. */
	runners: Record<string, number>;
	/** Names of the kept sessions that don't hold. */
	sessionsBroken: string[];
};

/**
 * Proves a staged release without touching the live one. Exit codes are not trusted: every answer is read.
 * Throws HostFailure for the first thing that doesn't hold.
 */
export async function check({ host, candidate, tests, breakSessions }: Course): Promise<Checked> {
	const file = path.join(releasePath(host, candidate.directory), EXIM_CONF);
	needPrograms(host, candidate);
	needDirectories(host);
	for (const warning of warnListNames(candidate.system, listsByInstallation(host, candidate.system)))
		sayDiagnosis(host, "check", warning);
	await needPort(host);
	const accepted = await needAccepted(host, file);
	const prepared = await prepareCanary(host, candidate);
	// Begun first, for it takes longest; the others' failures are told before its own, since they say more of the cause.
	const sent = needCanary(host, candidate, prepared);
	const [addresses, policy, sessions, canary, settings] = await together(
		() => needAddresses(host, "check", file, candidate.system, tests),
		() => needPolicy(host, file, candidate.system),
		() => needSessions(host, file, candidate.sessions, breakSessions),
		() => sent,
		() => needMmCfgs(host, candidate),
		() => warnScanners(host, candidate.system),
	);
	const proofs = [addresses, policy, ...sessions.evidence, canary, settings.evidence];
	return {
		evidence: `Exim ${accepted} accepts it; ${proofs.join("; ")}.`,
		runners: settings.runners,
		sessionsBroken: sessions.broken,
	};
}
