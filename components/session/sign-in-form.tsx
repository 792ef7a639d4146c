"use client";

import { useActionState } from "react";
import { Field, Input } from "@/components/ui/field";
import { Notice } from "@/components/ui/status";
import { SubmitButton } from "@/components/ui/submit-button";
import { untouched } from "@/lib/kernel/form-state";
import { signInAction } from "@/lib/session/actions";

export function SignInForm({ back }: { back: string }) {
	const [state, action] = useActionState(signInAction, untouched);
	return (
		<form action={action} className="grid gap-4">
			<input type="hidden" name="back" value={back} />
			{state.message ? <Notice tone="danger" title={state.message} role="alert" /> : null}
			<Field name="email" label="E-mail address" error={state.fieldErrors.email}>
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
			<Field name="password" label="Password" error={state.fieldErrors.password}>
				{(wiring) => <Input {...wiring} type="password" autoComplete="current-password" required />}
			</Field>
			<SubmitButton working="Signing in…">Sign in</SubmitButton>
		</form>
	);
}
