import { withNames } from "../render/exim/names";

/** The routers and transports of the rendered configuration, as Exim's answers name them. */
export const LIST_ROUTE = { router: "mailman_router", transport: "mailman_transport" } as const;
/** Whether a router is the lists': beside an administrator's own its name begins otherwise. */
export const isListRouter = (router: string | null): boolean =>
	[LIST_ROUTE.router, withNames(`§${LIST_ROUTE.router}`, "woven")].some((name) => name === router);
export const VERP_ROUTE = { router: "mailman_verp_router", transport: "mailman_verp_smtp" } as const;
export const REMOTE_ROUTE = { router: "remote_router", transport: "remote_smtp" } as const;

/** Whether a router is one that finds out by DNS where mail for elsewhere goes. */
export const isOutwardRouter = (router: string): boolean =>
	[REMOTE_ROUTE, VERP_ROUTE].some((route) =>
		[route.router, withNames(`§${route.router}`, "woven")].includes(router),
	);

/** Local parts that every list domain sends on to the administrator, whatever lists there are. */
export const ALIASES = ["mailman", "mailman-admin", "postmaster"] as const;

/** What may follow a list's name and a hyphen; each is also the wrapper's command (HOWTO, "Exim Router"). */
export const SUFFIXES = [
	"admin",
	"bounces",
	"confirm",
	"join",
	"leave",
	"owner",
	"request",
	"subscribe",
	"unsubscribe",
] as const;
export type Suffix = (typeof SUFFIXES)[number];

/** The suffix that a list's own name ends in: Exim takes it for one, so the list can't be posted to. */
export const suffixOf = (list: string): Suffix | null =>
	SUFFIXES.find((suffix) => list.endsWith(`-${suffix}`)) ??
	(/-bounces\+/.test(list) ? "bounces" : /-confirm\+/.test(list) ? "confirm" : null);

/** Whether a directory's name can be a list that mail reaches (`ACCEPTABLE_LISTNAME_CHARACTERS` of Mailman 2.1). */
export const isListName = (name: string): boolean =>
	/^[a-z0-9][a-z0-9._=+-]{0,60}$/.test(name) && !/-(bounces|confirm)\+/.test(name);
