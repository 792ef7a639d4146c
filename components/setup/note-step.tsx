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
				<SubmitButton look={look} working="Going on…" disabledReason={mayNot}>
					{children}
				</SubmitButton>
				<FormOutcome state={fill.state} />
			</>
		)}
	</PlainForm>
);
