"use client";

import { FormOutcome } from "@/components/ui/edit-form";
import { Field, Input } from "@/components/ui/field";
import { PlainForm } from "@/components/ui/plain-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { untouched } from "@/lib/kernel/form-state";
import { sendResetAction } from "@/lib/team/actions";

/** Asks for a link to choose a new password. */
export const ForgottenForm = () => (
	<PlainForm action={sendResetAction} initial={untouched}>
		{(fill) => (
			<>
				<FormOutcome state={fill.state} />
				<Field name="email" label="E-mail address" error={fill.error("email")}>
					{(wiring) => (
						<Input
							{...wiring}
							type="email"
							autoComplete="username"
							required
							defaultValue={fill.text("email")}
						/>
					)}
				</Field>
				<SubmitButton working="Sending…">Send a link</SubmitButton>
			</>
		)}
	</PlainForm>
);
