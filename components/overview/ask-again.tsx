"use client";

import { useActionState } from "react";
import { SubmitButton } from "@/components/ui/submit-button";
import { askAgainAction } from "@/lib/hosts/actions";
import { untouched } from "@/lib/kernel/form-state";

/** Asks the host now instead of showing what it said a moment ago. */
export function AskAgain({
	hostId,
	disabledReason,
	label = "Ask again",
}: {
	hostId: string;
	disabledReason: string | null;
	label?: string;
}) {
	const [state, action] = useActionState(askAgainAction, untouched);
	return (
		<form action={action} className="grid justify-items-end gap-1">
			<input type="hidden" name="hostId" value={hostId} />
			<SubmitButton look="plain" working="Asking…" disabledReason={disabledReason}>
				{label}
			</SubmitButton>
			{state.message && state.status !== "done" ? (
				<p role="alert" className="max-w-sm text-right text-danger">
					✕ {state.message}
				</p>
			) : null}
		</form>
	);
}
