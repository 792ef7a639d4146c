import { z } from "zod";
import type { PolicyRule } from "../rule";

const settings = z.strictObject({ on: z.boolean() });

export const trustLoopback: PolicyRule<z.infer<typeof settings>> = {
	id: "trustLoopback",
	title: "Trust mail from this host early",
	does: "Accepts every recipient from 127.0.0.1 and ::1 before any other rule.",
	wanted:
		"Always, on a list host: Mailman hands its mail to Exim over loopback, up to hundreds of recipients at a time.",
	cost: "None. It saves a routing of every recipient, and DNS questions about the signatures of posts.",
	falsePositives: "None, unless people without an account can run programs on this host.",
	source: 'HOWTO, "Receiver verification"',
	phase: "rcpt",
	settings,
	defaults: { on: true },
	example: { on: true },
	parameters: [],
	requires: [],
	excludes: [],
	// Posts keep their authors' DKIM signatures; checking each once more on its way out asks DNS for nothing.
	render: () => ({
		rcpt: ["accept hosts = +§loopback", ".ifdef _HAVE_DKIM", "     control = dkim_disable_verify", ".endif"],
	}),
	cases: () => [
		{
			name: "Mailman's own mail to an outside member is accepted over IPv4",
			from: "127.0.0.1",
			sender: "{list}-bounces@{domain}",
			recipients: ["member@{outside}"],
			expect: { phase: "rcpt", code: 2 },
		},
		{
			name: "Mailman's own mail to an outside member is accepted over IPv6",
			from: "::1",
			sender: "{list}-bounces@{domain}",
			recipients: ["member@{outside}"],
			expect: { phase: "rcpt", code: 2 },
		},
	],
};
