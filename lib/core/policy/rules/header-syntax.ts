import { z } from "zod";
import { NOT_TO_BOUNCES } from "../bounces";
import { message, posted } from "../header-cases";
import type { PolicyRule } from "../rule";

const settings = z.strictObject({ on: z.boolean() });

export const headerSyntax: PolicyRule<z.infer<typeof settings>> = {
	id: "headerSyntax",
	title: "Check the addresses in the header",
	does: "Refuses messages with a malformed address in From, Sender, Reply-To, To, Cc or Bcc; spares bounces.",
	wanted: "When members' own mail systems refuse such posts: each refusal counts as that member's bounce.",
	cost: "None: no DNS is asked.",
	falsePositives:
		"Old programs that write a name with a comma or a dot unquoted, or “undisclosed recipients” without its colon.",
	source: 'HOWTO, "Incoming message checks"',
	phase: "data",
	settings,
	defaults: { on: false },
	example: { on: true },
	parameters: [],
	requires: [],
	excludes: [],
	render: (_, spare) => ({
		data: [
			"deny !senders = :",
			NOT_TO_BOUNCES,
			...spare.all,
			"     !verify = header_syntax",
			"     message = An address in the header is malformed: $acl_verify_message",
		],
	}),
	cases: () => [
		posted("a header address without an end is refused", message({ more: ["Cc: <someone@{outside}"] }), 5),
		posted("an ordinary message is taken", message({}), 2),
		posted("a bounce is taken, whatever its header", message({ more: ["Cc: <someone@{outside}"] }), 2, {
			sender: "",
			recipients: ["{list}-bounces@{domain}"],
		}),
		posted(
			"a bounce with a sender reaches the bounce handler, whatever its header",
			message({ more: ["Cc: <someone@{outside}"] }),
			2,
			{ recipients: ["{list}-bounces+user=example.com@{domain}"] },
		),
	],
};
