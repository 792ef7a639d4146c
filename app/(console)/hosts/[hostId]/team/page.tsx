import type { Metadata } from "next";
import { RemoveHost } from "@/components/hosts/remove-host";
import { Invitations } from "@/components/team/invitations";
import { InviteForm } from "@/components/team/invite-form";
import { Members } from "@/components/team/members";
import { TeamRules } from "@/components/team/team-rules";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { loadTeam } from "@/lib/team/loaders";

export const metadata: Metadata = { title: "Team" };

export default async function TeamPage({ params }: { params: Promise<{ hostId: string }> }) {
	const { hostId } = await params;
	const { members, invitations, rules, mayNot, mayNotRemove } = await loadTeam(hostId);
	return (
		<>
			<PageHeader
				title="Team"
				sentence="Who may do what on this host. A role counts from the next click on, and so does its end."
				action={<ButtonLink href={`/hosts/${hostId}/audit`}>See the audit</ButtonLink>}
			/>
			<div className="grid gap-6">
				<Members hostId={hostId} members={members} mayNot={mayNot} />
				<Invitations
					hostId={hostId}
					invitations={invitations.map(({ expiresAt, ...one }) => ({
						...one,
						expires: expiresAt.toISOString().slice(0, 16).replace("T", " "),
					}))}
				/>
				<InviteForm hostId={hostId} mayNot={mayNot} />
				<TeamRules
					hostId={hostId}
					on={{ requireSecondFactor: rules.requireSecondFactor, fourEyes: rules.fourEyes }}
					mayNot={mayNot}
				/>
				<RemoveHost hostId={hostId} name={rules.name} mayNot={mayNotRemove} />
			</div>
		</>
	);
}
