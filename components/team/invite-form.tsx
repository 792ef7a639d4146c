"use client";

import { Button } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { FormOutcome } from "@/components/ui/edit-form";
import { Field, Input } from "@/components/ui/field";
import { Mono } from "@/components/ui/mono";
import { PlainForm } from "@/components/ui/plain-form";
import { Notice } from "@/components/ui/status";
import { SubmitButton } from "@/components/ui/submit-button";
import { inviteAction } from "@/lib/team/actions";
import { noLink } from "@/lib/team/link-state";
import { RoleFields } from "./role-fields";

/** Invites somebody; the link is shown this once. */
export const InviteForm = ({ hostId, mayNot }: { hostId: string; mayNot: string | null }) => (
	<Card aria-label="Invite somebody" id="invite">
		<CardTitle>Invite somebody</CardTitle>
		{mayNot ? (
			<div className="flex flex-wrap items-center gap-3">
				<Button disabledReason={mayNot}>Make an invitation</Button>
				<span aria-hidden="true" className="text-muted">
					{mayNot}
				</span>
			</div>
		) : (
			<PlainForm action={inviteAction} initial={noLink} hidden={{ hostId }} fields={{ role: "viewer" }}>
				{(fill, { link }) => (
					<>
						{link ? (
							<Notice tone="success" title={fill.state.message} role="status">
								<p>
									<Mono className="break-all select-all">{link}</Mono>
								</p>
								<p className="text-muted">It is not shown again, and kept nowhere.</p>
							</Notice>
						) : (
							<FormOutcome state={fill.state} />
						)}
						<div className="grid gap-4 sm:grid-cols-2">
							<Field
								name="email"
								label="E-mail address"
								error={fill.error("email")}
								help="Nothing is sent: you give them the link."
							>
								{(wiring) => (
									<Input
										{...wiring}
										type="email"
										autoComplete="off"
										required
										defaultValue={fill.text("email")}
									/>
								)}
							</Field>
							<RoleFields fill={fill} id="invite" />
						</div>
						<div>
							<SubmitButton working="Making the link…">Make an invitation</SubmitButton>
						</div>
					</>
				)}
			</PlainForm>
		)}
	</Card>
);
