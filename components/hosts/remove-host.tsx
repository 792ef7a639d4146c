"use client";

import { Button } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { FormOutcome } from "@/components/ui/edit-form";
import { Field, Input } from "@/components/ui/field";
import { PlainForm } from "@/components/ui/plain-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { removeHostAction } from "@/lib/hosts/actions";
import { untouched } from "@/lib/kernel/form-state";

/** Takes a host from the console, in two steps: a press says what that means, then its name is typed. */
export const RemoveHost = ({
	hostId,
	name,
	mayNot,
}: {
	hostId: string;
	name: string;
	mayNot: string | null;
}) => (
	<Card aria-label="Remove this host" id="remove">
		<CardTitle>Remove this host</CardTitle>
		<p className="mb-3 max-w-prose text-muted">
			The console forgets its settings that were not deployed, its tests, its history and everybody's roles.
			The host itself isn't asked or changed: what is live there stays live, and mail flows as before. The
			audit keeps all its rows.
		</p>
		{mayNot ? (
			<>
				<Button look="danger" disabledReason={mayNot}>
					Remove {name}…
				</Button>
				<p className="mt-2 text-muted">{mayNot}</p>
			</>
		) : (
			<details className="group">
				<summary className="inline-flex min-h-8 cursor-pointer list-none items-center rounded-md border border-danger px-3 font-medium text-danger group-open:hidden hover:bg-danger/10">
					Remove {name}…
				</summary>
				<PlainForm
					action={removeHostAction}
					initial={untouched}
					hidden={{ hostId }}
					className="grid max-w-md justify-items-start gap-3"
				>
					{(fill) => (
						<>
							<Field
								name="name"
								id="remove-name"
								label="The host's name, to be sure"
								error={fill.error("name")}
								className="w-full"
							>
								{(wiring) => (
									<Input {...wiring} required autoComplete="off" defaultValue={fill.text("name")} />
								)}
							</Field>
							<Field
								name="reason"
								id="remove-reason"
								label="Why"
								error={fill.error("reason")}
								help="Kept in the audit."
								className="w-full"
							>
								{(wiring) => <Input {...wiring} defaultValue={fill.text("reason")} />}
							</Field>
							<FormOutcome state={fill.state} />
							<SubmitButton look="danger" working="Removing…">
								Yes, remove it from the console
							</SubmitButton>
						</>
					)}
				</PlainForm>
			</details>
		)}
	</Card>
);
