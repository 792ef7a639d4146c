"use client";

import { Card, CardTitle } from "@/components/ui/card";
import { EditForm, SaveRow } from "@/components/ui/edit-form";
import { Field, Input } from "@/components/ui/field";
import { Mono } from "@/components/ui/mono";
import { saveAdministratorAction } from "@/lib/domains/actions";

/** Where the mail for the Mailman administrator of every list domain goes. */
export const AdministratorForm = ({
	hostId,
	administrator,
	revision,
	mayNot,
	here = `/hosts/${hostId}/domains`,
}: {
	hostId: string;
	administrator: string;
	revision: number;
	mayNot: string | null;
	/** The page's own address. */
	here?: string;
}) => (
	<Card aria-label="Mailman administrator" id="administrator">
		<CardTitle>Mailman administrator</CardTitle>
		<EditForm
			action={saveAdministratorAction}
			hostId={hostId}
			revision={revision}
			fields={{ administrator }}
			names={{ administrator: "Address" }}
			here={here}
			className="grid gap-3"
		>
			{(fill) => (
				<>
					<Field
						name="administrator"
						label="Address"
						error={fill.error("administrator")}
						help={
							<>
								Gets the mail for <Mono>mailman@</Mono>, <Mono>mailman-admin@</Mono> and{" "}
								<Mono>postmaster@</Mono> of every domain here.
							</>
						}
						className="max-w-md"
					>
						{(wiring) => (
							<Input
								{...wiring}
								mono
								required
								inputMode="email"
								spellCheck={false}
								disabled={mayNot !== null}
								defaultValue={fill.text("administrator")}
							/>
						)}
					</Field>
					<SaveRow fill={fill} mayNot={mayNot} look="plain">
						Save the address
					</SaveRow>
				</>
			)}
		</EditForm>
	</Card>
);
