/** Roles on a host, from least to most; each may what the ones before it may. */
export const ROLES = ["viewer", "editor", "deployer", "owner"] as const;
export type Role = (typeof ROLES)[number];

/** The least role that may do each thing. Pages, actions, streams and routes ask here and nowhere else. */
export const LEAST_ROLE = {
	"host.see": "viewer",
	"host.ask": "viewer",
	"tests.run": "viewer",
	"audit.see": "viewer",
	"tests.save": "editor",
	"mail.send": "editor",
	"settings.change": "editor",
	"changes.discard": "editor",
	"deployments.deploy": "deployer",
	"deployments.confirm": "deployer",
	"deployments.rollback": "deployer",
	"deployments.prune": "deployer",
	"audit.people": "owner",
	"team.manage": "owner",
	"host.remove": "owner",
} as const satisfies Record<string, Role>;
export type Permission = keyof typeof LEAST_ROLE;

/** Whether a role is enough for a permission. */
export const may = (role: Role, permission: Permission): boolean =>
	ROLES.indexOf(role) >= ROLES.indexOf(LEAST_ROLE[permission]);

/** Why a control is disabled, for its tooltip; null when it isn't. */
export const whyNot = (role: Role, permission: Permission): string | null =>
	may(role, permission) ? null : `You are ${role} here. This needs the role ${LEAST_ROLE[permission]}.`;
