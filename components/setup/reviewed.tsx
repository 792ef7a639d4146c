"use client";

import { FormOutcome } from "@/components/ui/edit-form";
import { PlainForm } from "@/components/ui/plain-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { untouched } from "@/lib/kernel/form-state";
import { reviewedAction } from "@/lib/setup/actions";

/** Says that exactly this release was seen, with the lines that the host's own configuration gets, and goes on. */
export const Reviewed = ({
	hostId,
	reviewed,
	weaving,
	seen,
	mayNot,
}: {
	hostId: string;
	reviewed: string;
	/** The lines that have to be agreed to; null where there are none. */
	weaving: string | null;
	/** Whether they were agreed to before. */
	seen: boolean;
	mayNot: string | null;
}) => (
	<PlainForm
		action={reviewedAction}
		initial={untouched}
		hidden={{ hostId, reviewed }}
		className="grid max-w-xl justify-items-end gap-3"
	>
		{(fill) => (
			<>
				{weaving ? (
					<div className="flex items-start gap-2">
						<input
							id="field-weaving"
							type="checkbox"
							name="weaving"
							value={weaving}
							required
							defaultChecked={seen}
							aria-describedby={fill.error("weaving") ? "weaving-error" : undefined}
							disabled={mayNot !== null}
							className="mt-1 size-4 shrink-0 accent-accent"
						/>
						<label htmlFor="field-weaving" className="leading-6">
							I have seen the lines that this host's own Exim configuration gets
						</label>
					</div>
				) : null}
				{fill.error("weaving") ? (
					<p id="weaving-error" role="alert" className="text-danger">
						✕ {fill.error("weaving")}
					</p>
				) : (
					<FormOutcome state={fill.state} />
				)}
				<SubmitButton working="Going on…" disabledReason={mayNot}>
					Next: Dry run
				</SubmitButton>
			</>
		)}
	</PlainForm>
);
