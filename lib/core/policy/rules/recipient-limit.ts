import { z } from "zod";
import { whole } from "../parameters";
import type { PolicyRule } from "../rule";

const settings = z.strictObject({ on: z.boolean(), recipients: whole("The most recipients", 5, 1000) });
type Settings = z.infer<typeof settings>;

export const recipientLimit: PolicyRule<Settings> = {
	id: "recipientLimit",
	title: "Limit the recipients of a message",
	does: "Asks clients to send a message's further recipients separately once there are more than the limit; spares list mail.",
	wanted: "When strangers try out many addresses at once.",
	cost: "None.",
	falsePositives: "None that loses mail: a mail system sends the rest in another transaction.",
	source: "RFC 5321, 4.5.3.1.10: 452 too many recipients",
	phase: "rcpt",
	settings,
	defaults: { on: false, recipients: 100 },
	example: { on: true, recipients: 5 },
	parameters: [
		{
			name: "recipients",
			label: "Most recipients",
			help: "RFC 5321 asks a server to take at least 100. Refused ones count too.",
			kind: "number",
		},
	],
	requires: [],
	excludes: [],
	render: (s, spare) => ({
		rcpt: [
			`defer condition = \${if >{$rcpt_count}{${s.recipients}}}`,
			"     !hosts = +§loopback",
			...spare.all,
			"     message = 452 too many recipients",
		],
	}),
	cases: (s) => {
		const many = (count: number) => Array.from({ length: count }, () => "{list}@{domain}");
		return [
			{
				name: "a recipient over the limit is put off",
				from: "192.0.2.10",
				sender: "someone@{outside}",
				recipients: many(s.recipients + 1),
				expect: { phase: "rcpt", code: 4, text: "too many recipients" },
			},
			{
				name: "the last recipient within it is taken",
				from: "192.0.2.10",
				sender: "someone@{outside}",
				recipients: many(s.recipients),
				expect: { phase: "rcpt", code: 2 },
			},
			{
				name: "list mail may have any number",
				from: "127.0.0.1",
				sender: "{list}-bounces@{domain}",
				recipients: Array.from({ length: s.recipients + 1 }, (_, i) => `member-${i}@{outside}`),
				expect: { phase: "rcpt", code: 2 },
			},
		];
	},
};
