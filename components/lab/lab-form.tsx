"use client";

import { useActionState } from "react";
import { Card, CardTitle } from "@/components/ui/card";
import { DiagnosisNotice } from "@/components/ui/diagnosis-notice";
import { Field, Input, Textarea } from "@/components/ui/field";
import { Notice } from "@/components/ui/status";
import { SubmitButton } from "@/components/ui/submit-button";
import { untouched } from "@/lib/kernel/form-state";
import { playAction } from "@/lib/lab/actions";
import type { LabState } from "@/lib/lab/schema";
import { LabAnswers } from "./lab-answers";
import { SaveSession } from "./save-session";

const NOT_PLAYED: LabState = { ...untouched, played: null };

const LINES = [
	{ name: "from", label: "Client's address", help: "127.0.0.1 is Mailman itself" },
	{ name: "helo", label: "Client's name", help: "What it says in EHLO" },
	{ name: "sender", label: "Envelope sender", help: "<> is the null sender of bounces" },
	{ name: "size", label: "Announced size", help: "In bytes, with MAIL; empty, none is" },
] as const;

/** A session to describe, and what each configuration said to it. In: what a sample fills the fields with. */
export function LabForm({
	hostId,
	fields,
	disabledReason,
	saveReason,
}: {
	hostId: string;
	fields: Readonly<Record<string, string>>;
	disabledReason: string | null;
	/** Why one may not save; null where one may. */
	saveReason: string | null;
}) {
	const [state, action] = useActionState(playAction, NOT_PLAYED);
	const typed = (name: string) => String(state.values[name] ?? fields[name] ?? "");
	return (
		<div className="grid gap-6">
			<Card aria-label="The session">
				<CardTitle>The session</CardTitle>
				<form action={action} className="grid gap-4">
					<input type="hidden" name="hostId" value={hostId} />
					<div className="grid items-start gap-4 sm:grid-cols-2 xl:grid-cols-4">
						{LINES.map(({ name, label, help }) => (
							<Field key={name} name={name} label={label} help={help} error={state.fieldErrors[name]}>
								{(wiring) => (
									<Input
										{...wiring}
										mono
										autoComplete="off"
										autoCapitalize="none"
										spellCheck={false}
										defaultValue={typed(name)}
									/>
								)}
							</Field>
						))}
					</div>
					<div className="grid items-start gap-4 md:grid-cols-[1fr_2fr]">
						<Field
							name="recipients"
							label="Recipients"
							help="One or several, a line each"
							error={state.fieldErrors.recipients}
						>
							{(wiring) => (
								<Textarea
									{...wiring}
									mono
									rows={4}
									autoCapitalize="none"
									spellCheck={false}
									defaultValue={typed("recipients")}
								/>
							)}
						</Field>
						<Field
							name="data"
							label="Message"
							help="Header, an empty line, and the text; paste a whole one. Empty, the session ends before DATA."
							error={state.fieldErrors.data}
						>
							{(wiring) => (
								<Textarea {...wiring} mono rows={8} spellCheck={false} defaultValue={typed("data")} />
							)}
						</Field>
					</div>
					<div>
						<SubmitButton working="Asking Exim…" disabledReason={disabledReason}>
							Ask Exim
						</SubmitButton>
					</div>
					{state.diagnosis ? <DiagnosisNotice diagnosis={state.diagnosis} /> : null}
					{state.status === "refused" && state.message ? (
						<Notice tone="danger" title={state.message} role="alert" />
					) : null}
				</form>
			</Card>
			{state.played ? <LabAnswers hostId={hostId} played={state.played} /> : null}
			{state.played ? (
				<SaveSession
					hostId={hostId}
					played={state.values}
					verdict={(state.played.proposed ?? state.played.live)?.verdict ?? "accepted"}
					disabledReason={saveReason}
				/>
			) : null}
		</div>
	);
}
