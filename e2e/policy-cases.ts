import { DOUBTFUL } from "@/host/policy/testing/scanners";
import type { RuleId } from "@/lib/core/policy/registry";
import { EICAR, GTUBE } from "@/lib/core/policy/samples";
import type { SentSession } from "./policy-host";

const DOMAIN = "list.example.com";
const LIST = `news@${DOMAIN}`;
const OUTSIDE = "outside.example";

/** What shows one rule's switch: how it is set, what it answers to which session, and whom it spares instead. */
export type SwitchCase = {
	/** Parameters to set on the page before it is switched on, by name. */
	set?: Readonly<Record<string, unknown>>;
	session: SentSession;
	/** While it is on. For a rule that spares: what the session is answered as long as it is off. */
	answer: string;
	/** For a rule that spares: the rule it is spared from. */
	spares?: RuleId;
	/** Exim is told who calls: SPF's library takes every loopback address for this host itself. */
	told?: true;
	/** A second message that is let through with a mark, and the mark. */
	marks?: { session: SentSession; header: string };
};

type Ports = { clamd: number; spamd: number };

/** Every rule's case. Each has a client of its own, so that limits count no other's mail. */
export function switchCases({ clamd, spamd }: Ports): Record<RuleId, SwitchCase> {
	let client = 0;
	const post = (more: Partial<SentSession> & { from_?: string; header?: string; body?: string } = {}) => {
		const { from_ = `someone@${OUTSIDE}`, header = "", body = "A test.", ...session } = more;
		client += 1;
		const data = `From: ${from_}\nTo: ${LIST}\n${header}Subject: case ${client}\n\n${body}\n`;
		return {
			from: `127.0.3.${client}`,
			helo: `mail.${OUTSIDE}`,
			sender: `someone@${OUTSIDE}`,
			recipients: [LIST],
			data,
			...session,
		};
	};
	const many = (count: number, recipient: string) => Array.from({ length: count }, () => recipient);
	return {
		exemptions: {
			set: { hosts: ["127.0.5.0/24"], senders: [`partner@${OUTSIDE}`] },
			session: post({ from: "127.0.5.7", sender: `pest@${OUTSIDE}` }),
			answer: "550 No pests",
			spares: "deniedSenders",
		},
		heloChecks: {
			set: { unqualified: true },
			session: post({ helo: "desktop-7" }),
			answer: "550 The name in HELO must be a full host name with a dot",
		},
		messageSize: {
			set: { megabytes: 1 },
			session: post({ size: 2_000_000 }),
			answer: "552 Message size exceeds maximum permitted",
		},
		deniedSenders: {
			set: { senders: [`pest@${OUTSIDE}`], message: 'No pests: {why}, 50% "sure"' },
			session: post({ sender: `pest@${OUTSIDE}` }),
			answer: '550 No pests: {why}, 50% "sure"',
		},
		restrictedCharacters: {
			session: post({ recipients: [`news/../${LIST}`] }),
			answer: "550 restricted characters in address",
		},
		trustLoopback: {
			session: post({ from: "127.0.0.1", recipients: [`no-such-list@${DOMAIN}`] }),
			answer: "550 ",
			spares: "verifyLocalRecipients",
		},
		nullSenderPosting: {
			session: post({ sender: "" }),
			answer: "550 Recipient never sends mail so cannot cause bounces",
		},
		nullSenderAdministrative: {
			session: post({ sender: "", recipients: [`news-request@${DOMAIN}`] }),
			answer: "550 Recipient never sends mail so cannot cause bounces",
		},
		verifyLocalRecipients: {
			session: post({ recipients: [`no-such-list@${DOMAIN}`] }),
			answer: "550 unknown user",
		},
		recipientLimit: {
			set: { recipients: 8 },
			// Bounces, which the rate doesn't count.
			session: post({ recipients: many(9, `news-bounces@${DOMAIN}`) }),
			answer: "452 too many recipients",
		},
		rateLimit: {
			set: { perHour: 5 },
			session: post({ recipients: many(7, LIST) }),
			answer: "451 Too much mail from your host within an hour; try again later",
		},
		dnsLists: {
			set: { refuse: ["refuse.dnsl.example", "broken.dnsl.example"], mark: ["mark.dnsl.example"] },
			session: post({ from: "127.0.2.66" }),
			answer: "550 127.0.2.66 is listed at refuse.dnsl.example: see the tests",
			marks: { session: post({ from: "127.0.2.68" }), header: "X-DNS-List: mark.dnsl.example" },
		},
		spf: {
			session: post({ from: "192.0.2.50", sender: "someone@spf-fail.example" }),
			answer: "550 SPF: 192.0.2.50 may not send mail for spf-fail.example",
			told: true,
		},
		senderVerification: {
			session: post({ sender: `no-such-list@${DOMAIN}` }),
			answer: `The sender no-such-list@${DOMAIN} can't be answered`,
		},
		senderCallout: {
			session: post({ sender: `liar@${OUTSIDE}` }),
			answer: "Sender verify failed",
		},
		headerSyntax: {
			session: post({ header: "Cc: <someone@outside.example\n" }),
			answer: "An address in the header is malformed",
		},
		requiredDkim: {
			set: { domains: ["signs.example"] },
			session: post({ from_: "boss@signs.example" }),
			answer: "550 The domain in From always signs, and this has no good DKIM signature of it",
		},
		headerSender: {
			session: post({ from_: `no-such-list@${DOMAIN}` }),
			answer: "Nobody can be answered at the addresses in the header",
		},
		viruses: {
			set: { scanner: `127.0.0.1 ${clamd}` },
			session: post({ body: EICAR }),
			answer: "550 This message contains a virus: Eicar-Test",
		},
		spam: {
			set: { scanner: `127.0.0.1 ${spamd}`, refuseAbove: 100, markAbove: 20 },
			session: post({ body: GTUBE }),
			answer: "550 This message looks like spam",
			marks: { session: post({ body: DOUBTFUL }), header: "X-Spam-Flag: YES" },
		},
		headerCallout: {
			session: post({ from_: `liar@${OUTSIDE}` }),
			answer: "The header's author is unknown at its own mail host",
		},
	};
}
