"use client";

import { useActionState } from "react";
import { Field, Input, Select } from "@/components/ui/field";
import { Notice } from "@/components/ui/status";
import { SubmitButton } from "@/components/ui/submit-button";
import { type FormValues, untouched } from "@/lib/kernel/form-state";
import { saveSessionAction } from "@/lib/lab/actions";

const FIELDS = ["from", "helo", "sender", "size", "recipients", "data"] as const;

/** Keeps the session that was just played. In: its fields, and what it came to. */
export function SaveSession({
	hostId,
	played,
	verdict,
	disabledReason,
}: {
	hostId: string;
	played: FormValues;
	verdict: string;
	disabledReason: string | null;
}) {
	const [state, action] = useActionState(saveSessionAction, untouched);
	const typed = (name: string, otherwise: string) => String(state.values[name] ?? otherwise);
	return (
		<form action={action} aria-label="Save this session" className="grid gap-3">
			<input type="hidden" name="hostId" value={hostId} />
			{FIELDS.map((name) => (
				<textarea key={name} hidden readOnly name={name} value={String(played[name] ?? "")} />
			))}
			<div className="flex flex-wrap items-start gap-4">
				<Field name="title" label="Save this session as" error={state.fieldErrors.title} className="grow">
					{(wiring) => (
						<Input {...wiring} autoComplete="off" maxLength={100} defaultValue={typed("title", "")} />
					)}
				</Field>
				<Field name="expect" label="It must be" error={state.fieldErrors.expect}>
					{(wiring) => (
						<Select {...wiring} defaultValue={typed("expect", verdict)}>
							<option value="accepted">accepted</option>
							<option value="put off">put off</option>
							<option value="refused">refused</option>
						</Select>
					)}
				</Field>
			</div>
			<div>
				<SubmitButton look="plain" working="Saving…" disabledReason={disabledReason}>
					Save the session
				</SubmitButton>
			</div>
			{state.message ? (
				<Notice
					tone={state.status === "done" ? "success" : "danger"}
					title={state.message}
					role={state.status === "done" ? "status" : "alert"}
				/>
			) : null}
		</form>
	);
}
