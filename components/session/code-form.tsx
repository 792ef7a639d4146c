"use client";

import { FormOutcome } from "@/components/ui/edit-form";
import { Field, Input } from "@/components/ui/field";
import { PlainForm } from "@/components/ui/plain-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { untouched } from "@/lib/kernel/form-state";
import { signInCodeAction } from "@/lib/session/actions";

/** The second step of signing in. */
export const CodeForm = ({ back }: { back: string }) => (
	<PlainForm action={signInCodeAction} initial={untouched} hidden={{ back }}>
		{(fill) => (
			<>
				<FormOutcome state={fill.state} />
				<Field
					name="code"
					label="Code"
					error={fill.error("code")}
					help="The six digits of your app, or one of your backup codes, each of which works once."
				>
					{(wiring) => (
						<Input
							{...wiring}
							mono
							autoComplete="one-time-code"
							autoCapitalize="none"
							spellCheck={false}
							required
						/>
					)}
				</Field>
				<SubmitButton working="Signing in…">Sign in</SubmitButton>
			</>
		)}
	</PlainForm>
);
