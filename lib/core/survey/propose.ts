import type { EximConfig, NamedValue } from "../exim-config/parse";
import { replaceMacros } from "../exim-config/parse";
import { readDomainName } from "../system/domain";
import { nameFor } from "../system/installation";
import { type MailSystem, mailSystem, newMailSystem } from "../system/mail-system";
import { queueingReason } from "../system/queueing";
import { type FoundDraft, type Question, questionsOf } from "./draft";
import { homeFor, listRoutes, verpRouter } from "./found-lists";
import type { FoundValue, SurveyedInstallation } from "./survey";

/** What was found, each value with its mark; and the settings that it comes to, or why they are none yet. */
export type Proposal = {
	values: FoundValue[];
	system: MailSystem | null;
	/** What the settings still lack, a sentence each. */
	lacking: string[];
	/** What they are made of, and what a person has to say first. */
	draft: FoundDraft;
	questions: Question[];
};

/** Its numbers by name: those that every system has are always there. */
type Draft = Omit<FoundDraft, "tuning"> & { tuning: MailSystem["tuning"] };

/** Names that Listkeeper's own configuration has: another's of the same name can't stand beside them. */
const OURS = /^LK_\w+$/;

/** Exim's numbers that Listkeeper sets, by the option's name. */
const EXIM_NUMBERS: Readonly<Record<string, keyof MailSystem["tuning"]>> = {
	smtp_accept_queue_per_connection: "acceptQueuePerConnection",
	remote_max_parallel: "remoteMaxParallel",
	queue_run_max: "queueRunMax",
	smtp_accept_max: "acceptMax",
	recipients_max: "recipientsMax",
};

/** Mailman's numbers that Listkeeper sets for all installations alike. */
const MAILMAN_NUMBERS = [
	["SMTP_MAX_RCPTS", "smtpMaxRcpts"],
	["SMTP_MAX_SESSIONS_PER_CONNECTION", "smtpMaxSessionsPerConnection"],
] as const;

const marked = (
	mark: FoundValue["mark"],
	what: string,
	value: string,
	at: Pick<NamedValue, "file" | "line"> | string,
	more: { setting?: string; note?: string; proposed?: number | string } = {},
): FoundValue => ({
	mark,
	what,
	value,
	setting: more.setting ?? null,
	place: typeof at === "string" ? { file: at, line: null } : { file: at.file, line: at.line },
	note: more.note ?? null,
	...(more.proposed === undefined ? {} : { proposed: String(more.proposed) }),
});

/** An account that a transport names; empty where Exim works it out for each message, and a person has to say it. */
const accountOf = (named: string | null): string | null =>
	named === null ? null : /^[\w-]+$/.test(named) ? named : "";

