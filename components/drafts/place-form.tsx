"use client";

import { FormOutcome } from "@/components/ui/edit-form";
import { Field, Input } from "@/components/ui/field";
import { PlainForm } from "@/components/ui/plain-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { askKeysAction } from "@/lib/drafts/actions";
import type { PlaceFields } from "@/lib/drafts/loaders";
import { untouched } from "@/lib/kernel/form-state";

/** Where ssh leads to a host. Sending it asks the host for its keys; nothing is kept before it has shown one. */
export const PlaceForm = ({
	fields,
	draftId,
	reaches,
	anew,
}: {
	fields: PlaceFields;
	draftId: string;
	reaches: string;
	/** For a host that is in the console already, and keeps its name. */
	anew: boolean;
}) => (
	<PlainForm
		action={askKeysAction}
		initial={untouched}
		fields={fields}
		hidden={{ draftId, reaches, ...(anew ? { name: fields.name } : {}) }}
		className="grid max-w-lg gap-4"
	>
		{(fill) => (
			<>
				<FormOutcome state={fill.state} />
				{anew ? null : (
					<Field
						name="name"
						label="Name"
						help="What people here call it, as in lists-1."
						error={fill.error("name")}
					>
						{(wiring) => <Input {...wiring} required maxLength={60} defaultValue={fill.text("name")} />}
					</Field>
				)}
				<div className="grid gap-4 sm:grid-cols-[1fr_7rem]">
					<Field
						name="address"
						label="Address"
						help="A name or an IP address, as in lists.example.com."
						error={fill.error("address")}
					>
						{(wiring) => (
							<Input
								{...wiring}
								mono
								required
								autoComplete="off"
								autoCapitalize="none"
								spellCheck={false}
								defaultValue={fill.text("address")}
							/>
						)}
					</Field>
					<Field name="port" label="Port" error={fill.error("port")}>
						{(wiring) => (
							<Input {...wiring} mono required inputMode="numeric" defaultValue={fill.text("port")} />
						)}
					</Field>
				</div>
				<Field
					name="user"
					label="User"
					help="The account there that the console comes in by. One of its own, without other privilege, is best."
					error={fill.error("user")}
				>
					{(wiring) => (
						<Input
							{...wiring}
							mono
							required
							autoComplete="off"
							autoCapitalize="none"
							spellCheck={false}
							defaultValue={fill.text("user")}
						/>
					)}
				</Field>
				<div>
					<SubmitButton working="Asking the host…">Ask for the host's key</SubmitButton>
				</div>
			</>
		)}
	</PlainForm>
);
