"use client";

import { useActionState } from "react";
import { SubmitButton } from "@/components/ui/submit-button";
import { untouched } from "@/lib/kernel/form-state";
import { removeTestAction } from "@/lib/tests/actions";

export function RemoveTest({
	hostId,
	id,
	address,
	disabledReason,
}: {
	hostId: string;
	id: string;
	address: string;
	disabledReason: string | null;
}) {
	const [state, action] = useActionState(removeTestAction, untouched);
	return (
		<form action={action}>
			<input type="hidden" name="hostId" value={hostId} />
			<input type="hidden" name="id" value={id} />
			<SubmitButton look="quiet" working="Removing…" disabledReason={disabledReason}>
				Remove<span className="sr-only"> the test of {address}</span>
			</SubmitButton>
			{state.message && state.status !== "done" ? (
				<p role="alert" className="text-danger">
					✕ {state.message}
				</p>
			) : null}
		</form>
	);
}
