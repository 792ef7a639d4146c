import type { Examined } from "../host/events";
import type { DoctorCheck } from "./check";
import { delayWarnings } from "./checks/delay-warnings";
import { groupMismatch } from "./checks/group-mismatch";
import { interpreter } from "./checks/interpreter";
import { listNames } from "./checks/list-names";
import { listsUnreadable } from "./checks/lists-unreadable";
import { localDomains } from "./checks/local-domains";
import { mailExchangers } from "./checks/mail-exchangers";
import { mailmanAlias } from "./checks/mailman-alias";
import { missingConfig } from "./checks/missing-config";
import { ownerDiffers } from "./checks/owner-differs";
import { queueMode } from "./checks/queue-mode";
import { queueRunners } from "./checks/queue-runners";
import { reverseNames } from "./checks/reverse-names";
import { shadowedLists } from "./checks/shadowed-lists";
import { siteList } from "./checks/site-list";
import { staleLock } from "./checks/stale-lock";
import type { DoctorFacts } from "./facts";

/** Every check, those first whose findings explain others'. */
export const DOCTOR_CHECKS: readonly DoctorCheck[] = [
	interpreter,
	siteList,
	staleLock,
	queueRunners,
	groupMismatch,
	ownerDiffers,
	listsUnreadable,
	missingConfig,
	listNames,
	localDomains,
	shadowedLists,
	mailmanAlias,
	queueMode,
	delayWarnings,
	mailExchangers,
	reverseNames,
];

const WORST: readonly Examined["state"][] = ["problem", "advice", "unknown", "well"];

/** Looks at a host's facts with every check, in their order. */
export const examine = (facts: DoctorFacts): Examined[] =>
	DOCTOR_CHECKS.map(({ id, title, source, needless, look }) => {
		const reason = needless?.(facts) ?? null;
		if (reason !== null) return { id, title, source, state: "needless", reason, findings: [] };
		const found = look(facts);
		return {
			id,
			title,
			source,
			state: WORST.find((state) => found.some(({ severity }) => severity === state)) ?? "well",
			reason: null,
			findings: found.map(({ severity: _, ...diagnosis }) => diagnosis),
		};
	});
