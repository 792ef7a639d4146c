import { ALIASES_OF_LIST_DOMAINS, type MailSystem } from "../../system/mail-system";
import { type NamedBlock, namedText } from "../annotations";
import { DOMAINS_MAP } from "./domains-map";
import { expanded } from "./escape";

/**
 * Every suffix of a list's addresses, in the order Exim tries them: what may stand behind a VERP bounce's `+`
 * must not be taken for another suffix.
 */
const SUFFIXES =
	"-bounces+* : -bounces : -confirm+* : -confirm : -admin : -join : -leave : -owner : -request : -subscribe : -unsubscribe";

/** By DNS to the world; where a sink's port is set, all of it to the sink instead. */
const REMOTE_HOSTS = [
	".ifdef LK_SINK_PORT",
	"driver = manualroute",
	"route_list = * 127.0.0.1::LK_SINK_PORT byname",
	"self = send",
	".else",
	"driver = dnslookup",
	"ignore_target_hosts = <; 0.0.0.0 ; 127.0.0.0/8 ; ::/128 ; ::1/128 ; fe80::/10 ; fec0::/10 ; ff00::/8",
	".endif",
	"domains = ! +local_domains",
];

const listRouters = (administrator: string): NamedBlock[] => [
	{
		name: "§mailman_aliases",
		setting: "administrator",
		why: 'HOWTO, "Exim configuration": mailman and mailman-admin; RFC 5321, 4.5.1: postmaster, in every list domain',
		lines: [
			"driver = redirect",
			"domains = +§mm_domains",
			`local_parts = ${ALIASES_OF_LIST_DOMAINS.join(" : ")}`,
			`data = ${expanded(administrator)}`,
		],
	},
	{
		name: "§mailman_router",
		setting: "domains",
		why: 'HOWTO, "Exim Router": one router for every installation. $local_part_data is the list\'s directory, untainted',
		lines: [
			"driver = accept",
			"domains = +§mm_domains",
			`local_part_suffix = ${SUFFIXES}`,
			"local_part_suffix_optional",
			"local_parts = +§mm_lists",
			"require_files = §LISTS/$local_part_data/config.pck",
			"transport = §mailman_transport",
		],
	},
];

/** The machine's own names, under its own domain only: they don't shadow lists. */
const SYSTEM_ALIASES: NamedBlock = {
	name: "§system_aliases",
	setting: null,
	why: "The machine's own aliases, under its own name only",
	lines: [
		"driver = redirect",
		"domains = @",
		"condition = ${if exists{/etc/aliases}}",
		"data = ${lookup{$local_part}lsearch{/etc/aliases}}",
		"allow_fail",
		"allow_defer",
		"forbid_file",
		"forbid_pipe",
	],
};

const LOCAL_USER: NamedBlock = {
	name: "§local_user",
	setting: null,
	why: "The machine's own users, under its own name only",
	lines: ["driver = accept", "domains = @", "check_local_user", "transport = §local_delivery"],
};

const VERP_CONDITION = `\${if eq{\${extract{verp}{\${lookup{$sender_address_domain}lsearch{LK_RELEASE/${DOMAINS_MAP}}}}}}{exim}}`;

const VERP_ROUTER: NamedBlock = {
	name: "§mailman_verp_router",
	setting: "verp.strategy",
	why: 'HOWTO, "VERP expansion by exim rather than Mailman": for domains whose map entry says so',
	lines: [
		...REMOTE_HOSTS,
		"senders = *-bounces@*",
		"condition = ${if or{{eq{$sender_host_address}{127.0.0.1}}{eq{$sender_host_address}{::1}}}}",
		`condition = ${VERP_CONDITION}`,
		"transport = §mailman_verp_smtp",
	],
};

const REMOTE_ROUTER: NamedBlock = {
	name: "§remote_router",
	setting: null,
	why: "Everything else for other hosts",
	lines: [...REMOTE_HOSTS, "transport = §remote_smtp", "no_more"],
};

/**
 * For a canary in an administrator's own configuration: what their routers would send out goes to the sink, and what
 * the VERP router takes is left to it.
 */
const CANARY_ROUTER: NamedBlock = {
	name: "§canary_elsewhere",
	setting: null,
	why: "A canary's only: nothing of it leaves the machine by a router that isn't ours",
	lines: [
		...REMOTE_HOSTS,
		`condition = \${if !and{{match{$sender_address}{\\N-bounces@\\N}}{bool{${VERP_CONDITION}}}}}`,
		"transport = §canary_smtp",
	],
};

/** The host's own name: RFC 5321, 4.5.1, and because nothing is delivered as root. */
const hostAliases = (administrator: string): NamedBlock => ({
	name: "§host_aliases",
	setting: "administrator",
	why: "RFC 5321, 4.5.1: postmaster of the host's own name; and root, as whom nothing is delivered",
	lines: [
		"driver = redirect",
		"domains = @",
		"local_parts = postmaster : root",
		`data = ${expanded(administrator)}`,
	],
});

/** The routers' section. In: whether this host's own users get mail too, which a rehearsal host has none of. */
export const renderRouters = ({ administrator }: MailSystem, ownUsers: boolean): string =>
	namedText([
		...listRouters(administrator),
		...(ownUsers ? [SYSTEM_ALIASES] : []),
		hostAliases(administrator),
		...(ownUsers ? [LOCAL_USER] : []),
		VERP_ROUTER,
		REMOTE_ROUTER,
	]);

/** The routers that are woven in: before those for mail to elsewhere, and before those for this host's own users. */
export const renderWovenRouters = ({ administrator }: MailSystem, canary: boolean) => ({
	first: namedText([...(canary ? [CANARY_ROUTER] : []), VERP_ROUTER]),
	lists: namedText(listRouters(administrator)),
});
