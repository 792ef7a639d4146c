"use client";

import { useRouter } from "next/navigation";
import { useActionState, useEffect, useRef } from "react";
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

/** After a message was taken the page looks for its arrival this often, and so many times at most. */
const LOOK_MS = 700;
const LOOKS = 15;

/** A message as a stranger would send it, or as Mailman hands its own to Exim. */
export function SendForm({
	hostId,
	example,
	newest,
	disabledReason,
}: {
	hostId: string;
	/** A list that is there, to begin with. */
	example: { list: string; domain: string } | null;
	/** When the newest message shown was received, ms since 1970. */
	newest: number;
	disabledReason: string | null;
}) {
	const [state, action] = useActionState(sendAction, NOT_SENT);
	useArrival(state, newest);
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

/** Draws the page again after sending until something newer has arrived, or it has waited long enough. */
function useArrival(state: SendState, newest: number) {
	const router = useRouter();
	const latest = useRef(newest);
	latest.current = newest;
	useEffect(() => {
		if (state.status !== "done") return;
		const before = latest.current;
		let looks = 0;
		const timer = setInterval(() => {
			// One more look after the first arrival: several recipients arrive one after another.
			if (latest.current > before) looks = Math.max(looks, LOOKS - 2);
			if (looks++ >= LOOKS) clearInterval(timer);
			else router.refresh();
		}, LOOK_MS);
		return () => clearInterval(timer);
	}, [state, router]);
}
