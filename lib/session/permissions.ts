/**
 * Roles on a host, from least to most; each may what the ones before it may. A domain editor changes domains, and
 * only those that the role names.
 */
export const ROLES = ["viewer", "domain editor", "editor", "deployer", "owner"] as const;
export type Role = (typeof ROLES)[number];

/** The least role that may do each thing. Pages, actions, streams and routes ask here and nowhere else. */
export const LEAST_ROLE = {
	"host.see": "viewer",
	"host.ask": "viewer",
	"tests.run": "viewer",
	"audit.see": "viewer",
	"team.see": "viewer",
	"domains.change": "domain editor",
	"tests.save": "domain editor",
	"lab.play": "editor",
	"mail.send": "editor",
	"setup.dry-run": "editor",
	"settings.change": "editor",
	"changes.discard": "editor",
	"deployments.deploy": "deployer",
	"deployments.approve": "deployer",
	"deployments.confirm": "deployer",
	"deployments.rollback": "deployer",
	"deployments.prune": "deployer",
	"deployments.override": "owner",
	"audit.people": "owner",
	"team.manage": "owner",
	"host.connect": "owner",
	"host.remove": "owner",
} as const satisfies Record<string, Role>;
export type Permission = keyof typeof LEAST_ROLE;

/** Whether a role is enough for a permission. */
export const may = (role: Role, permission: Permission): boolean =>
	ROLES.indexOf(role) >= ROLES.indexOf(LEAST_ROLE[permission]);

/** Why a control is disabled, for its tooltip; null when it isn't. */
export const whyNot = (role: Role, permission: Permission): string | null =>
	may(role, permission) ? null : `You are ${role} here. This needs the role ${LEAST_ROLE[permission]}.`;

/** A role with the domains it is limited to; null for the roles that cover all. */
export type Limited = { role: Role; domains: readonly string[] | null };

/** Why somebody may not do something to a domain; null where they may. In: the domain's name as it is kept. */
export function whyNotDomain(
	{ role, domains }: Limited,
	permission: Permission,
	domain: string,
): string | null {
	const reason = whyNot(role, permission);
	if (reason || domains === null || domains.includes(domain)) return reason;
	return domains.length === 0
		? "Your role covers no domain yet."
		: `Your role covers other domains: ${domains.slice(0, 5).join(", ")}${domains.length > 5 ? " …" : ""}.`;
}

/** What each role is for, in a line. */
export const ROLE_MEANS: Readonly<Record<Role, string>> = {
	viewer: "sees everything here and tests addresses",
	"domain editor": "also changes the domains that are named",
	editor: "also changes every setting, and rehearses",
	deployer: "also deploys, confirms and rolls back",
	owner: "also invites people and gives roles",
};
