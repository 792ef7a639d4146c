"use client";

import { useActionState } from "react";
import { SubmitButton } from "@/components/ui/submit-button";
import { discardAllAction, discardChangeAction } from "@/lib/changes/actions";
import { type FormState, untouched } from "@/lib/kernel/form-state";

const Refusal = ({ state }: { state: FormState }) =>
	state.message && state.status !== "done" ? (
		<p role="alert" className="text-danger">
			✕ {state.message}
		</p>
	) : null;

/** Takes one change back to what is live. */
export function DiscardChange({
	hostId,
	setting,
	seen,
	what,
	disabledReason,
}: {
	hostId: string;
	setting: string;
	seen: string;
	/** The change in a few words, for those who hear only the button. */
	what: string;
	disabledReason: string | null;
}) {
	const [state, action] = useActionState(discardChangeAction, untouched);
	return (
		<form action={action} className="grid gap-1 sm:justify-items-end">
			<input type="hidden" name="hostId" value={hostId} />
			<input type="hidden" name="setting" value={setting} />
			<input type="hidden" name="seen" value={seen} />
			<SubmitButton look="plain" working="Discarding…" disabledReason={disabledReason}>
				Discard<span className="sr-only">: {what}</span>
			</SubmitButton>
			<Refusal state={state} />
		</form>
	);
}

/** Takes everything back to what is live; asks once more, since it can't be undone. */
export function DiscardAll({
	hostId,
	seen,
	liveNumber,
	disabledReason,
}: {
	hostId: string;
	seen: string;
	liveNumber: number;
	disabledReason: string | null;
}) {
	const [state, action] = useActionState(discardAllAction, untouched);
	return (
		<details id="discard" className="rounded-lg border bg-surface px-4 py-2">
			<summary className="min-h-7 cursor-pointer leading-7 font-medium">Discard all changes</summary>
			<form action={action} className="grid justify-items-start gap-2 py-2">
				<input type="hidden" name="hostId" value={hostId} />
				<input type="hidden" name="seen" value={seen} />
				<p>
					Every setting goes back to what release {liveNumber} says, for everybody. The host isn't touched.
					What was discarded can be read in the audit and nowhere else.
				</p>
				<SubmitButton look="danger" working="Discarding…" disabledReason={disabledReason}>
					Discard all and keep release {liveNumber}
				</SubmitButton>
				<Refusal state={state} />
			</form>
		</details>
	);
}
