"use client";

import { FormOutcome } from "@/components/ui/edit-form";
import { PlainForm } from "@/components/ui/plain-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { type FormState, untouched } from "@/lib/kernel/form-state";
import { endMemberSessionsAction, removeMemberAction, setRoleAction } from "@/lib/team/actions";
import type { ShownMember } from "./members";
import { RoleFields } from "./role-fields";

const One = ({
	action,
	hidden,
	look,
	working,
	children,
}: {
	action: (before: FormState, form: FormData) => Promise<FormState>;
	hidden: Readonly<Record<string, string>>;
	look: "plain" | "danger";
	working: string;
	children: string;
}) => (
	<PlainForm action={action} initial={untouched} hidden={hidden} className="grid justify-items-start gap-2">
		{(fill) => (
			<>
				<SubmitButton look={look} working={working}>
					{children}
				</SubmitButton>
				<FormOutcome state={fill.state} />
			</>
		)}
	</PlainForm>
);

/** What an owner can do about one person. */
export const MemberForms = ({ hostId, member }: { hostId: string; member: ShownMember }) => {
	const hidden = { hostId, userId: member.id };
	return (
		<details>
			<summary className="inline-flex min-h-7 cursor-pointer items-center rounded-md text-muted hover:text-text">
				Change<span className="sr-only"> the role of {member.name}</span>
			</summary>
			<div className="grid gap-4 py-3">
				<PlainForm
					action={setRoleAction}
					initial={untouched}
					hidden={hidden}
					fields={{ role: member.role, domains: member.domains?.join("\n") ?? "" }}
				>
					{(fill) => (
						<>
							<div className="grid gap-4 sm:grid-cols-2">
								<RoleFields fill={fill} id={`member-${member.id}`} />
							</div>
							<FormOutcome state={fill.state} />
							<div>
								<SubmitButton working="Saving…">Save the role</SubmitButton>
							</div>
						</>
					)}
				</PlainForm>
				<div className="flex flex-wrap gap-3">
					<One action={endMemberSessionsAction} hidden={hidden} look="plain" working="Signing out…">
						{member.you ? "Sign out my other sessions" : "Sign out everywhere"}
					</One>
					<One action={removeMemberAction} hidden={hidden} look="danger" working="Removing…">
						{member.you ? "Give up my role here" : `Remove ${member.name}`}
					</One>
				</div>
			</div>
		</details>
	);
};
