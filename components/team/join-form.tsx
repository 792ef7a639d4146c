"use client";

import { PasswordField } from "@/components/session/password-field";
import { FormOutcome } from "@/components/ui/edit-form";
import { Field, Input } from "@/components/ui/field";
import { PlainForm } from "@/components/ui/plain-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { untouched } from "@/lib/kernel/form-state";
import { acceptAction, joinAction, resetPasswordAction } from "@/lib/team/actions";

/** Makes an account for an invitation. */
export const JoinForm = ({ token, email }: { token: string; email: string }) => (
	<PlainForm action={joinAction} initial={untouched} hidden={{ token }}>
		{(fill) => (
			<>
				<FormOutcome state={fill.state} />
				<Field name="email" label="E-mail address" help="You sign in with it.">
					{(wiring) => <Input {...wiring} type="email" autoComplete="username" readOnly value={email} />}
				</Field>
				<Field name="name" label="Your name" error={fill.error("name")} help="Shown beside what you change.">
					{(wiring) => <Input {...wiring} autoComplete="name" required defaultValue={fill.text("name")} />}
				</Field>
				<PasswordField name="password" label="Password" error={fill.error("password")} fresh />
				<SubmitButton working="Making the account…">Make the account</SubmitButton>
			</>
		)}
	</PlainForm>
);

/** Takes an invitation with the account one is signed in with. */
export const AcceptForm = ({ token }: { token: string }) => (
	<PlainForm action={acceptAction} initial={untouched} hidden={{ token }}>
		{(fill) => (
			<>
				<FormOutcome state={fill.state} />
				<SubmitButton working="Accepting…">Accept</SubmitButton>
			</>
		)}
	</PlainForm>
);

/** Chooses a new password by a reset link. */
export const ResetForm = ({ token, email }: { token: string; email: string }) => (
	<PlainForm action={resetPasswordAction} initial={untouched} hidden={{ token }}>
		{(fill) => (
			<>
				<FormOutcome state={fill.state} />
				<input type="hidden" name="username" autoComplete="username" value={email} readOnly />
				<PasswordField name="password" label="New password" error={fill.error("password")} fresh />
				<SubmitButton working="Setting the password…">Set the password</SubmitButton>
			</>
		)}
	</PlainForm>
);
