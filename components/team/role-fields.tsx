import type { Fill } from "@/components/ui/edit-form";
import { Field, Select, Textarea } from "@/components/ui/field";
import { ROLE_MEANS, ROLES } from "@/lib/session/permissions";

/** A role, and the domains it names where it is limited to some. */
export const RoleFields = ({ fill, id }: { fill: Fill; id: string }) => (
	<>
		<Field name="role" id={`${id}-role`} label="Role" error={fill.error("role")}>
			{(wiring) => (
				<Select {...wiring} defaultValue={fill.text("role")} key={fill.text("role")}>
					{ROLES.map((role) => (
						<option key={role} value={role}>
							{role}: {ROLE_MEANS[role]}
						</option>
					))}
				</Select>
			)}
		</Field>
		<Field
			name="domains"
			id={`${id}-domains`}
			label="Domains of a domain editor"
			error={fill.error("domains")}
			help="By lines, blanks or commas. The other roles cover all domains."
		>
			{(wiring) => (
				<Textarea
					{...wiring}
					mono
					rows={2}
					spellCheck={false}
					placeholder="list.example.com"
					defaultValue={fill.text("domains")}
				/>
			)}
		</Field>
	</>
);
