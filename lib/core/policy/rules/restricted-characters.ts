import { z } from "zod";
import type { PolicyRule } from "../rule";

const settings = z.strictObject({ on: z.boolean() });

export const restrictedCharacters: PolicyRule<z.infer<typeof settings>> = {
	id: "restrictedCharacters",
	title: "Refuse restricted characters in addresses",
	does: "Refuses recipients here with one of @ % ! / | in the local part, whoever asks; spares a member's address in a VERP bounce.",
	wanted: "Always: no list has such a name, and these characters were used to break into mail systems.",
	cost: "None.",
	falsePositives: "None on a list host.",
	source: "Exim's default configuration: acl_check_rcpt",
	phase: "rcpt",
	settings,
	defaults: { on: true },
	example: { on: true },
	parameters: [],
	requires: [],
	excludes: [],
	render: () => ({
		rcpt: [
			"deny domains = +local_domains",
			"     local_parts = ! \\N^[^@%!/|]+-bounces\\+\\N : \\N^.*[@%!/|]\\N",
			"     message = restricted characters in address",
		],
	}),
	cases: () => [
		{
			name: "a path in place of a list is refused",
			from: "192.0.2.10",
			sender: "someone@{outside}",
			recipients: ["{list}/../{list}@{domain}"],
			expect: { phase: "rcpt", code: 5, text: "restricted characters in address" },
		},
		{
			name: "a VERP bounce with a member's slash is taken",
			from: "192.0.2.10",
			sender: "",
			recipients: ["{list}-bounces+a/b=example.com@{domain}"],
			expect: { phase: "rcpt", code: 2 },
		},
	],
};
