"use client";

import { Card, CardTitle } from "@/components/ui/card";
import { EditForm, SaveRow } from "@/components/ui/edit-form";
import { Field, Select } from "@/components/ui/field";
import { moveDomainAction } from "@/lib/domains/actions";
import type { ShownDomain } from "@/lib/domains/loaders";

/** Gives a domain to another installation. */
export const MoveDomain = ({
	hostId,
	domain,
	installations,
	mayNot,
}: {
	hostId: string;
	domain: Pick<ShownDomain, "name" | "installation" | "revision">;
	installations: readonly string[];
	mayNot: string | null;
}) => (
	<Card aria-label="Installation" id="move">
		<CardTitle>Installation</CardTitle>
		<EditForm
			action={moveDomainAction}
			hostId={hostId}
			revision={domain.revision}
			fields={{ installation: domain.installation }}
			hidden={{ name: domain.name }}
			names={{ installation: "Installation" }}
			here={`/hosts/${hostId}/domains/${domain.name}`}
			className="grid gap-3"
		>
			{(fill) => (
				<>
					<Field
						name="installation"
						label="Whose lists answer here"
						error={fill.error("installation")}
						help={
							mayNot ??
							"Moving it changes which lists its addresses reach. The lists themselves stay where they are."
						}
						className="max-w-md"
					>
						{(wiring) => (
							<Select
								key={fill.text("installation")}
								{...wiring}
								mono
								disabled={mayNot !== null}
								defaultValue={fill.text("installation")}
							>
								{installations.map((id) => (
									<option key={id} value={id}>
										{id}
									</option>
								))}
							</Select>
						)}
					</Field>
					<SaveRow fill={fill} mayNot={mayNot} working="Moving…">
						Move
					</SaveRow>
				</>
			)}
		</EditForm>
	</Card>
);
