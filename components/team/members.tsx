import { Card, CardTitle } from "@/components/ui/card";
import { Mono } from "@/components/ui/mono";
import { RelativeTime } from "@/components/ui/relative-time";
import { Badge, Status } from "@/components/ui/status";
import type { Role } from "@/lib/session/permissions";
import { MemberForms } from "./member-forms";

export type ShownMember = {
	id: string;
	name: string;
	email: string;
	role: Role;
	domains: readonly string[] | null;
	secondFactor: boolean;
	/** Null where that is not this person's business. */
	sessions: number | null;
	lastSeenAt: number | null;
	you: boolean;
};

const Seen = ({ member }: { member: ShownMember }) =>
	member.sessions === null ? null : member.sessions === 0 || member.lastSeenAt === null ? (
		<span className="text-muted">not signed in</span>
	) : (
		<span className="text-muted">
			{member.sessions === 1 ? "1 session" : `${member.sessions} sessions`}, last{" "}
			<RelativeTime at={member.lastSeenAt} />
		</span>
	);

/** Who has which role on the host. Owners change roles, take them away, and sign people out. */
export const Members = ({
	hostId,
	members,
	mayNot,
}: {
	hostId: string;
	members: readonly ShownMember[];
	mayNot: string | null;
}) => (
	<Card aria-label="People">
		<CardTitle aside={mayNot ? <span className="text-muted">{mayNot}</span> : null}>People</CardTitle>
		<ul className="grid divide-y">
			{members.map((member) => (
				<li key={member.id} className="grid gap-2 py-3">
					<div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
						<p className="min-w-0">
							<span className="font-medium break-words">{member.name}</span>{" "}
							{member.you ? <Badge>you</Badge> : null}{" "}
							<Mono className="block break-all text-muted">{member.email}</Mono>
						</p>
						<p className="flex flex-wrap items-center gap-x-4 gap-y-1">
							<Seen member={member} />
							{member.secondFactor ? (
								<Status tone="success">second factor</Status>
							) : (
								<Status tone="muted">password only</Status>
							)}
							<span className="font-medium">{member.role}</span>
						</p>
					</div>
					{member.domains ? (
						<p className="text-muted">
							covers <Mono className="break-all">{member.domains.join(", ")}</Mono>
						</p>
					) : null}
					{mayNot ? null : <MemberForms hostId={hostId} member={member} />}
				</li>
			))}
		</ul>
	</Card>
);
