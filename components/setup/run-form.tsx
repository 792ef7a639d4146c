"use client";

import { FormOutcome } from "@/components/ui/edit-form";
import { PlainForm } from "@/components/ui/plain-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { untouched } from "@/lib/kernel/form-state";
import { dryRunAction, verifyAction } from "@/lib/setup/actions";
import type { RunKind } from "@/lib/setup/schema";

/** Has the host asked, for the first time or again. */
export const RunForm = ({
	hostId,
	kind,
	look,
	mayNot,
	children,
}: {
	hostId: string;
	kind: RunKind;
	look: "primary" | "plain";
	mayNot: string | null;
	children: string;
}) => (
	<PlainForm
		action={kind === "dry-run" ? dryRunAction : verifyAction}
		initial={untouched}
		hidden={{ hostId }}
		className="grid max-w-prose justify-items-start gap-3"
	>
		{(fill) => (
			<>
				<SubmitButton look={look} working="Asking the host…" disabledReason={mayNot}>
					{children}
				</SubmitButton>
				<div className="w-full wrap-anywhere">
					<FormOutcome state={fill.state} />
				</div>
			</>
		)}
	</PlainForm>
);
