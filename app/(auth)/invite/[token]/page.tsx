import type { Metadata } from "next";
import { AcceptForm, JoinForm } from "@/components/team/join-form";
import { ButtonLink } from "@/components/ui/button";
import { Mono } from "@/components/ui/mono";
import { Notice } from "@/components/ui/status";
import { ROLE_MEANS } from "@/lib/session/permissions";
import { loadInvitation } from "@/lib/team/loaders";

// Nobody is told the token; without an origin the browser would send none with the form, and it would be refused.
export const metadata: Metadata = { title: "Invitation", referrer: "strict-origin" };

export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
	const { token } = await params;
	const invitation = await loadInvitation(token);
	if (!invitation)
		return (
			<>
				<h1 className="text-2xl font-semibold">Invitation</h1>
				<Notice tone="info" title="This invitation works no more">
					<p>It was used, taken back, or is too old. Ask whoever sent it for another.</p>
					<div>
						<ButtonLink href="/sign-in">Sign in</ButtonLink>
					</div>
				</Notice>
			</>
		);
	const { email, role, domains, host, invitedBy, person, hasAccount } = invitation;
	return (
		<>
			<div className="grid gap-1">
				<h1 className="text-2xl font-semibold">Join {host}</h1>
				<p className="text-muted">
					{invitedBy} invites you as {role}: one who {ROLE_MEANS[role]}.
					{domains ? ` The domains: ${domains.join(", ")}.` : null}
				</p>
			</div>
			{person?.invited ? (
				<AcceptForm token={token} />
			) : person ? (
				<Notice tone="warning" title={`This invitation is for ${email}`}>
					<p>
						You are signed in as <Mono>{person.email}</Mono>. Sign out first, then open the link again.
					</p>
					<div>
						<ButtonLink href="/account">Your account</ButtonLink>
					</div>
				</Notice>
			) : hasAccount ? (
				<Notice tone="info" title="You have an account here already">
					<p>
						Sign in as <Mono>{email}</Mono>, and the role is added to it.
					</p>
					<div>
						<ButtonLink look="primary" href={`/sign-in?back=${encodeURIComponent(`/invite/${token}`)}`}>
							Sign in
						</ButtonLink>
					</div>
				</Notice>
			) : (
				<JoinForm token={token} email={email} />
			)}
		</>
	);
}
