"use client";

import { PasswordField } from "@/components/session/password-field";
import { Card, CardTitle } from "@/components/ui/card";
import { FormOutcome } from "@/components/ui/edit-form";
import { PlainForm } from "@/components/ui/plain-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { untouched } from "@/lib/kernel/form-state";
import { changePasswordAction } from "@/lib/session/account-actions";

/** Changes the password. */
export const PasswordForm = () => (
	<Card aria-label="Password" id="password">
		<CardTitle>Password</CardTitle>
		<PlainForm action={changePasswordAction} initial={untouched} className="grid max-w-md gap-4">
			{(fill) => (
				<>
					<PasswordField
						name="currentPassword"
						label="Password as it is"
						error={fill.error("currentPassword")}
					/>
					<PasswordField name="newPassword" label="New password" error={fill.error("newPassword")} fresh />
					<FormOutcome state={fill.state} />
					<div>
						<SubmitButton working="Changing…">Change the password</SubmitButton>
					</div>
				</>
			)}
		</PlainForm>
	</Card>
);
