import { z } from "zod";
import { expanded } from "../../render/exim/escape";
import { entries, hostBlock, senderPattern } from "../parameters";
import type { PolicyRule } from "../rule";

const settings = z
	.strictObject({
		on: z.boolean(),
		hosts: entries(hostBlock, "host"),
		senders: entries(senderPattern, "sender"),
	})
	.refine((s) => !s.on || s.hosts.length + s.senders.length > 0, {
		path: ["on"],
		error: "Name a host or a sender to spare first, and save that.",
	});
type Settings = z.infer<typeof settings>;

/** The address before which nothing in a sender's pattern needs quoting but its wildcard. */
const senderItem = (pattern: string): string => pattern.split("*").map(expanded).join("*");

/** Renders nothing in an ACL of its own: every rule that judges clients or senders names these lists. */
export const exemptions: PolicyRule<Settings> = {
	id: "exemptions",
	title: "Spare trusted hosts and senders",
	does: "Mail from the hosts and senders named here passes every rule that judges clients, senders or content; it still needs a recipient that exists, and is still not relayed.",
	wanted: "For partners whose mail a rule would hit wrongly, and for a mail gateway of one's own.",
	cost: "None.",
	falsePositives:
		"It lets mail in rather than keep it out. An envelope sender is easily forged, so prefer to name hosts.",
	source: "Exim specification, ch. 10: host and address lists",
	phase: "connect",
	settings,
	defaults: { on: false, hosts: [], senders: [] },
	example: { on: true, hosts: ["192.0.2.20", "2001:db8::/32"], senders: ["*@partner.example"] },
	parameters: [
		{
			name: "hosts",
			label: "Trusted hosts",
			help: "IP addresses and blocks, one a line.",
			kind: "lines",
		},
		{
			name: "senders",
			label: "Trusted senders",
			help: "Envelope senders, one a line: user@example.com, *@example.com, or *@*.example.com. A client's name and a message's size are judged without them.",
			kind: "lines",
		},
	],
	requires: [],
	excludes: [],
	render: (s) => ({
		main: [
			...(s.hosts.length > 0 ? [`hostlist §exempt_hosts = <; ${s.hosts.join(" ; ")}`] : []),
			...(s.senders.length > 0
				? [`addresslist §exempt_senders = ${s.senders.map(senderItem).join(" : ")}`]
				: []),
		],
	}),
	cases: (s) =>
		s.hosts.slice(0, 1).map((block) => ({
			name: "a trusted host still can't write to a list that doesn't exist",
			from: block.replace(/\/.*$/, ""),
			sender: "someone@{outside}",
			recipients: ["no-such-list@{domain}"],
			expect: { phase: "rcpt", code: 5 },
		})),
};
