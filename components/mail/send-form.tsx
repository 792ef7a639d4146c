"use client";

import { useRouter } from "next/navigation";
import { useActionState, useEffect } from "react";
import { Card, CardTitle } from "@/components/ui/card";
import { DiagnosisNotice } from "@/components/ui/diagnosis-notice";
import { Field, Input, Textarea } from "@/components/ui/field";
import { LogLines } from "@/components/ui/mono";
import { Notice } from "@/components/ui/status";
import { SubmitButton } from "@/components/ui/submit-button";
import { untouched } from "@/lib/kernel/form-state";
import { sendAction } from "@/lib/mail/actions";
import type { SendState } from "@/lib/mail/schema";

const NOT_SENT: SendState = { ...untouched, dialogue: [] };

/** A message as a stranger would send it, or as Mailman hands its own to Exim. */
export function SendForm({
	hostId,
	example,
	disabledReason,
}: {
	hostId: string;
	/** A list that is there, to begin with. */
	example: { list: string; domain: string } | null;
	disabledReason: string | null;
}) {
	const [state, action] = useActionState(sendAction, NOT_SENT);
	useArrival(hostId, state);
	const typed = (name: string, otherwise: string) => String(state.values[name] ?? otherwise);
	const post = example ? `${example.list}@${example.domain}` : "";
	return (
		<Card aria-label="Send a message">
			<CardTitle>Send a message</CardTitle>
			<form action={action} className="grid gap-4">
				<input type="hidden" name="hostId" value={hostId} />
				<fieldset className="flex flex-wrap gap-x-6 gap-y-1">
					<legend className="mb-1 font-medium">As whom</legend>
					{[
						{ value: "outside", label: "An outsider", help: "passes the whole policy" },
						{ value: "mailman", label: "Mailman", help: "by loopback, trusted: its mail goes out" },
					].map(({ value, label, help }) => (
						<label key={value} className="flex min-h-7 items-center gap-2">
							<input
								type="radio"
								name="as"
								value={value}
								defaultChecked={typed("as", "outside") === value}
								className="size-4 accent-accent"
							/>
							{label} <span className="text-muted">{help}</span>
						</label>
					))}
				</fieldset>
				<div className="grid items-start gap-4 md:grid-cols-2">
					<Field
						name="sender"
						label="Envelope sender"
						error={state.fieldErrors.sender}
						help={
							example
								? `For a list post out of Mailman: ${example.list}-bounces@${example.domain}; <> is the null sender`
								: "<> is the null sender"
						}
					>
						{(wiring) => (
							<Input
								{...wiring}
								mono
								autoComplete="off"
								autoCapitalize="none"
								spellCheck={false}
								defaultValue={typed("sender", "someone@outside.example")}
							/>
						)}
					</Field>
					<Field
						name="recipients"
						label="Recipients"
						error={state.fieldErrors.recipients}
						help="One or several, a line each or with commas between"
					>
						{(wiring) => (
							<Textarea
								{...wiring}
								mono
								rows={2}
								className="min-h-14"
								autoCapitalize="none"
								spellCheck={false}
								defaultValue={typed("recipients", post)}
							/>
						)}
					</Field>
					<Field name="subject" label="Subject" error={state.fieldErrors.subject}>
						{(wiring) => (
							<Input
								{...wiring}
								maxLength={200}
								autoComplete="off"
								defaultValue={typed("subject", "A rehearsal")}
							/>
						)}
					</Field>
				</div>
				<div>
					<SubmitButton working="Sending…" disabledReason={disabledReason}>
						Send the message
					</SubmitButton>
				</div>
				{state.diagnosis ? <DiagnosisNotice diagnosis={state.diagnosis} /> : null}
				{state.status === "refused" && state.message ? (
					<Notice tone="danger" title={state.message} role="alert" />
				) : null}
				{state.status === "done" && state.message ? (
					<Notice tone="success" title={state.message} role="status" />
				) : null}
				{state.dialogue.length > 0 ? <LogLines lines={state.dialogue} label="The SMTP dialogue" /> : null}
			</form>
		</Card>
	);
}

/** After a message was taken, draws the page again each time something arrives. */
function useArrival(hostId: string, state: SendState) {
	const router = useRouter();
	useEffect(() => {
		if (state.status !== "done") return;
		const source = new EventSource(`/hosts/${hostId}/mail/stream`);
		source.addEventListener("received", () => router.refresh());
		source.addEventListener("end", () => source.close());
		source.onerror = () => source.close();
		return () => source.close();
	}, [hostId, state, router]);
}
