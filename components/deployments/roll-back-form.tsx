"use client";

import { useActionState } from "react";
import { SubmitButton } from "@/components/ui/submit-button";
import { rollBackAction } from "@/lib/deployments/actions";
import { untouched } from "@/lib/kernel/form-state";

/** Makes a kept release live again; it is proved like any other first. */
export function RollBackForm({
	hostId,
	number,
	live,
	disabledReason,
	label,
}: {
	hostId: string;
	number: number;
	/** The id that is live as this page knows it. */
	live: string;
	disabledReason: string | null;
	label: string;
}) {
	const [state, action] = useActionState(rollBackAction, untouched);
	return (
		<form action={action} className="grid justify-items-end gap-1">
			<input type="hidden" name="hostId" value={hostId} />
			<input type="hidden" name="number" value={number} />
			<input type="hidden" name="live" value={live} />
			<SubmitButton look="plain" working="Starting…" disabledReason={disabledReason}>
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
