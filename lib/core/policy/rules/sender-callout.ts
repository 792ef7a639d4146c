import { z } from "zod";
import { BOUNCES } from "../bounces";
import type { PolicyRule } from "../rule";

const settings = z.strictObject({
	on: z.boolean(),
	timeoutSeconds: z
		.int({ error: "The callout time-out must be a whole number of seconds." })
		.min(5, "The callout time-out must be at least 5 seconds.")
		.max(120, "The callout time-out must be at most 120 seconds: the client is waiting."),
});

export const senderCallout: PolicyRule<z.infer<typeof settings>> = {
	id: "senderCallout",
	title: "Ask the sender's host whether the sender exists",
	does: "Before accepting a recipient, asks the sender's mail host whether it would take mail for the sender; spares every -bounces address.",
	wanted: "When forged senders are most of what arrives and scanning is too dear.",
	cost: "One more connection for each new sender, and up to the time-out of waiting.",
	falsePositives:
		"Senders whose hosts refuse callouts. Some administrators regard callouts as abuse and list hosts that make them.",
	source: 'HOWTO, "SMTP callbacks"',
	phase: "rcpt",
	settings,
	defaults: { on: false, timeoutSeconds: 30 },
	example: { on: true, timeoutSeconds: 30 },
	parameters: [
		{
			name: "timeoutSeconds",
			label: "Time-out",
			help: "How long a sender's host may take to answer. A host that can't be reached is let through (defer_ok).",
			kind: "number",
			unit: "seconds",
		},
	],
	requires: [{ kind: "service", name: "dns", reason: "A callout looks up the sender's MX." }],
	excludes: [],
	// The first defer_ok is for DNS, the second for the host that is asked.
	render: (s, spare) => ({
		rcpt: [
			"deny domains = +local_domains",
			`     !local_parts = ${BOUNCES}`,
			...spare.all,
			`     !verify = sender/defer_ok/callout=${s.timeoutSeconds}s,maxwait=${s.timeoutSeconds}s,defer_ok`,
		],
	}),
	cases: () => [
		{
			name: "a bounce from a host that uses a non-null sender still reaches the bounce handler",
			from: "192.0.2.10",
			sender: "nobody@{outside}",
			recipients: ["{list}-bounces+user=example.com@{domain}"],
			expect: { phase: "rcpt", code: 2 },
		},
		...[
			{ name: "a sender that its own host doesn't know is refused", local: "liar", code: 5 } as const,
			{ name: "a sender that its host knows is taken", local: "someone", code: 2 } as const,
			{ name: "a sender whose host can't say now is taken", local: "busy", code: 2 } as const,
		].map(({ name, local, code }) => ({
			name,
			from: "192.0.2.10",
			sender: `${local}@{outside}`,
			recipients: ["{list}@{domain}"],
			needsService: true as const,
			expect: { phase: "rcpt", code } as const,
		})),
	],
};