/** Domains and installations, from the routers that lead to a wrapper. */
function lists(config: EximConfig, found: readonly SurveyedInstallation[], draft: Draft): FoundValue[] {
	const ids = new Map<string, string>();
	const on = new Map<string, string>();
	const values: FoundValue[] = [];
	const installationAt = (
		prefix: string,
		domain: string,
		route: { user: string | null; group: string | null },
	): string => {
		const known = ids.get(prefix);
		if (known !== undefined) return known;
		const id = nameFor(prefix, new Set(ids.values()));
		ids.set(prefix, id);
		const one = found.find((each) => each.prefix === prefix);
		draft.installations.push({
			id,
			prefix,
			user: accountOf(route.user) ?? one?.user ?? "mailman",
			group: one?.wrapperGroup ?? accountOf(route.group) ?? one?.group ?? "mailman",
			python: one?.python ?? "/usr/bin/python2",
			webHost: one?.webHost ?? domain,
			mailHost: null,
			verp: null,
		});
		return id;
	};
	for (const route of listRoutes(config)) {
		values.push(
			marked("understood", "router to Mailman", route.router.name, route.router, {
				note: "Listkeeper's own router takes its place.",
			}),
			marked("understood", "transport to Mailman", route.transport.name, route.transport, {
				note: "Listkeeper's own transport takes its place.",
			}),
		);
		for (const { item, ...at } of route.domains) {
			const reading = readDomainName(item);
			const home = reading.ok ? homeFor(route.home, reading.name) : null;
			if (!reading.ok || home === null) {
				values.push(
					marked("conflicts", "list domains", item, at, {
						setting: "domains",
						note: reading.ok
							? `The directory of the transport ${route.transport.name} depends on more than the domain. Name this domain's installation yourself.`
							: "This is not a domain's name. Add the domains that it stands for yourself.",
					}),
				);
				continue;
			}
			if (on.has(reading.name)) continue;
			const installation = installationAt(home, reading.name, route);
			values.push(
				marked("understood", "list domain", reading.name, at, { setting: `domains.${draft.domains.length}` }),
			);
			on.set(reading.name, installation);
			draft.domains.push({ name: reading.name, installation });
		}
	}
	for (const installation of draft.installations) {
		const host = found.find(({ prefix }) => prefix === installation.prefix)?.mailHost;
		installation.mailHost = host && on.get(host) === installation.id ? host : null;
	}
	for (const { id, prefix, webHost } of draft.installations)
		if (found.some((one) => one.prefix === prefix && one.webHost === null))
			values.push(
				marked("conflicts", "DEFAULT_URL_HOST", "unknown", `${prefix}/Mailman/mm_cfg.py`, {
					setting: `installations.${id}.webHost`,
					note: `Nobody can tell by which name its pages are reached. Proposed: ${webHost}.`,
					proposed: webHost,
				}),
			);
	for (const { id, prefix } of draft.installations)
		if (!found.some((one) => one.prefix === prefix))
			values.push(
				marked("conflicts", "Mailman installation", prefix, listRoutes(config)[0]?.transport ?? "", {
					setting: `installations.${id}`,
					note: "Exim delivers to it, and there is no Mailman. Correct the directory, or leave the domain out.",
				}),
			);
	for (const one of found) {
		const id = ids.get(one.prefix);
		values.push(
			marked(
				id === undefined ? "kept" : "understood",
				"Mailman installation",
				one.prefix,
				`${one.prefix}/Mailman/mm_cfg.py`,
				{
					...(id === undefined
						? { note: "No router leads to it. It stays as it is until it is given a domain." }
						: { setting: `installations.${id}` }),
				},
			),
		);
	}
	return values;
}

/** Those of the found installations that Exim delivers to. */
const installations = (found: readonly SurveyedInstallation[], draft: Draft) =>
	found.filter((one) => draft.installations.some(({ prefix }) => prefix === one.prefix));

/** Numbers of Exim's and Mailman's that Listkeeper sets. */
function tuning(config: EximConfig, found: readonly SurveyedInstallation[], draft: Draft): FoundValue[] {
	const values: FoundValue[] = [];
	for (const option of config.options) {
		const field = EXIM_NUMBERS[option.name];
		if (field === undefined) continue;
		const text = replaceMacros(option.value, config.macros);
		if (/^\d+$/.test(text)) {
			draft.tuning[field] = Number(text);
			values.push(marked("understood", option.name, text, option, { setting: `tuning.${field}` }));
		} else
			values.push(
				marked("conflicts", option.name, text, option, {
					setting: `tuning.${field}`,
					note: "Exim works this number out for each connection. Choose one.",
				}),
			);
	}
	if (!config.options.some(({ name }) => name === "smtp_accept_queue_per_connection"))
		values.push(
			marked(
				"understood",
				"smtp_accept_queue_per_connection",
				String(draft.tuning.acceptQueuePerConnection),
				"",
				{
					setting: "tuning.acceptQueuePerConnection",
					note: "It isn't set, and Exim's own is 10. Listkeeper's own takes its place.",
				},
			),
		);
	const managed = installations(found, draft);
	for (const [name, field] of MAILMAN_NUMBERS) {
		const set = new Set(
			managed.flatMap(({ settings }) => (typeof settings?.[name] === "number" ? [settings[name]] : [])),
		);
		const [value] = set;
		const at = managed[0] ? `${managed[0].prefix}/Mailman/mm_cfg.py` : "";
		if (set.size > 1)
			values.push(
				marked("conflicts", name, [...set].join(", "), at, {
					setting: `tuning.${field}`,
					note: "The installations differ, and Listkeeper has one number for the host. Choose one.",
				}),
			);
		else if (value !== undefined) {
			draft.tuning[field] = value;
			values.push(marked("understood", name, String(value), at, { setting: `tuning.${field}` }));
		}
	}
	return values;
}

