import { z } from "zod";
import { BOUNCES } from "../bounces";
import { whenUnknown, whenUnknownParameter } from "../parameters";
import type { PolicyRule } from "../rule";

const settings = z.strictObject({ on: z.boolean(), whenUnknown });
type Settings = z.infer<typeof settings>;

export const senderVerification: PolicyRule<Settings> = {
	id: "senderVerification",
	title: "Verify that senders can be answered",
	does: "Refuses mail whose envelope sender has a domain that takes no mail; spares every -bounces address.",
	wanted: "Nearly always: what can't be answered can't be bounced either.",
	cost: "One or two DNS questions for each message; up to about 6 seconds while DNS doesn't answer.",
	falsePositives: "Machines that send with a made-up domain as envelope sender.",
	source: 'HOWTO, "Incoming message checks"',
	phase: "rcpt",
	settings,
	defaults: { on: false, whenUnknown: "accept" },
	example: { on: true, whenUnknown: "accept" },
	parameters: [whenUnknownParameter("whenUnknown", "DNS")],
	requires: [{ kind: "service", name: "dns", reason: "The sender's domain is looked up." }],
	excludes: [],
	render: (s, spare) => ({
		rcpt: [
			"deny domains = +local_domains",
			`     !local_parts = ${BOUNCES}`,
			...spare.all,
			`     !verify = sender${s.whenUnknown === "accept" ? "/defer_ok" : ""}`,
			"     message = The sender $sender_address can't be answered: $acl_verify_message",
		],
	}),
	cases: () => {
		const from = (name: string, sender: string, local: string, code: 2 | 5) => ({
			name,
			from: "192.0.2.10",
			sender,
			recipients: [`${local}@{domain}`],
			needsService: true as const,
			expect: { phase: "rcpt", code } as const,
		});
		return [
			from("a sender of a domain that doesn't exist is refused", "someone@no-domain.example", "{list}", 5),
			from("a sender that can be answered is taken", "someone@{outside}", "{list}", 2),
			from("the null sender is taken", "", "{list}-bounces", 2),
			from(
				"a bounce with a made-up sender reaches the bounce handler",
				"someone@no-domain.example",
				"{list}-bounces+user=example.com",
				2,
			),
		];
	},
};
