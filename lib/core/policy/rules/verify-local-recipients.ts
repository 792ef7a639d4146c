import { z } from "zod";
import type { PolicyRule } from "../rule";

const settings = z.strictObject({ on: z.boolean() });

export const verifyLocalRecipients: PolicyRule<z.infer<typeof settings>> = {
	id: "verifyLocalRecipients",
	title: "Verify recipients of local domains",
	does: "Accepts mail for a domain of this host only if the address can be delivered; other domains' recipients are not verified.",
	wanted: "Always: without it mail to unknown lists is accepted first and bounced later, to forged senders.",
	cost: "One routing of each local recipient, without DNS.",
	falsePositives: "None.",
	source: 'HOWTO, "Receiver verification"',
	phase: "rcpt",
	settings,
	defaults: { on: true },
	example: { on: true },
	parameters: [],
	requires: [],
	excludes: [],
	// The HOWTO's accept … endpass, turned round: rules that cost more come after it.
	render: () => ({
		rcpt: ["deny domains = +local_domains", "     message = unknown user", "     !verify = recipient"],
	}),
	cases: () => [
		{
			name: "a list that doesn't exist is refused",
			from: "192.0.2.10",
			sender: "someone@{outside}",
			recipients: ["no-such-list@{domain}"],
			expect: { phase: "rcpt", code: 5, text: "unknown user" },
		},
		{
			name: "a post from outside is accepted",
			from: "192.0.2.10",
			sender: "someone@{outside}",
			recipients: ["{list}@{domain}"],
			expect: { phase: "rcpt", code: 2 },
		},
	],
};
