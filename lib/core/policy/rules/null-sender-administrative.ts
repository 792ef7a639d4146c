import { z } from "zod";
import type { PolicyRule } from "../rule";

const settings = z.strictObject({ on: z.boolean() });

export const nullSenderAdministrative: PolicyRule<z.infer<typeof settings>> = {
	id: "nullSenderAdministrative",
	title: "Refuse bounces to administrative addresses",
	does: "Refuses mail with the null sender to -admin, -join, -leave, -owner, -request, -subscribe and -unsubscribe.",
	wanted: "Nearly always: Mailman never sends with these as envelope sender.",
	cost: "None.",
	falsePositives: "Broken mail systems that send ordinary mail with the null sender to an owner.",
	source: 'HOWTO, "Mailman specific ACL checks"',
	phase: "rcpt",
	settings,
	defaults: { on: true },
	example: { on: true },
	parameters: [],
	requires: [],
	excludes: [],
	// What stands behind a VERP bounce's + is a member's address, whatever it ends in.
	render: () => ({
		rcpt: [
			"deny senders = :",
			"     domains = +§mm_domains",
			"     local_parts = \\N^(?!.*-bounces\\+).*-(admin|join|leave|owner|request|subscribe|unsubscribe)$\\N",
			"     message = Recipient never sends mail so cannot cause bounces",
		],
	}),
	cases: () => [
		{
			name: "a bounce to -request is refused",
			from: "192.0.2.10",
			sender: "",
			recipients: ["{list}-request@{domain}"],
			expect: { phase: "rcpt", code: 5, text: "Recipient never sends mail so cannot cause bounces" },
		},
		{
			name: "a VERP bounce is accepted",
			from: "192.0.2.10",
			sender: "",
			recipients: ["{list}-bounces+user=example.com@{domain}"],
			expect: { phase: "rcpt", code: 2 },
		},
	],
};
