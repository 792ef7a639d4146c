import { z } from "zod";
import { BOUNCES } from "../bounces";
import { whole } from "../parameters";
import type { PolicyRule } from "../rule";

const settings = z.strictObject({
	on: z.boolean(),
	perHour: whole("The most recipients an hour", 5, 100_000),
});
type Settings = z.infer<typeof settings>;

/**
 * For whom it counts. A session of `exim -bh` comes over no connection: it counts for itself alone, since what is tried
 * must not use up what a real client may send.
 */
const COUNTED = "${if def:received_ip_address{$sender_host_address}{tried $pid}}";

export const rateLimit: PolicyRule<Settings> = {
	id: "rateLimit",
	title: "Limit each client's rate",
	does: "Puts off a client's mail while it has addressed more than so many recipients here within an hour; spares list mail and bounces.",
	wanted: "When single machines flood the lists.",
	cost: "A small database on disk is read and written for each recipient.",
	falsePositives:
		"Large providers send from few addresses: set the limit well above what the largest of them sends on a busy day. What is put off arrives later.",
	source: "Exim specification, ch. 43: ratelimit",
	phase: "rcpt",
	settings,
	defaults: { on: false, perHour: 500 },
	example: { on: true, perHour: 5 },
	parameters: [
		{
			name: "perHour",
			label: "Most recipients an hour",
			help: "Averaged, for each client address. Bounces don't count: after one post a provider may send hundreds.",
			kind: "number",
		},
	],
	requires: [],
	excludes: [],
	render: (s, spare) => ({
		rcpt: [
			"defer domains = +local_domains",
			"     !hosts = +§loopback",
			`     !local_parts = ${BOUNCES}`,
			...spare.all,
			`     ratelimit = ${s.perHour} / 1h / per_rcpt / leaky / ${COUNTED}`,
			"     message = Too much mail from your host within an hour; try again later",
		],
	}),
	cases: (s) => {
		const many = (address: string) => Array.from({ length: s.perHour + 2 }, () => address);
		return [
			{
				name: "a client over its rate is put off",
				from: "192.0.2.30",
				sender: "someone@{outside}",
				recipients: many("{list}@{domain}"),
				needsService: true,
				expect: { phase: "rcpt", code: 4, text: "Too much mail" },
			},
			{
				name: "a burst of bounces is taken",
				from: "192.0.2.31",
				sender: "",
				recipients: many("{list}-bounces+user=example.com@{domain}"),
				needsService: true,
				expect: { phase: "rcpt", code: 2 },
			},
			{
				name: "list mail is taken at any rate",
				from: "127.0.0.1",
				sender: "{list}-bounces@{domain}",
				recipients: many("member@{outside}"),
				needsService: true,
				expect: { phase: "rcpt", code: 2 },
			},
		];
	},
};
