import { type Letter, type Route, sendLetters } from "@/host/rehearsal/send";
import { TOP_LEVEL_GROUPS, topLevelGroup } from "@/lib/core/planner/queue";
import { connectionSizes } from "@/lib/core/planner/queued";
import { type MailSystem, mailSystem, newMailSystem } from "@/lib/core/system/mail-system";
import type { DeliveryTuning } from "@/lib/core/system/tuning";
import type { VerpSettings, VerpStrategy } from "@/lib/core/system/verp";
import type { ListHost } from "./list-host";

/** What Mailman hands to Exim for one post, played: who is on which message, from whom, on which connection. */
const BOUNCES = { local: "news-bounces", domain: "lists.example.com" };
/** Connections at a time. Mailman has one; it makes no difference to what is counted. */
const AT_A_TIME = 4;

const grouped = (members: readonly string[]): string[][] =>
	Array.from({ length: TOP_LEVEL_GROUPS }, (_, group) =>
		members.filter((member) => topLevelGroup(member) === group),
	);

/** The share of the members in each group. */
export const topLevelShares = (members: readonly string[]): number[] =>
	grouped(members).map((group) => group.length / members.length);

/** A host with one list domain, `lists.example.com`. */
export function listSystem(
	host: ListHost,
	verp: Pick<VerpSettings, "strategy" | "interval">,
	tuning: DeliveryTuning,
): MailSystem {
	const plain = newMailSystem("postmaster@outside.example");
	return mailSystem.parse({
		...plain,
		verp: { ...plain.verp, ...verp },
		tuning,
		domains: [{ name: "lists.example.com", installation: "com" }],
		installations: [
			{
				id: "com",
				prefix: host.layout.com,
				user: host.runtime.user,
				group: host.runtime.group,
				python: "/usr/bin/python3",
				webHost: "www.example.com",
			},
		],
	});
}

/** A post as it leaves Mailman: so many bytes on the wire, header and body. */
export function postOf(wireBytes: number): string {
	const head = [
		"From: someone@outside.example",
		"To: news@lists.example.com",
		"Subject: [News] A measured post",
		"Date: Sun, 22 Nov 2026 20:00:00 +0000",
		"Message-ID: <measured.1@outside.example>",
		"X-BeenThere: news@lists.example.com",
		"X-Mailman-Version: 2.1.39",
		"Precedence: list",
		"List-Id: <news.lists.example.com>",
		"List-Post: <mailto:news@lists.example.com>",
		"Errors-To: news-bounces@lists.example.com",
		'Sender: "News" <news-bounces@lists.example.com>',
		"",
		"",
	].join("\n");
	const line = `${"Lorem ipsum dolor sit amet ".repeat(3).slice(0, 72)}\n`;
	let text = head;
	const wire = (of: string) => of.length + (of.match(/\n/g)?.length ?? 0);
	while (wire(text) + wire(line) + 2 <= wireBytes) text += line;
	return `${text}${"x".repeat(wireBytes - wire(text) - 2)}\n`;
}

/** The messages Mailman makes of a post. */
function lettersOf(
	members: readonly string[],
	data: string,
	strategy: VerpStrategy,
	smtpMaxRcpts: number,
): Letter[] {
	const { local, domain } = BOUNCES;
	if (strategy === "mailman")
		return members.map((member) => ({
			sender: `${local}+${member.replace("@", "=")}@${domain}`,
			recipients: [member],
			data,
		}));
	return grouped(members).flatMap((group) =>
		Array.from({ length: Math.ceil(group.length / smtpMaxRcpts) }, (_, at) => ({
			sender: `${local}@${domain}`,
			recipients: group.slice(at * smtpMaxRcpts, (at + 1) * smtpMaxRcpts),
			data,
		})),
	);
}

/** Hands a post for so many members to Exim. Throws where Exim doesn't take a message or a recipient. */
export async function handOver(
	route: Route,
	members: readonly string[],
	data: string,
	strategy: VerpStrategy,
	tuning: DeliveryTuning,
) {
	const letters = lettersOf(members, data, strategy, tuning.smtpMaxRcpts);
	let at = 0;
	const connections = connectionSizes(letters.length, tuning.smtpMaxSessionsPerConnection).map((size) => {
		at += size;
		return letters.slice(at - size, at);
	});
	const next = connections[Symbol.iterator]();
	const work = async () => {
		for (const connection of next)
			for (const sent of await sendLetters(route, connection))
				if (!sent.accepted || sent.recipients.some((answer) => !answer.startsWith("2")))
					throw new Error(`Exim did not take a message: ${sent.dialogue.join("\n")}`);
	};
	await Promise.all(Array.from({ length: AT_A_TIME }, work));
}
