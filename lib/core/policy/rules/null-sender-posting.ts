import { z } from "zod";
import type { PolicyRule } from "../rule";

const settings = z.strictObject({ on: z.boolean() });

export const nullSenderPosting: PolicyRule<z.infer<typeof settings>> = {
	id: "nullSenderPosting",
	title: "Refuse bounces to posting addresses",
	does: "Refuses mail with the null sender to a list's posting address.",
	wanted:
		"Nearly always: a list never sends with its posting address as envelope sender, so a bounce to it answers a forgery.",
	cost: "One look at the list's directory for each such recipient.",
	falsePositives: "Broken mail systems that send ordinary mail with the null sender.",
	source: 'HOWTO, "Mailman specific ACL checks"',
	phase: "rcpt",
	settings,
	defaults: { on: true },
	example: { on: true },
	parameters: [],
	requires: [],
	excludes: [],
	render: () => ({
		rcpt: [
			"deny senders = :",
			"     domains = +§mm_domains",
			"     local_parts = +§mm_lists",
			"     condition = ${if exists{§LISTS/$local_part_data/config.pck}}",
			"     message = Recipient never sends mail so cannot cause bounces",
		],
	}),
	cases: () => [
		{
			name: "a bounce to the posting address is refused",
			from: "192.0.2.10",
			sender: "",
			recipients: ["{list}@{domain}"],
			expect: { phase: "rcpt", code: 5, text: "Recipient never sends mail so cannot cause bounces" },
		},
		{
			name: "a bounce to the bounce address is accepted",
			from: "192.0.2.10",
			sender: "",
			recipients: ["{list}-bounces@{domain}"],
			expect: { phase: "rcpt", code: 2 },
		},
	],
};
