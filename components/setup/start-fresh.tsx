"use client";

import { Card, CardTitle } from "@/components/ui/card";
import { EditForm, SaveRow } from "@/components/ui/edit-form";
import { Field, Input } from "@/components/ui/field";
import { Mono } from "@/components/ui/mono";
import { startFreshAction } from "@/lib/setup/actions";

/** Takes nothing over from the host; the mail for its administrator needs somebody to go to. */
export const StartFresh = ({
	hostId,
	administrator,
	revision,
	here,
	primary,
	mayNot,
}: {
	hostId: string;
	administrator: string;
	revision: number;
	here: string;
	/** Whether it is what one most likely wants. */
	primary: boolean;
	mayNot: string | null;
}) => (
	<Card aria-labelledby="fresh-title" id="fresh">
		<CardTitle>
			<span id="fresh-title">Start fresh</span>
		</CardTitle>
		<p className="mb-4 max-w-prose text-muted">
			Nothing is taken over: domains are typed in with the next step. What stands on the host stays.
		</p>
		<EditForm
			action={startFreshAction}
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
						id="field-fresh-administrator"
						name="administrator"
						label="Mailman administrator's address"
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
					<SaveRow fill={fill} mayNot={mayNot} look={primary ? "primary" : "plain"}>
						Start fresh
					</SaveRow>
				</>
			)}
		</EditForm>
	</Card>
);
