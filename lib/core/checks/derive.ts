import type { RenderTarget } from "../host/profile";
import { withNames } from "../render/exim/names";
import { type MailSystem, verpOf } from "../system/mail-system";
import { ALIASES, LIST_ROUTE, REMOTE_ROUTE, SUFFIXES, suffixOf, VERP_ROUTE } from "./names";
import { type ListAddress, type ListsByInstallation, sampleLists } from "./sample";
import type { AddressTest, Expectation } from "./types";

/** Lists that are tested with every address of theirs; all others are sampled away, or tested by their first. */
export const DEFAULT_MAX_LISTS = 200;
/** Domains whose aliases and missing list are tested; a host with more tests them by a list only. */
const MAX_DOMAINS = 500;
/** Installations whose VERP route is tested: each takes a call of its own. */
const MAX_VERP_ROUTES = 20;

const ask = (address: string, expect: Expectation, why: string): AddressTest => ({
	address,
	sender: null,
	sendingHost: null,
	expect,
	why,
});
const toList: Expectation = { kind: "routed", ...LIST_ROUTE };
const nowhere: Expectation = { kind: "undeliverable" };

/** An address that a router before the lists' takes, or whose own suffix does. */
const isTaken = (localPart: string): boolean => ALIASES.some((alias) => alias === localPart);

const listTests = ({ list, domain }: ListAddress): AddressTest[] =>
	[
		...(suffixOf(list) ? [] : [{ local: list, why: "Posting" }]),
		...SUFFIXES.map((suffix) => ({ local: `${list}-${suffix}`, why: `-${suffix}` })),
		{ local: `${list}-bounces+user=example.com`, why: "VERP bounce" },
		{ local: `${list}-confirm+0123456789abcdef`, why: "Confirmation" },
	]
		.filter(({ local }) => !isTaken(local))
		.map(({ local, why }) => ask(`${local}@${domain}`, toList, why));

/** A list name that an installation does not have. */
function missingList(lists: readonly string[]): string {
	let name = "no-such-list";
	for (let n = 2; lists.includes(name); n++) name = `no-such-list-${n}`;
	return name;
}

const domainTests = (domain: string, lists: readonly string[], administrator: string): AddressTest[] => [
	ask(`${missingList(lists)}@${domain}`, nowhere, "A list that doesn't exist"),
	...ALIASES.map((alias) =>
		ask(`${alias}@${domain}`, { kind: "redirected", to: administrator }, "To the administrator"),
	),
];

/** Once on a host: what goes wrong for all lists alike. */
function onceTests(address: ListAddress): AddressTest[] {
	const { list, domain } = address;
	return [
		ask(`${list}-request@${domain}`.toUpperCase(), toList, "Upper case"),
		ask(`${list}/${list}@${domain}`, nowhere, "A slash in the local part"),
	];
}

/**
 * An address elsewhere, to see how mail leaves. The administrator's own domain, if it is not one of the lists':
 * it is known to take mail, which reserved names like example.net do not.
 */
export function outsideAddress(system: MailSystem, hostname = ""): string {
	const domain = system.administrator.slice(system.administrator.lastIndexOf("@") + 1);
	const local = domain === hostname || system.domains.some(({ name }) => name === domain);
	return `someone@${local ? "example.net" : domain}`;
}

/** How list mail leaves, for each installation: by the VERP router where Exim expands, else like any other mail. */
function verpTests(system: MailSystem, lists: ListsByInstallation, outside: string): AddressTest[] {
	const tests: AddressTest[] = [];
	for (const installation of system.installations) {
		const domain = system.domains.find((d) => d.installation === installation.id)?.name;
		if (domain === undefined || tests.length >= MAX_VERP_ROUTES) continue;
		const byExim = verpOf(system, installation).strategy === "exim";
		const list = lists[installation.id]?.find((name) => !suffixOf(name)) ?? "list";
		tests.push({
			address: outside,
			sender: `${list}-bounces@${domain}`,
			sendingHost: "127.0.0.1",
			expect: { kind: "routed", ...(byExim ? VERP_ROUTE : REMOTE_ROUTE) },
			why: byExim ? "VERP by Exim" : "List mail to a member",
		});
	}
	return tests;
}

/** In an administrator's own configuration only what our own routers take is ours to promise, and they have other names. */
function besideTheirs(test: AddressTest): AddressTest[] {
	const { expect } = test;
	if (expect.kind !== "routed" || expect.router === REMOTE_ROUTE.router) return [];
	const own = (name: string) => withNames(`§${name}`, "woven");
	return [
		{
			...test,
			expect: {
				kind: "routed",
				router: own(expect.router),
				transport: expect.transport === null ? null : own(expect.transport),
			},
		},
	];
}

/**
 * What to ask of Exim so that a system's mail is known to go where it should (HOWTO, "List verification").
 * In: the system; the lists that each installation has, by its id; `maxLists` bounds how many are asked about with
 * all their addresses (200), `outside` is an address that is not on this host.
 * Out: every list at every domain: posting, nine suffixes, VERP bounce, confirmation; every domain: a list that
 * doesn't exist and the aliases; once: upper case and a slash; each installation: the way its list mail leaves.
 * The last have a sender and a sending host, so each of them is a call of its own.
 */
export function deriveAddressTests(
	system: MailSystem,
	lists: ListsByInstallation,
	options: { maxLists?: number; outside?: string; hostname?: string; layout?: RenderTarget["layout"] } = {},
): AddressTest[] {
	const max = options.maxLists ?? DEFAULT_MAX_LISTS;
	const { addresses } = sampleLists(system, lists, max);
	const first = addresses.find(({ list }) => !suffixOf(list));
	const whole = addresses.slice(0, Math.max(max, 1));
	// More domains than may be tested in full: the others by one address each.
	const single = addresses.slice(whole.length).flatMap((address) => listTests(address).slice(0, 1));
	const tests = [
		...whole.flatMap(listTests),
		...single,
		...system.domains
			.slice(0, MAX_DOMAINS)
			.flatMap(({ name, installation }) =>
				domainTests(name, lists[installation] ?? [], system.administrator),
			),
		...(first ? onceTests(first) : []),
		...verpTests(system, lists, options.outside ?? outsideAddress(system, options.hostname)),
	];
	return options.layout === "woven" ? tests.flatMap(besideTheirs) : tests;
}
