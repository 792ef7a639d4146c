import { z } from "zod";
import { message, posted } from "../header-cases";
import { scannerAddress, seconds, whenUnknown, whenUnknownParameter } from "../parameters";
import type { PolicyRule } from "../rule";
import { EICAR } from "../samples";

const settings = z.strictObject({
	on: z.boolean(),
	scanner: scannerAddress,
	timeoutSeconds: seconds("The scanner's time-out", 2, 300),
	whenUnknown,
});
type Settings = z.infer<typeof settings>;

const service = { needsService: true } as const;

export const viruses: PolicyRule<Settings> = {
	id: "viruses",
	title: "Refuse viruses",
	does: "Has clamd look at every message from outside, and refuses those in which it finds a virus. What Mailman sends is never scanned.",
	wanted: "Nearly always: an infected machine of one member would reach all others through a list.",
	cost: "A scan of each message from outside, about 10 ms to a second; clamd needs about 1.5 GB of memory.",
	falsePositives: "Rare, and mostly with additional signatures for phishing and scams.",
	source: 'HOWTO, "Content scanning"',
	phase: "data",
	settings,
	defaults: {
		on: false,
		scanner: "/run/clamav/clamd.ctl",
		timeoutSeconds: 60,
		whenUnknown: "defer",
	},
	example: { on: true, scanner: "127.0.0.1 3310", timeoutSeconds: 5, whenUnknown: "defer" },
	parameters: [
		{
			name: "scanner",
			label: "Where clamd listens",
			help: "A socket, as in /run/clamav/clamd.ctl, where clamd's user must be in Exim's group to read the message; or an address and a port, as in 127.0.0.1 3310.",
			kind: "text",
		},
		{
			name: "timeoutSeconds",
			label: "Time-out",
			help: "How long clamd may take for one message.",
			kind: "number",
			unit: "seconds",
		},
		whenUnknownParameter("whenUnknown", "clamd"),
	],
	requires: [
		{ kind: "feature", name: "Content_Scanning", reason: "Exim asks the scanner itself." },
		{ kind: "service", name: "clamd", reason: "It looks at the messages." },
	],
	excludes: [],
	render: (s, spare) => ({
		main: [`av_scanner = clamd:${s.scanner}`],
		data: [
			"deny !hosts = +§loopback",
			...spare.all,
			`     malware = */${s.whenUnknown === "accept" ? "defer_ok/" : ""}tmo=${s.timeoutSeconds}s`,
			"     message = This message contains a virus: $malware_name",
		],
	}),
	cases: () => [
		posted("EICAR in the body is refused", message({ body: EICAR }), 5, {
			...service,
			expect: { phase: "data", code: 5, text: "contains a virus" },
		}),
		posted("an ordinary message is taken", message({}), 2, service),
		posted("a bounce that carries EICAR is refused", message({ body: EICAR }), 5, {
			...service,
			sender: "",
			recipients: ["{list}-bounces@{domain}"],
		}),
		posted("what Mailman sends is never scanned", message({ body: EICAR }), 2, {
			...service,
			from: "127.0.0.1",
			sender: "{list}-bounces@{domain}",
			recipients: ["member@{outside}"],
		}),
	],
};
