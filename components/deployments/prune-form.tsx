"use client";

import { useActionState } from "react";
import { DiagnosisNotice } from "@/components/ui/diagnosis-notice";
import { Field, Input } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { pruneAction } from "@/lib/deployments/actions";
import { untouched } from "@/lib/kernel/form-state";

/** Removes old releases from the host, all but as many as one says. */
export function PruneForm({ hostId, disabledReason }: { hostId: string; disabledReason: string | null }) {
	const [state, action] = useActionState(pruneAction, untouched);
	return (
		<form action={action} className="grid gap-2 border-t pt-3">
			<input type="hidden" name="hostId" value={hostId} />
			<div className="flex flex-wrap items-end gap-3">
				<Field name="keep" label="Keep only the newest" error={state.fieldErrors.keep} className="w-40">
					{(wiring) => (
						<Input
							{...wiring}
							inputMode="numeric"
							mono
							autoComplete="off"
							defaultValue={String(state.values.keep ?? "20")}
						/>
					)}
				</Field>
				<SubmitButton look="plain" working="Removing…" disabledReason={disabledReason}>
					Remove older releases
				</SubmitButton>
			</div>
			<p className="text-muted">
				The live release and the one before it always stay. What is removed can no longer be rolled back to;
				its history here stays.
			</p>
			{state.diagnosis ? <DiagnosisNotice diagnosis={state.diagnosis} /> : null}
			{state.message ? (
				<p
					role={state.status === "done" ? "status" : "alert"}
					className={state.status === "done" ? "" : "text-danger"}
				>
					{state.message}
				</p>
			) : null}
		</form>
	);
}