/** Numbers that would stall delivery together: said, and the nearest that doesn't is proposed. */
function settle(found: readonly SurveyedInstallation[], draft: Draft): FoundValue[] {
	const { tuning: numbers } = draft;
	const at = found[0] ? `${found[0].prefix}/Mailman/mm_cfg.py` : "";
	const values: FoundValue[] = [];
	const queueing = queueingReason({
		smtpMaxSessionsPerConnection: numbers.smtpMaxSessionsPerConnection,
		acceptQueuePerConnection: numbers.acceptQueuePerConnection,
	});
	if (queueing) {
		values.push(
			marked(
				"conflicts",
				"SMTP_MAX_SESSIONS_PER_CONNECTION",
				String(numbers.smtpMaxSessionsPerConnection),
				at,
				{
					setting: "tuning.smtpMaxSessionsPerConnection",
					note: `${queueing} Proposed: ${numbers.acceptQueuePerConnection}.`,
					proposed: numbers.acceptQueuePerConnection,
				},
			),
		);
		numbers.smtpMaxSessionsPerConnection = numbers.acceptQueuePerConnection;
	}
	if (
		numbers.recipientsMax !== undefined &&
		numbers.recipientsMax > 0 &&
		numbers.recipientsMax < numbers.smtpMaxRcpts
	) {
		values.push(
			marked("conflicts", "SMTP_MAX_RCPTS", String(numbers.smtpMaxRcpts), at, {
				setting: "tuning.smtpMaxRcpts",
				note: `Exim takes ${numbers.recipientsMax} recipients on a message, and Mailman sends more. Proposed: ${numbers.recipientsMax}.`,
				proposed: numbers.recipientsMax,
			}),
		);
		numbers.smtpMaxRcpts = numbers.recipientsMax;
	}
	return values;
}

/** Mailman's own settings for VERP. In: whether Exim expands, and the interval is none of Mailman's. */
function verpIn(settings: Readonly<Record<string, unknown>>, byExim: boolean): FoundDraft["verp"] {
	const on = (name: string) => Boolean(settings[name]);
	const interval = typeof settings.VERP_DELIVERY_INTERVAL === "number" ? settings.VERP_DELIVERY_INTERVAL : 0;
	return {
		strategy: byExim ? "exim" : interval > 0 ? "mailman" : "off",
		interval: Math.max(1, interval),
		passwordReminders: on("VERP_PASSWORD_REMINDERS"),
		confirmations: on("VERP_CONFIRMATIONS"),
		personalizedDeliveries: on("VERP_PERSONALIZED_DELIVERIES"),
		probes: on("VERP_PROBES"),
		ownersCanPersonalize: on("OWNERS_CAN_ENABLE_PERSONALIZATION"),
	};
}

/** Who expands VERP, and how often: the first installation's for the host, and its own for each that differs. */
function verp(config: EximConfig, found: readonly SurveyedInstallation[], draft: Draft): FoundValue[] {
	const router = verpRouter(config);
	const values: FoundValue[] = [];
	if (router) {
		draft.verp = { ...draft.verp, strategy: "exim" };
		values.push(marked("understood", "VERP by Exim", router.name, router, { setting: "verp.strategy" }));
	}
	let first = true;
	for (const installation of draft.installations) {
		const one = found.find(({ prefix }) => prefix === installation.prefix);
		const file = `${installation.prefix}/Mailman/mm_cfg.py`;
		if (!one) continue;
		if (one.settings === null) {
			values.push(
				marked("conflicts", "VERP and personalisation", "unknown", file, {
					note: "Its settings can't be read, so it gets the host's. See the Delivery page before you deploy.",
				}),
			);
			continue;
		}
		const own = verpIn(one.settings, router !== null);
		const interval = String(one.settings.VERP_DELIVERY_INTERVAL ?? 0);
		if (first) {
			draft.verp = own;
			values.push(
				marked("understood", "VERP_DELIVERY_INTERVAL", interval, file, {
					setting: "verp.interval",
					...(router && interval !== "0" ? { note: "Exim expands already: Listkeeper sets 0." } : {}),
				}),
			);
		} else if (JSON.stringify(own) !== JSON.stringify(draft.verp)) {
			installation.verp = own;
			values.push(
				marked("understood", "VERP_DELIVERY_INTERVAL", interval, file, {
					setting: `installations.${installation.id}.verp`,
					note: "Its VERP and personalisation differ from the host's: it keeps its own.",
				}),
			);
		}
		first = false;
	}
	return values;
}

