import { z } from "zod";
import { whole } from "../parameters";
import type { PolicyRule } from "../rule";

const settings = z.strictObject({ on: z.boolean(), megabytes: whole("The largest message", 1, 1000) });
type Settings = z.infer<typeof settings>;

const BYTES_A_MEGABYTE = 1024 * 1024;

export const messageSize: PolicyRule<Settings> = {
	id: "messageSize",
	title: "Limit the size of messages",
	does: "Refuses messages that are larger than the limit: at MAIL where the client announces the size, after DATA else.",
	wanted: "When a list's members can't be sent what one person may attach. Exim's own limit is 50 MB.",
	cost: "None.",
	falsePositives:
		"A list with a larger limit of its own (max_message_size) never gets to hold what is refused here.",
	source: "Exim specification, ch. 14: message_size_limit; RFC 1870",
	phase: "mail",
	settings,
	defaults: { on: false, megabytes: 20 },
	example: { on: true, megabytes: 1 },
	parameters: [
		{
			name: "megabytes",
			label: "Largest message",
			help: "Attachments grow by a third on their way. Mail from this host has no limit: Mailman adds footers to what was taken.",
			kind: "number",
			unit: "MB",
		},
	],
	requires: [],
	excludes: [],
	// Expanded once a connection, when the client's address is known; 0 is no limit.
	render: (s, spare) => {
		const spared = ["{eq{$sender_host_address}{}}", "{match_ip{$sender_host_address}{+§loopback}}"];
		if (spare.hosts.some((line) => line.includes("+§exempt_hosts")))
			spared.push("{match_ip{$sender_host_address}{+§exempt_hosts}}");
		return { main: [`message_size_limit = \${if or{${spared.join("")}}{0}{${s.megabytes}M}}`] };
	},
	cases: (s) => {
		const announced = (name: string, from: string, size: number, code: 2 | 5) => ({
			name,
			from,
			sender: from === "127.0.0.1" ? "{list}-bounces@{domain}" : "someone@{outside}",
			size,
			recipients: ["{list}@{domain}"],
			expect: { phase: "mail", code } as const,
		});
		const limit = s.megabytes * BYTES_A_MEGABYTE;
		return [
			announced(
				"a message over the limit is refused as soon as its size is announced",
				"192.0.2.10",
				limit + 1,
				5,
			),
			announced("a message of half the limit is taken", "192.0.2.10", Math.floor(limit / 2), 2),
			announced("Mailman's own mail has no limit", "127.0.0.1", limit * 2, 2),
		];
	},
};
