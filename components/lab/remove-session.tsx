"use client";

import { useActionState } from "react";
import { SubmitButton } from "@/components/ui/submit-button";
import { untouched } from "@/lib/kernel/form-state";
import { removeSessionAction } from "@/lib/lab/actions";

export function RemoveSession({
	hostId,
	id,
	title,
	disabledReason,
}: {
	hostId: string;
	id: string;
	title: string;
	disabledReason: string | null;
}) {
	const [, action] = useActionState(removeSessionAction, untouched);
	return (
		<form action={action}>
			<input type="hidden" name="hostId" value={hostId} />
			<input type="hidden" name="id" value={id} />
			<SubmitButton look="quiet" working="Removing…" disabledReason={disabledReason}>
				Remove<span className="sr-only"> the session “{title}”</span>
			</SubmitButton>
		</form>
	);
}