/** What stays, and what can't stand beside Listkeeper's own. */
function theRest(config: EximConfig, taken: ReadonlySet<string>): FoundValue[] {
	return [
		...config.macros.map((macro) =>
			OURS.test(macro.name)
				? marked("conflicts", "macro", `${macro.name} = ${macro.value}`, macro, {
						note: "Listkeeper's configuration has a macro of this name. Remove this line once Listkeeper manages the lists.",
					})
				: marked("kept", "macro", `${macro.name} = ${macro.value}`, macro),
		),
		...config.lists
			.filter(({ name }) => name !== "mm_domains")
			.map((list) => marked("kept", list.kind, `${list.name} = ${list.value}`, list)),
		...config.acls.map((acl) => marked("kept", "ACL", acl.name, acl)),
		...config.drivers
			.filter(({ section, name }) => !taken.has(`${section} ${name}`))
			.map((driver) => marked("kept", driver.section.replace(/s$/, ""), driver.name, driver)),
		...config.options
			.filter(({ name }) => EXIM_NUMBERS[name] === undefined)
			.map((option) => marked("kept", "option", `${option.name} = ${option.value}`, option)),
	];
}

/**
 * What a host's configuration would be as Listkeeper's settings. Nothing is guessed: what isn't understood is kept, or
 * said to conflict.
 * In: what Exim reads, the installations that were found, and whom `mailman` is an alias of, where that is known.
 */
export function propose(
	config: EximConfig,
	found: readonly SurveyedInstallation[],
	administrator: { address: string; file: string; line: number } | null,
): Proposal {
	const fresh = newMailSystem("postmaster@localhost.localdomain");
	const draft: Draft = {
		administrator: administrator?.address ?? null,
		domains: [],
		installations: [],
		tuning: { ...fresh.tuning },
		verp: { ...fresh.verp },
	};
	const ways = lists(config, found, draft);
	const numbers = tuning(config, found, draft);
	const settled = settle(installations(found, draft), draft);
	const expansion = verp(config, found, draft);
	const router = verpRouter(config);
	const taken = new Set([
		...listRoutes(config).flatMap((route) => [
			`routers ${route.router.name}`,
			`transports ${route.transport.name}`,
		]),
		...(router ? [`routers ${router.name}`] : []),
	]);
	const open = new Set(
		[...ways, ...numbers, ...settled].flatMap(({ mark, setting }) => (mark === "conflicts" ? [setting] : [])),
	);
	const values = [
		...ways,
		...(administrator
			? [
					marked("understood", "administrator", administrator.address, administrator, {
						setting: "administrator",
					}),
				]
			: []),
		...numbers,
		...settled,
		...expansion,
		...theRest(config, taken),
		// What conflicts with something else isn't understood, though it could be read.
	].filter(({ mark, setting }) => mark !== "understood" || setting === null || !open.has(setting));
	const read = mailSystem.safeParse({ ...fresh, ...draft, administrator: draft.administrator ?? "" });
	const plain = Object.entries(draft.tuning).filter(
		(entry): entry is [string, number] => entry[1] !== undefined,
	);
	const whole: FoundDraft = { ...draft, tuning: Object.fromEntries(plain) };
	return {
		values,
		draft: whole,
		questions: questionsOf(whole, values, read.error?.issues ?? []),
		system: read.success ? read.data : null,
		lacking: read.success
			? []
			: read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`),
	};
}
