import { RELEASE_DIRECTORY } from "../../release/types";
import type { MailSystem } from "../../system/mail-system";
import type { DeliveryTuning, OptionalNumber } from "../../system/tuning";
import type { Block } from "../annotations";
import { DOMAINS_MAP } from "./domains-map";
import { expanded, number } from "./escape";

/** Names the release this text belongs to; nothing else in the text knows where it lies (facts, section 3). */
export const RELEASE_LINE = `LK_RELEASE = ${RELEASE_DIRECTORY}`;

/** The numbers of which Exim has defaults of its own, where they are set. */
function limitBlocks(tuning: DeliveryTuning): Block[] {
	const block = (
		field: Exclude<OptionalNumber, "retryWaitMinutes">,
		option: string,
		why: string,
	): Block[] => {
		const value = tuning[field];
		return value === undefined
			? []
			: [{ setting: `tuning.${field}`, why, lines: [`${option} = ${number(value)}`] }];
	};
	return [
		...block("remoteMaxParallel", "remote_max_parallel", "Deliveries of one message at a time"),
		...block("queueRunMax", "queue_run_max", "Queue runners at a time; 0 is no limit"),
		...block("acceptMax", "smtp_accept_max", "Connections taken at a time; 0 is no limit"),
		...block("recipientsMax", "recipients_max", "Recipients taken on a message; 0 is no limit"),
	];
}

const BANNER: Block = {
	setting: null,
	why: "Only on loopback the greeting names the release, so that a deployment sees which one the daemon has read",
	lines: [
		"smtp_banner = $smtp_active_hostname ESMTP Exim $version_number $tod_full\\",
		"  ${if or{{eq{$sender_host_address}{127.0.0.1}}{eq{$sender_host_address}{::1}}}{ release ${sg{LK_RELEASE}{^.*/}{}}}}",
	],
};

/** What the routers and the policy go by: the list domains, their installations and their lists. */
const listBlocks = (localDomains: readonly string[]): Block[] => [
	{
		setting: "domains",
		why: 'HOWTO, "Main configuration settings": the list domains, and what the map says of each',
		lines: [`domainlist §mm_domains = lsearch;LK_RELEASE/${DOMAINS_MAP}`, ...localDomains],
	},
	{
		setting: "installations",
		why: 'HOWTO, "Virtual domains": looked up, because a path made from $domain is tainted and fails at delivery',
		lines: ["§HOME = ${extract{home}{$domain_data}}", "§LISTS = §HOME/lists"],
	},
	{
		setting: null,
		why: "The lists of the domain at hand. A slash would make dsearch defer instead of fail",
		lines: ["localpartlist §mm_lists = ! ^.*/ : dsearch,filter=subdir;§LISTS"],
	},
	{
		setting: null,
		why: "Mailman hands its mail over from here. Another separator, because a colon would split ::1",
		lines: ["hostlist §loopback = <; 127.0.0.1 ; ::1"],
	},
];

const tuningBlocks = (tuning: DeliveryTuning): Block[] => [
	{
		setting: "tuning.acceptQueuePerConnection",
		why: 'HOWTO, "Tuning of numbers of recipients": messages of one connection that are delivered at once',
		lines: [`smtp_accept_queue_per_connection = ${number(tuning.acceptQueuePerConnection)}`],
	},
	...limitBlocks(tuning),
];

/** Options of the main section and the macros that the later ones use. */
export const mainBlocks = (system: MailSystem, hostname: string): Block[] => [
	{
		setting: null,
		why: "The name this host gives itself, from host.json",
		lines: [`primary_hostname = ${expanded(hostname)}`],
	},
	BANNER,
	...listBlocks(["domainlist local_domains = @ : +§mm_domains"]),
	...tuningBlocks(system.tuning),
	{
		setting: null,
		why: "Programs that Exim starts see nothing of its own environment; nothing is delivered as root",
		lines: ["keep_environment =", "never_users = root"],
	},
	{
		setting: null,
		why: "Bounces that can't be delivered: given up after two days, thrown away after a week",
		lines: ["ignore_bounce_errors_after = 2d", "timeout_frozen_after = 7d"],
	},
];

/** The same for lines that are woven into an administrator's own: what is theirs to say stays unsaid. */
export const wovenMainBlocks = (system: MailSystem): Block[] => [
	BANNER,
	...listBlocks([]),
	...tuningBlocks(system.tuning),
];
