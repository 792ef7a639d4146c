"use client";

import { FormOutcome } from "@/components/ui/edit-form";
import { PlainForm } from "@/components/ui/plain-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { untouched } from "@/lib/kernel/form-state";
import { lookAction } from "@/lib/looks/actions";

/** Has the host looked at, for the first time or again. In: where to go then; the same page where nothing is said. */
export const LookAgain = ({
	hostId,
	first,
	mayNot,
	goTo = "",
}: {
	hostId: string;
	first: boolean;
	mayNot: string | null;
	goTo?: string;
}) => (
	<PlainForm
		action={lookAction}
		initial={untouched}
		hidden={{ hostId, goTo }}
		className="grid max-w-prose justify-items-start gap-3"
	>
		{(fill) => (
			<>
				<SubmitButton look={first ? "primary" : "plain"} working="Looking…" disabledReason={mayNot}>
					{first ? "Look at the host" : "Look again"}
				</SubmitButton>
				<div className="w-full text-left wrap-anywhere">
					<FormOutcome state={fill.state} />
				</div>
			</>
		)}
	</PlainForm>
);
