/** What each action is called, by what it concerns. Every action's name is here; a test sees to it. */
export const ACTIONS = {
	settings: {
		"domains.add": "Added domains",
		"domains.move": "Moved a domain",
		"domains.remove": "Removed a domain",
		"administrator.change": "Changed the administrator's address",
		"installations.add": "Added an installation",
		"installations.change": "Changed an installation",
		"installations.remove": "Removed an installation",
		"delivery.change": "Changed delivery",
		"delivery.override": "Changed an installation's VERP",
		"policy.change": "Changed a policy rule",
		"changes.discard": "Discarded changes",
		"look.import": "Imported what was found on the host",
		"setup.step": "Ended a step of the set-up:",
		"setup.fresh": "Began a host without taking anything over",
		"setup.review": "Reviewed release",
		"host.add": "Added a host",
		"host.ask-keys": "Asked a host for its keys",
		"host.confirm-keys": "Confirmed a host's key",
		"host.connect": "Changed how a host is reached",
		"host.give-up": "Gave up reaching a host",
		"host.remove": "Removed a host from the console",
	},
	deployments: {
		"deployments.approve": "Approved release",
		"deployments.deploy": "Began a deployment",
		"deployments.override": "Deployed WITHOUT APPROVAL",
		"deployments.rollback": "Began a roll back",
		"deployments.alone": "Rolled back ALONE to the release before",
		"deployments.confirm": "Confirms a release",
		"deployments.confirm-end": "Confirming ended",
		"deployments.prune": "Began to remove kept releases",
		"deployments.prune-end": "Removed kept releases",
		"deployments.end": "A deployment ended",
		"console.deploy": "Deployed at the host's command line",
		"console.rollback": "Made another release live at the host's command line",
		"console.confirm": "Confirmed at the host's command line",
	},
	tests: {
		"tests.save": "Saved a test",
		"tests.remove": "Removed a test",
		"policy.lab.save": "Saved a session",
		"policy.lab.remove": "Removed a session",
		"mail.send": "Sends a rehearsal message",
		"mail.send-end": "Sent a rehearsal message",
	},
	"sign-ins": {
		"session.begin": "Signed in",
		"session.half": "Gave the right password, without the code yet",
		"session.refused": "Could not sign in",
		"session.end": "Signed out",
	},
	people: {
		"owner.make": "Made the owner's account",
		"owner.refused": "Could not use the set-up link",
		"team.invite": "Invited",
		"team.withdraw": "Took back the invitation of",
		"team.join": "Accepted an invitation",
		"team.join-refused": "Could not use an invitation",
		"team.role": "Gave another role to",
		"team.remove": "Took the role of",
		"team.sign-out": "Signed out everywhere",
		"team.rule": "Changed a rule for the team",
		"account.password": "Changed the password of",
		"account.reset": "Set a new password by a reset link",
		"account.reset-asked": "Asked for a reset link for",
		"account.reset-sent": "Mailed a reset link to",
		"account.reset-unsent": "Mailed no reset link to",
		"account.reset-begin": "Made a reset link for",
		"account.reset-refused": "Could not use a reset link",
		"account.refused": "Gave a wrong password or code",
		"account.second-factor-begin": "Began to set up a second factor",
		"account.second-factor": "Changed the second factor of",
		"account.backup-codes": "Renewed the backup codes of",
		"account.end-session": "Ended sessions of",
		"access.refused": "Was refused",
		"audit.accept": "Accepted the audit as it stands",
	},
} as const satisfies Record<string, Record<string, string>>;

export const SUBJECTS = Object.keys(ACTIONS) as (keyof typeof ACTIONS)[];
export type Subject = keyof typeof ACTIONS;

/** The actions that concern something. */
export const actionsOf = (subject: Subject): string[] => Object.keys(ACTIONS[subject]);

const WORDS: Readonly<Record<string, string>> = Object.assign({}, ...Object.values(ACTIONS));
/** An action in words; its own name where it has none. */
export const actionInWords = (action: string): string => WORDS[action] ?? action;

/** What nobody should read past. */
export const shouts = (action: string): boolean =>
	action === "deployments.override" || action === "deployments.alone" || action === "audit.accept";

export const PAGE_SIZE = 50;

/** What the Audit page is asked for. */
export type AuditQuery = {
	q: string;
	what: Subject | "";
	/** The first and the last day (UTC), both included. */
	since: Date | null;
	until: Date | null;
	page: number;
};

const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : "");

const day = (text: string) => {
	const at = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
	return at && !Number.isNaN(at.getTime()) ? at : null;
};

/** Reads the page's query; what makes no sense is left out. */
export function readAuditQuery(search: Record<string, string | string[] | undefined>): AuditQuery {
	const page = one(search.page);
	return {
		q: one(search.q).trim().slice(0, 200).replaceAll("\0", ""),
		what: SUBJECTS.find((subject) => subject === search.what) ?? "",
		since: day(one(search.since)),
		until: day(one(search.until)),
		page: /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1,
	};
}

/** The query as an address writes it. */
export function auditSearch(query: AuditQuery, more: Record<string, string> = {}): string {
	const search = new URLSearchParams({
		...(query.q && { q: query.q }),
		...(query.what && { what: query.what }),
		...(query.since && { since: query.since.toISOString().slice(0, 10) }),
		...(query.until && { until: query.until.toISOString().slice(0, 10) }),
		...(query.page > 1 && { page: String(query.page) }),
		...more,
	});
	return search.size ? `?${search}` : "";
}
