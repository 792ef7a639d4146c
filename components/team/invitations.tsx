"use client";

import { Card, CardTitle } from "@/components/ui/card";
import { FormOutcome } from "@/components/ui/edit-form";
import { Mono } from "@/components/ui/mono";
import { PlainForm } from "@/components/ui/plain-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { untouched } from "@/lib/kernel/form-state";
import { withdrawAction } from "@/lib/team/actions";

export type ShownInvitation = {
	id: string;
	email: string;
	role: string;
	domains: readonly string[] | null;
	invitedBy: string;
	expires: string;
};

/** Invitations that nobody has used yet; each can be taken back. */
export const Invitations = ({
	hostId,
	invitations,
}: {
	hostId: string;
	invitations: readonly ShownInvitation[];
}) =>
	invitations.length === 0 ? null : (
		<Card aria-label="Open invitations">
			<CardTitle>Open invitations</CardTitle>
			<ul className="grid divide-y">
				{invitations.map((one) => (
					<li key={one.id} className="flex flex-wrap items-center justify-between gap-3 py-2">
						<div className="min-w-0">
							<p>
								<Mono className="break-all">{one.email}</Mono> as {one.role}
								{one.domains ? ` of ${one.domains.join(", ")}` : ""}
							</p>
							<p className="text-muted">
								by {one.invitedBy}, until {one.expires} UTC
							</p>
						</div>
						<PlainForm
							action={withdrawAction}
							initial={untouched}
							hidden={{ hostId, id: one.id }}
							className="grid gap-1"
						>
							{(fill) => (
								<>
									<SubmitButton look="plain" working="Taking back…">
										Take back<span className="sr-only"> the invitation of {one.email}</span>
									</SubmitButton>
									{fill.state.status === "done" ? null : <FormOutcome state={fill.state} />}
								</>
							)}
						</PlainForm>
					</li>
				))}
			</ul>
		</Card>
	);
