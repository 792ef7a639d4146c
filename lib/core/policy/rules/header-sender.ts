import { z } from "zod";
import { NOT_TO_BOUNCES } from "../bounces";
import { message, posted } from "../header-cases";
import { whenUnknown, whenUnknownParameter } from "../parameters";
import type { PolicyRule } from "../rule";

const settings = z.strictObject({ on: z.boolean(), whenUnknown });
type Settings = z.infer<typeof settings>;

const service = { needsService: true } as const;

export const headerSender: PolicyRule<Settings> = {
	id: "headerSender",
	title: "Verify who the header says wrote it",
	does: "Refuses messages of which none of Sender, Reply-To and From is an address that can be answered; spares bounces.",
	wanted: "When posts arrive that nobody could answer: readers see these addresses, not the envelope's.",
	cost: "One or two DNS questions for each message; up to about 6 seconds while DNS doesn't answer.",
	falsePositives: "Machines' reports from a made-up From, and messages without any of the three.",
	source: 'HOWTO, "Incoming message checks"',
	phase: "data",
	settings,
	defaults: { on: false, whenUnknown: "accept" },
	example: { on: true, whenUnknown: "accept" },
	parameters: [whenUnknownParameter("whenUnknown", "DNS")],
	requires: [{ kind: "service", name: "dns", reason: "The addresses' domains are looked up." }],
	excludes: [],
	render: (s, spare) => ({
		data: [
			"deny !senders = :",
			NOT_TO_BOUNCES,
			...spare.all,
			`     !verify = header_sender${s.whenUnknown === "accept" ? "/defer_ok" : ""}`,
			"     message = Nobody can be answered at the addresses in the header: $acl_verify_message",
		],
	}),
	cases: () => [
		posted(
			"a From of a domain that doesn't exist is refused",
			message({ from: "x@no-domain.example" }),
			5,
			service,
		),
		posted("a From that can be answered is taken", message({}), 2, service),
		posted(
			"one of the three that can be answered is enough",
			message({ from: "x@no-domain.example", more: ["Reply-To: someone@{outside}"] }),
			2,
			service,
		),
		posted(
			"a bounce is taken, whoever the header says wrote it",
			message({ from: "x@no-domain.example" }),
			2,
			{
				...service,
				sender: "",
				recipients: ["{list}-bounces+user=example.com@{domain}"],
			},
		),
	],
};
