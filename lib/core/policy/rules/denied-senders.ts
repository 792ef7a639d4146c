import { z } from "zod";
import { expanded } from "../../render/exim/escape";
import { entries, senderPattern } from "../parameters";
import type { PolicyRule } from "../rule";

const settings = z
	.strictObject({
		on: z.boolean(),
		senders: entries(senderPattern, "sender"),
		message: z
			.string()
			.min(1, "Say why, in a few words: the sender reads it in a bounce.")
			.max(200, "The wording is at most 200 characters long.")
			.regex(/^[\x20-\x7e]+$/, "The wording is one line of plain ASCII: SMTP carries nothing else."),
	})
	.refine((s) => !s.on || s.senders.length > 0, {
		path: ["on"],
		error: "Name a sender to refuse first, and save that.",
	});
type Settings = z.infer<typeof settings>;

const senderItem = (pattern: string): string => pattern.split("*").map(expanded).join("*");
/** An address that a pattern fits. */
const fitting = (pattern: string): string => pattern.replace("@*.", "@any.").replace(/^\*@/, "someone@");

export const deniedSenders: PolicyRule<Settings> = {
	id: "deniedSenders",
	title: "Refuse senders by pattern",
	does: "Refuses mail whose envelope sender is one of those named here, or belongs to a domain named here.",
	wanted: "For a sender that keeps writing whatever a list's own filters say.",
	cost: "None.",
	falsePositives: "All of a domain is refused where one of its users was meant.",
	source: "Exim specification, ch. 43: senders",
	phase: "mail",
	settings,
	defaults: { on: false, senders: [], message: "This host takes no mail from this sender" },
	example: {
		on: true,
		senders: ["pest@away.example", "*@spam.example", "*@*.spam.example"],
		message: 'No mail from you: {why}, 50% "sure"',
	},
	parameters: [
		{
			name: "senders",
			label: "Refused senders",
			help: "Envelope senders, one a line: user@example.com, *@example.com, or *@*.example.com.",
			kind: "lines",
		},
		{ name: "message", label: "Wording", help: "What the sender's host is told.", kind: "text" },
	],
	requires: [],
	excludes: [],
	render: (s, spare) => ({
		mail: [
			`deny senders = ${s.senders.map(senderItem).join(" : ")}`,
			...spare.hosts,
			`     message = ${expanded(s.message)}`,
		],
	}),
	cases: (s) => [
		...s.senders.slice(0, 3).map((pattern) => ({
			name: `${pattern} is refused`,
			from: "192.0.2.10",
			sender: fitting(pattern),
			recipients: ["{list}@{domain}"],
			expect: { phase: "mail", code: 5, text: s.message } as const,
		})),
		{
			name: "a bounce is taken",
			from: "192.0.2.10",
			sender: "",
			recipients: ["{list}-bounces@{domain}"],
			expect: { phase: "mail", code: 2 },
		},
	],
};
