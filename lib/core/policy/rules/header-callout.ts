import { z } from "zod";
import { NOT_TO_BOUNCES } from "../bounces";
import { message, posted } from "../header-cases";
import { seconds } from "../parameters";
import type { PolicyRule } from "../rule";

const settings = z.strictObject({ on: z.boolean(), timeoutSeconds: seconds("The callout time-out", 5, 120) });
type Settings = z.infer<typeof settings>;

const service = { needsService: true } as const;

export const headerCallout: PolicyRule<Settings> = {
	id: "headerCallout",
	title: "Ask whether the header's author exists",
	does: "Asks the mail hosts of Sender, Reply-To and From whether one of these addresses would take mail, and refuses the message if none would; spares bounces. A host that can't be reached is let through.",
	wanted:
		"Seldom, and only beside the callout on the envelope sender, when forgeries come with a good envelope.",
	cost: "Up to three more connections for each message, and up to the time-out of waiting for each.",
	falsePositives:
		"More than the callout on the envelope sender: many reports and newsletters come from an address that takes no mail. Some administrators regard callouts as abuse.",
	source: 'HOWTO, "SMTP callbacks"',
	phase: "data",
	settings,
	defaults: { on: false, timeoutSeconds: 30 },
	example: { on: true, timeoutSeconds: 5 },
	parameters: [
		{
			name: "timeoutSeconds",
			label: "Time-out",
			help: "How long a host may take to answer. A host that can't be reached is let through (defer_ok).",
			kind: "number",
			unit: "seconds",
		},
	],
	requires: [{ kind: "service", name: "dns", reason: "A callout looks up the address's MX." }],
	excludes: [],
	render: (s, spare) => ({
		data: [
			"deny !senders = :",
			NOT_TO_BOUNCES,
			...spare.all,
			`     !verify = header_sender/defer_ok/callout=${s.timeoutSeconds}s,maxwait=${s.timeoutSeconds}s,defer_ok`,
			"     message = The header's author is unknown at its own mail host: $acl_verify_message",
		],
	}),
	cases: () => [
		posted(
			"a From that its own host doesn't know is refused",
			message({ from: "liar@{outside}" }),
			5,
			service,
		),
		posted("a From that its host knows is taken", message({}), 2, service),
		posted("a From whose host can't say now is taken", message({ from: "busy@{outside}" }), 2, service),
		posted("a bounce is taken without a question", message({ from: "liar@{outside}" }), 2, {
			...service,
			sender: "",
			recipients: ["{list}-bounces@{domain}"],
		}),
	],
};
