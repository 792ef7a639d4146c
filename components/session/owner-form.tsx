"use client";

import { useActionState } from "react";
import { Field, Input } from "@/components/ui/field";
import { Notice } from "@/components/ui/status";
import { SubmitButton } from "@/components/ui/submit-button";
import { untouched } from "@/lib/kernel/form-state";
import { makeOwnerAction } from "@/lib/team/actions";

export function OwnerForm({ token }: { token: string }) {
	const [state, action] = useActionState(makeOwnerAction, untouched);
	const typed = (name: string) => String(state.values[name] ?? "");
	return (
		<form action={action} className="grid gap-4">
			<input type="hidden" name="token" value={token} />
			{state.message ? <Notice tone="danger" title={state.message} role="alert" /> : null}
			<Field
				name="name"
				label="Your name"
				error={state.fieldErrors.name}
				help="Shown beside what you change."
			>
				{(wiring) => <Input {...wiring} autoComplete="name" required defaultValue={typed("name")} />}
			</Field>
			<Field
				name="email"
				label="E-mail address"
				error={state.fieldErrors.email}
				help="You sign in with it. Mail for the Mailman administrator goes here until you say otherwise."
			>
				{(wiring) => (
					<Input {...wiring} type="email" autoComplete="username" required defaultValue={typed("email")} />
				)}
			</Field>
			<Field
				name="password"
				label="Password"
				error={state.fieldErrors.password}
				help="At least 12 characters. A few words do well."
			>
				{(wiring) => <Input {...wiring} type="password" autoComplete="new-password" required />}
			</Field>
			<SubmitButton working="Making the account…">Make the account</SubmitButton>
		</form>
	);
}
