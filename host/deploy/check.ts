import { warnListNames } from "@/lib/core/checks/list-names";
import { together } from "../abreast";
import { asRead } from "../as-read";
import { prepareCanary } from "../canary";
import { needAccepted } from "../checks/accepts";
import { needAddresses } from "../checks/addresses";
import { needAsBefore } from "../checks/as-before";
import { needCanary } from "../checks/canary";
import { needFrame } from "../checks/frame";
import { needMmCfgs } from "../checks/mm-cfgs";
import { needPolicy } from "../checks/policy";
import { needDirectories, needPort, needPrograms } from "../checks/prerequisites";
import { warnScanners } from "../checks/scanners";
import { needSessions } from "../checks/sessions";
import { sayDiagnosis } from "../context";
import { removeTree } from "../durable";
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
export async function check(course: Course): Promise<Checked> {
	const { host, journal, candidate } = course;
	try {
		const own = releasePath(host, candidate.directory);
		return await checkFile(course, asRead(host, journal.weaves, own, host.paths.candidate));
	} finally {
		removeTree(host.system, host.paths.candidate);
	}
}

async function checkFile(
	{ host, journal, candidate, previous, tests, breakSessions }: Course,
	file: string,
): Promise<Checked> {
	needFrame(host, candidate.system);
	needPrograms(host, candidate);
	needDirectories(host);
	for (const warning of warnListNames(candidate.system, listsByInstallation(host, candidate.system)))
		sayDiagnosis(host, "check", warning);
	await needPort(host);
	const accepted = await needAccepted(host, file);
	const prepared = await prepareCanary(host, candidate, journal.weaves);
	// Begun first, for it takes longest; the others' failures are told before its own, since they say more of the cause.
	const sent = needCanary(host, candidate, prepared);
	const [addresses, policy, sessions, canary, settings, , before] = await together(
		() => needAddresses(host, "check", file, candidate.system, tests),
		() => needPolicy(host, file, candidate.system),
		() => needSessions(host, file, candidate.sessions, breakSessions),
		() => sent,
		() => needMmCfgs(host, candidate),
		() => warnScanners(host, candidate.system),
		() => needAsBefore(host, file, candidate.system, previous === null),
	);
	const proofs = [addresses, ...before, policy, ...sessions.evidence, canary, settings.evidence];
	return {
		evidence: `Exim ${accepted} accepts it; ${proofs.join("; ")}.`,
		runners: settings.runners,
		sessionsBroken: sessions.broken,
	};
}
