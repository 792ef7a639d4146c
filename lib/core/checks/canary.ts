import { type MailSystem, verpOf } from "../system/mail-system";
import { ALIASES, isListName, SUFFIXES, suffixOf } from "./names";
import type { ListsByInstallation } from "./sample";

/** What must come of one delivery: a call of an installation's wrapper, or a transaction at the sink. */
export type CanaryExpectation =
	| { kind: "wrapper"; installation: string; command: string; list: string }
	/** The envelope sender as it must arrive. */
	| { kind: "sink"; sender: string };

/** One recipient of a canary's messages. No two have the same recipient. */
export type CanaryDelivery = {
	/** The envelope sender. */
	sender: string;
	recipient: string;
	expect: CanaryExpectation;
	/** What it shows: "VERP bounce". */
	why: string;
};

/** What the recording stand-ins got. */
export type CanaryRecord =
	| { kind: "wrapper"; installation: string; command: string; list: string; recipient: string }
	| { kind: "sink"; sender: string; recipient: string };

/** Stands in where an installation has no list yet; the canary's own home must then have it. */
export const CANARY_LIST = "canary";
/** A domain of no host; a canary's remote mail goes to its sink. */
const OUTSIDE = "outside.example";
/**
 * Who writes to the lists. Not the null sender: a policy that doesn't trust loopback refuses that at most addresses. A
 * bounce would go to the canary's own sink.
 */
const STRANGER = `canary@${OUTSIDE}`;
/** Installations whose every address is delivered to; the others get a post and a VERP bounce. */
const MAX_WHOLE = 10;

type Address = { local: string; command: string; why: string };

const allOf = (list: string): Address[] => [
	{ local: list, command: "post", why: "Posting" },
	...SUFFIXES.map((suffix) => ({
		// One of them shouts: mail that was typed in upper case is for the same list.
		local: suffix === "leave" ? `${list}-${suffix}`.toUpperCase() : `${list}-${suffix}`,
		command: suffix,
		why: `-${suffix}`,
	})),
	{ local: `${list}-bounces+user=example.com`, command: "bounces", why: "VERP bounce" },
	{ local: `${list}-confirm+0123456789abcdef`, command: "confirm", why: "Confirmation" },
];

const someOf = (list: string): Address[] =>
	allOf(list).filter(({ why }) => why === "Posting" || why === "VERP bounce");

const canaryList = (names: readonly string[]): string =>
	[...names]
		.sort()
		.find((name) => isListName(name) && !suffixOf(name) && !ALIASES.some((alias) => alias === name)) ??
	CANARY_LIST;

/**
 * Mail that shows what no other check can see (facts, section 2): words of the wrapper's command, the home and the
 * list that each installation's mail reaches, and the sender with which list mail leaves.
 * In: the system, and the lists of each installation by its id. Out: for each installation with a domain, every
 * address of one list (of its first ten; a post and a VERP bounce for the others) and a post to one member elsewhere.
 */
export function canaryDeliveries(system: MailSystem, lists: ListsByInstallation): CanaryDelivery[] {
	const deliveries: CanaryDelivery[] = [];
	let whole = 0;
	for (const installation of system.installations) {
		const domain = system.domains.find((one) => one.installation === installation.id)?.name;
		if (domain === undefined) continue;
		const list = canaryList(lists[installation.id] ?? []);
		for (const { local, command, why } of whole < MAX_WHOLE ? allOf(list) : someOf(list))
			deliveries.push({
				sender: STRANGER,
				recipient: `${local}@${why === "-leave" ? domain.toUpperCase() : domain}`,
				expect: { kind: "wrapper", installation: installation.id, command, list },
				why,
			});
		const member = `canary-${installation.id}`;
		const byExim = verpOf(system, installation).strategy === "exim";
		deliveries.push({
			sender: `${list}-bounces@${domain}`,
			recipient: `${member}@${OUTSIDE}`,
			expect: {
				kind: "sink",
				sender: `${list}-bounces${byExim ? `+${member}=${OUTSIDE}` : ""}@${domain}`,
			},
			why: byExim ? "VERP by Exim" : "List mail to a member",
		});
		whole++;
	}
	return deliveries;
}

/** The lists that a canary's stand-in homes must have, by installation id. */
export const canaryLists = (deliveries: readonly CanaryDelivery[]): Record<string, string> =>
	Object.fromEntries(
		deliveries.flatMap(({ expect }) =>
			expect.kind === "wrapper" ? [[expect.installation, expect.list]] : [],
		),
	);

/** Recipients on one message of a canary. */
const MAX_RECIPIENTS = 50;

/** Deliveries that can share a message: those with the same sender that follow one another. */
function messages(deliveries: readonly CanaryDelivery[], most = MAX_RECIPIENTS): CanaryDelivery[][] {
	const grouped: CanaryDelivery[][] = [];
	for (const delivery of deliveries) {
		const last = grouped.at(-1);
		if (last && last[0]?.sender === delivery.sender && last.length < most) last.push(delivery);
		else grouped.push([delivery]);
	}
	return grouped;
}

const dialogueOf = (grouped: readonly CanaryDelivery[][]): string =>
	[
		"EHLO localhost",
		...grouped.flatMap((one) => [
			`MAIL FROM:<${one[0]?.sender ?? ""}>`,
			...one.map(({ recipient }) => `RCPT TO:<${recipient}>`),
			"DATA",
			`From: ${one[0]?.sender ?? STRANGER}`,
			"Subject: Listkeeper's canary",
			"",
			"A message that shows where mail would go.",
			".",
		]),
		"QUIT",
	]
		.map((line) => `${line}\r\n`)
		.join("");

/**
 * What to write to the stdin of `exim -bs -odi -oMa 127.0.0.1`: without a sending host on loopback the VERP router
 * does not take the mail. One message for recipients of the same sender.
 */
export const smtpDialogue = (deliveries: readonly CanaryDelivery[]): string =>
	dialogueOf(messages(deliveries));

/**
 * The same in as many dialogues as needed: Exim leaves on the queue what comes on one connection after
 * `smtp_accept_queue_per_connection` messages, and puts off what comes on one message after `recipients_max`
 * recipients. In: the deliveries and those limits; 0 is none.
 */
export function smtpDialogues(
	deliveries: readonly CanaryDelivery[],
	perConnection: number,
	recipientsMax = 0,
): string[] {
	const grouped = messages(deliveries, Math.min(MAX_RECIPIENTS, recipientsMax || MAX_RECIPIENTS));
	const size = perConnection === 0 ? grouped.length : perConnection;
	const dialogues: string[] = [];
	for (let at = 0; at < grouped.length; at += size) dialogues.push(dialogueOf(grouped.slice(at, at + size)));
	return dialogues;
}
