"use client";

import { useActionState } from "react";
import { Field, Input } from "@/components/ui/field";
import { Notice } from "@/components/ui/status";
import { SubmitButton } from "@/components/ui/submit-button";
import { untouched } from "@/lib/kernel/form-state";
import { signInAction } from "@/lib/session/actions";

export function SignInForm() {
	const [state, action] = useActionState(signInAction, untouched);
	return (
		<form action={action} className="grid gap-4">
			{state.message ? <Notice tone="danger" title={state.message} role="alert" /> : null}
			<Field name="email" label="E-mail address">
				{(wiring) => (
					<Input
						{...wiring}
						type="email"
						autoComplete="username"
						required
						defaultValue={String(state.values.email ?? "")}
					/>
				)}
			</Field>
			<Field name="password" label="Password">
				{(wiring) => <Input {...wiring} type="password" autoComplete="current-password" required />}
			</Field>
			<SubmitButton working="Signing in…">Sign in</SubmitButton>
		</form>
	);
}
