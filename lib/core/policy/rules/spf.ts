import { z } from "zod";
import { BOUNCES } from "../bounces";
import type { PolicyRule } from "../rule";

const settings = z.strictObject({
	on: z.boolean(),
	refuse: z.enum(["fail", "softfail"], { error: "Choose which SPF results are refused." }),
});
type Settings = z.infer<typeof settings>;

export const spf: PolicyRule<Settings> = {
	id: "spf",
	title: "Check SPF",
	does: "Refuses mail from a client that the sender's domain says may not send for it; spares every -bounces address. Without an answer from DNS mail is let through.",
	wanted: "When senders are forged from domains that publish a strict SPF record.",
	cost: "One to ten DNS questions for each message.",
	falsePositives:
		"Mail that somebody's forwarding brings here comes from a client that the record doesn't name.",
	source: "RFC 7208; Exim specification, ch. 58",
	phase: "rcpt",
	settings,
	defaults: { on: false, refuse: "fail" },
	example: { on: true, refuse: "fail" },
	parameters: [
		{
			name: "refuse",
			label: "Refuse",
			help: "A softfail (~all) is the domain's wish not to have its mail refused for it.",
			kind: "choice",
			choices: [
				{ value: "fail", label: "what the domain forbids (fail)" },
				{ value: "softfail", label: "also what it doubts (softfail)" },
			],
		},
	],
	requires: [
		{ kind: "feature", name: "SPF", reason: "Exim itself reads the record." },
		{ kind: "service", name: "dns", reason: "The record is in DNS." },
	],
	excludes: [],
	render: (s, spare) => ({
		rcpt: [
			"deny domains = +local_domains",
			"     !hosts = +§loopback",
			`     !local_parts = ${BOUNCES}`,
			...spare.all,
			`     spf = ${s.refuse === "fail" ? "fail" : "fail : softfail"}`,
			"     message = SPF: $sender_host_address may not send mail for $sender_address_domain",
		],
	}),
	cases: () => {
		const from = (name: string, client: string, sender: string, local: string, code: 2 | 5) => ({
			name,
			from: client,
			sender,
			recipients: [`${local}@{domain}`],
			needsService: true as const,
			expect: { phase: "rcpt", code } as const,
		});
		return [
			from(
				"a client that the record forbids is refused",
				"192.0.2.10",
				"someone@spf-fail.example",
				"{list}",
				5,
			),
			from("a client that the record names is taken", "192.0.2.40", "someone@spf-fail.example", "{list}", 2),
			from("a domain without a record is taken", "192.0.2.10", "someone@{outside}", "{list}", 2),
			from(
				"a bounce reaches the bounce handler",
				"192.0.2.10",
				"someone@spf-fail.example",
				"{list}-bounces",
				2,
			),
		];
	},
};
