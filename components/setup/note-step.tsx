"use client";

import { FormOutcome } from "@/components/ui/edit-form";
import { PlainForm } from "@/components/ui/plain-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { untouched } from "@/lib/kernel/form-state";
import { noteStepAction } from "@/lib/setup/actions";
import type { NotedStep } from "@/lib/setup/steps";

/** Says of a step that its settings are as they should be, and goes on. In: what the button says, why it can't yet. */
export const NoteStep = ({
	hostId,
	step,
	mayNot,
	look = "primary",
	children,
}: {
	hostId: string;
	step: NotedStep;
	mayNot: string | null;
	look?: "primary" | "plain";
	children: string;
}) => (
	<PlainForm
		action={noteStepAction}
		initial={untouched}
		hidden={{ hostId, step }}
		className="grid justify-items-end gap-2"
	>
		{(fill) => (
			<>
				<div className="flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
					{/* A title alone is nothing to a finger; those who hear the page have it on the button. */}
					{mayNot ? (
						<span aria-hidden="true" className="text-muted">
							{mayNot}
						</span>
					) : null}
					<SubmitButton look={mayNot ? "plain" : look} working="Going on…" disabledReason={mayNot}>
						{children}
					</SubmitButton>
				</div>
				<FormOutcome state={fill.state} />
			</>
		)}
	</PlainForm>
);
