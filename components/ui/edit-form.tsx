"use client";

import { type ReactNode, useActionState } from "react";
import { type FormState, untouched } from "@/lib/kernel/form-state";
import { ConflictNotice, type FieldNames } from "./conflict-notice";
import { DiagnosisNotice } from "./diagnosis-notice";
import { Notice, Status } from "./status";
import { SubmitButton } from "./submit-button";

/** What a form's fields are filled with: as typed after a refusal, else as they stand. */
export type Fill = {
	text: (name: string) => string;
	checked: (name: string) => boolean;
	error: (name: string) => string | undefined;
	/** What the last sending came to; for a form that shows more of it than its fields' sentences. */
	state: FormState;
};

/** The values that a form shows. */
export function fillOf(state: FormState, fields: Readonly<Record<string, string>>): Fill {
	// A box that is off sends nothing: after a refusal its absence is what was typed.
	const refilled = state.status !== "idle" && state.status !== "done";
	const text = (name: string) => {
		const value = refilled ? (state.values[name] ?? "") : (fields[name] ?? "");
		return typeof value === "string" ? value : value.join("\n");
	};
	return {
		text,
		checked: (name) => text(name) === "on",
		error: (name) => state.fieldErrors[name],
		state,
	};
}

/** What became of the last sending, where it isn't said beside a field. */
export function FormOutcome({ state }: { state: FormState }) {
	if (state.diagnosis) return <DiagnosisNotice diagnosis={state.diagnosis} />;
	if (state.status === "done" && state.message)
		return (
			<p role="status">
				<Status tone="success">{state.message}</Status>
			</p>
		);
	if (state.status !== "conflict" && state.message)
		return <Notice tone="danger" role="alert" title={state.message} />;
	if (state.status === "refused" && Object.keys(state.fieldErrors).length > 0)
		return (
			<p role="alert">
				<Status tone="danger">Not saved. What to mend is written beside the field.</Status>
			</p>
		);
	return null;
}

/** What became of the last sending, and the button that sends; in a conflict that choice takes its place. */
export const SaveRow = ({
	fill,
	mayNot,
	working = "Saving…",
	look = "primary",
	children,
}: {
	fill: Fill;
	mayNot: string | null;
	working?: string;
	look?: "primary" | "plain" | "danger";
	children: ReactNode;
}) => (
	<div className="grid gap-3">
		<FormOutcome state={fill.state} />
		{fill.state.conflict ? null : (
			<div className="flex flex-wrap items-center gap-3">
				<SubmitButton look={look} working={working} disabledReason={mayNot}>
					{children}
				</SubmitButton>
				{/* A title alone is nothing to a finger; those who hear the page have it on the button. */}
				{mayNot ? (
					<span aria-hidden="true" className="text-muted">
						{mayNot}
					</span>
				) : null}
			</div>
		)}
	</div>
);

/**
 * A form that edits something on a host and carries the revision it was made from.
 * A refusal keeps what was typed; where somebody saved first, both versions are shown and the person chooses.
 */
export function EditForm({
	action,
	hostId,
	revision,
	fields,
	names,
	here,
	hidden = {},
	className,
	onEdit,
	children,
}: {
	action: (before: FormState, form: FormData) => Promise<FormState>;
	hostId: string;
	revision?: number;
	/** What stands now, as the fields hold it. */
	fields: Readonly<Record<string, string>>;
	names: FieldNames;
	/** The page's own address. */
	here: string;
	hidden?: Readonly<Record<string, string>>;
	className?: string;
	/** Called with what the form holds whenever a field changes. */
	onEdit?: (form: FormData) => void;
	children: (fill: Fill) => ReactNode;
}) {
	const [state, send] = useActionState(action, untouched);
	const fill = fillOf(state, fields);
	return (
		<form
			action={send}
			className={className}
			onChange={onEdit && ((event) => onEdit(new FormData(event.currentTarget)))}
		>
			<input type="hidden" name="hostId" value={hostId} />
			{Object.entries(hidden).map(([name, value]) => (
				<input key={name} type="hidden" name={name} value={value} />
			))}
			{revision === undefined ? null : (
				<input type="hidden" name="revision" value={state.conflict?.revision ?? revision} />
			)}
			{children(fill)}
			{state.conflict ? (
				<ConflictNotice conflict={state.conflict} typed={fill.text} names={names} here={here} />
			) : null}
		</form>
	);
}
