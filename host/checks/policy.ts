import { outsideAddress } from "@/lib/core/checks/derive";
import { diagnoseLog } from "@/lib/core/checks/diagnose";
import { parseSession } from "@/lib/core/checks/parse-session";
import {
	answeredAsExpected,
	groupSessions,
	judgePolicySession,
	type PolicySession,
	policySessions,
	type SessionGroup,
	splitSessions,
} from "@/lib/core/checks/policy-sessions";
import type { Diagnosis } from "@/lib/core/checks/types";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { abreast } from "../abreast";
import type { Host } from "../context";
import { HostFailure } from "../errors";
import { exim } from "../exim";
import { listsByInstallation } from "../lists";
import { stagedOn } from "../staged";
import { plural } from "../words";

/** Where no statement is to blame, what Exim logged may still name a line. */
function placed(host: Host, file: string, diagnosis: Diagnosis): Diagnosis {
	if (diagnosis.place) return diagnosis;
	const [known] = diagnoseLog(diagnosis.said, stagedOn(host), file);
	return known?.place
		? { ...diagnosis, place: known.place, setting: known.setting ?? diagnosis.setting }
		: diagnosis;
}

/** Asks a group at once, and where that shows anything but what was expected, each of its sessions alone. */
async function runGroup(host: Host, file: string, group: SessionGroup) {
	const ran = await exim(host, file, ["-bh", group.from], { stdin: group.input });
	const whole = parseSession(ran.stdout, ran.stderr, group.input);
	const verdicts = splitSessions(whole, group).map((own, at) =>
		judgePolicySession(group.sessions[at] as PolicySession, own, stagedOn(host)),
	);
	return verdicts.every(({ ok, answer, session }) => ok && answeredAsExpected(session, answer))
		? verdicts
		: abreast(group.sessions, (one) => runSession(host, file, one));
}

async function runSession(host: Host, file: string, session: PolicySession) {
	const ran = await exim(host, file, ["-bh", session.from], { stdin: session.input });
	return judgePolicySession(session, parseSession(ran.stdout, ran.stderr, session.input), stagedOn(host));
}

/**
 * Plays each switched-on rule's own cases through `exim -bh`, whose exit status says nothing (facts, section 2).
 * Out: evidence. Throws HostFailure for the first that doesn't hold, with line and setting.
 */
export async function needPolicy(host: Host, file: string, system: MailSystem): Promise<string> {
	const sessions = policySessions(
		system,
		listsByInstallation(host, system),
		outsideAddress(system, host.config.target.hostname).replace(/^.*@/, ""),
	);
	const groups = await abreast(groupSessions(sessions), (group) => runGroup(host, file, group));
	const wrong = groups.flat().find((verdict) => !verdict.ok);
	if (wrong?.diagnosis) throw new HostFailure("refused", placed(host, file, wrong.diagnosis));
	return `${plural(sessions.length, "policy case")} hold`;
}
