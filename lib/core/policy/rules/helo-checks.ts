import { z } from "zod";
import type { PolicyRule } from "../rule";

const settings = z
	.strictObject({
		on: z.boolean(),
		ownName: z.boolean(),
		bareAddress: z.boolean(),
		unqualified: z.boolean(),
	})
	.refine((s) => !s.on || s.ownName || s.bareAddress || s.unqualified, {
		path: ["on"],
		error: "Choose at least one of its checks first, and save that.",
	});
type Settings = z.infer<typeof settings>;

/** A client that begins without HELO would pass all of these, so that is asked for too, at MAIL. */
export const heloChecks: PolicyRule<Settings> = {
	id: "heloChecks",
	title: "Check the client's name",
	does: "Refuses clients that greet with this host's own name, a bare IP address or a name without a dot, or that don't greet at all.",
	wanted: "When much of what arrives comes from infected machines: they often greet like this.",
	cost: "None: no DNS is asked.",
	falsePositives: "Appliances and scripts that send mail themselves often greet with a name without a dot.",
	source: "RFC 5321, 4.1.1.1 and 4.1.4",
	phase: "helo",
	settings,
	defaults: { on: false, ownName: true, bareAddress: true, unqualified: false },
	example: { on: true, ownName: true, bareAddress: true, unqualified: true },
	parameters: [
		{
			name: "ownName",
			label: "Refuse this host's own names",
			help: "Its host name and its list domains. Nobody else has a right to them.",
			kind: "boolean",
		},
		{
			name: "bareAddress",
			label: "Refuse a bare IP address",
			help: "An address must stand in brackets, as in [192.0.2.1].",
			kind: "boolean",
		},
		{
			name: "unqualified",
			label: "Refuse a name without a dot",
			help: "As in “localhost” or “desktop-7”. Hits the most machines wrongly.",
			kind: "boolean",
		},
	],
	requires: [],
	excludes: [],
	render: (s, spare) => {
		const deny = (condition: string, message: string) => [
			`deny condition = ${condition}`,
			...spare.hosts,
			`     message = ${message}`,
		];
		return {
			helo: [
				...(s.ownName
					? deny("${if match_domain{$sender_helo_name}{+local_domains}}", "That is my own name; use yours")
					: []),
				...(s.bareAddress
					? deny("${if isip{$sender_helo_name}}", "An IP address in HELO must stand in brackets")
					: []),
				...(s.unqualified
					? deny(
							"${if !match{$sender_helo_name}{\\N[.:]\\N}}",
							"The name in HELO must be a full host name with a dot",
						)
					: []),
			],
			mail: deny("${if eq{$sender_helo_name}{}}", "Begin with EHLO or HELO"),
		};
	},
	cases: (s) => {
		const greeting = (name: string, helo: string, refused: boolean) => ({
			name,
			from: "192.0.2.10",
			helo,
			sender: "someone@{outside}",
			recipients: ["{list}@{domain}"],
			expect: refused ? ({ phase: "helo", code: 5 } as const) : ({ phase: "helo", code: 2 } as const),
		});
		return [
			greeting("an ordinary name is taken", "mail.{outside}", false),
			greeting("an address in brackets is taken", "[192.0.2.10]", false),
			...(s.ownName ? [greeting("one of this host's own domains is refused", "{domain}", true)] : []),
			...(s.bareAddress ? [greeting("a bare IP address is refused", "192.0.2.10", true)] : []),
			...(s.unqualified ? [greeting("a name without a dot is refused", "desktop-7", true)] : []),
			{
				name: "Mailman greets as it likes",
				from: "127.0.0.1",
				helo: "localhost",
				sender: "{list}-bounces@{domain}",
				recipients: ["member@{outside}"],
				expect: { phase: "helo", code: 2 },
			},
		];
	},
};
