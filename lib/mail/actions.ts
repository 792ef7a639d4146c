"use server";

import { z } from "zod";
import { askForResult } from "@/lib/hosts/connection";
import { hostWithStatus } from "@/lib/hosts/loaders";
import { toldBefore } from "@/lib/hosts/told-before";
import { hostAction } from "@/lib/kernel/action";
import { HostFailed, Refused } from "@/lib/kernel/errors";
import { formValues } from "@/lib/kernel/form-state";
import type { SendState } from "./schema";

const address = (field: string) =>
	z
		.string()
		.trim()
		.max(512, `${field} is longer than 512 characters.`)
		.regex(/^[^\p{Cc}]*$/u, `${field} has a control character.`);

const sendForm = z.object({
	as: z.enum(["outside", "mailman"], { error: "Choose who sends." }),
	sender: address("The sender").transform((sender) => (sender === "<>" ? "" : sender)),
	recipients: z
		.string()
		.transform((text) => text.split(/[\s,]+/).filter((one) => one !== ""))
		.pipe(
			z
				.array(address("A recipient"))
				.min(1, "Name at least one recipient, as in announce@list.example.com.")
				.max(100, "At most 100 recipients go on one message."),
		),
	subject: address("The subject").pipe(z.string().max(200, "The subject is longer than 200 characters.")),
});

/** Hands a message to the rehearsal host's Exim. The dialogue comes back whether it was taken or not. */
export async function sendAction(before: SendState, form: FormData): Promise<SendState> {
	let dialogue: readonly string[] = [];
	const send = hostAction({
		action: "mail.send",
		permission: "mail.send",
		schema: sendForm,
		work: async (access, message) => {
			const { connection } = await hostWithStatus(access);
			if (connection.kind !== "rehearsal")
				throw Refused.form("Only a rehearsal host takes messages from here.");
			const sent = await toldBefore(
				access,
				{ action: "mail.send", subject: message.recipients.join(", ").slice(0, 200) },
				{ action: "mail.send-end" },
				async () =>
					askForResult(connection, { verb: "send", ...message }, access.person.name, { silenceMs: 60_000 }),
				({ accepted }) => ({ accepted }),
			);
			dialogue = sent.dialogue;
			const answer = sent.dialogue.findLast((line) => /^S: [45]/.test(line))?.slice(3);
			if (!sent.accepted)
				throw new HostFailed({
					code: "mail-refused",
					sentence: "Exim refused the message.",
					remedy: answer
						? `It said “${answer}”. The policy, or an address that leads nowhere, is behind it; the dialogue below shows at which point.`
						: "The dialogue below shows at which point.",
					place: null,
					setting: null,
					said: [],
				});
			return {
				message: answer
					? "Exim took the message, but not for every recipient: the dialogue below says which it refused."
					: "Exim took the message. What it does with it appears below in a moment.",
			};
		},
	});
	// The next message is mostly the same but for a word: what was typed stays.
	return { ...(await send(before, form)), values: formValues(form), dialogue };
}
