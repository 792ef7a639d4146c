"use client";

import Link from "next/link";
import { useActionState } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { DiagnosisNotice } from "@/components/ui/diagnosis-notice";
import { Field, Input } from "@/components/ui/field";
import { Mono } from "@/components/ui/mono";
import { Badge, Notice } from "@/components/ui/status";
import { SubmitButton } from "@/components/ui/submit-button";
import { addRehearsalAction } from "@/lib/hosts/actions";
import type { SshPlace } from "@/lib/hosts/ssh-schema";
import { untouched } from "@/lib/kernel/form-state";

/** A host that was begun to be added, or reached anew, by ssh. */
type Begun = { id: string; name: string; place: SshPlace; anew: boolean };

/** The ways to begin: a rehearsal host, another machine by ssh, or this machine; and what was begun. */
export function AddHost({
	offer,
	begun,
}: {
	offer: { directory: string | null; hostId: string | null; mayAdd: boolean };
	begun: readonly Begun[];
}) {
	const [state, action] = useActionState(addRehearsalAction, untouched);
	return (
		<div className="grid gap-4">
			{state.diagnosis ? (
				<DiagnosisNotice diagnosis={state.diagnosis} />
			) : state.message ? (
				<Notice tone="danger" title={state.message} role="alert" />
			) : null}
			<div className="grid items-start gap-4 sm:grid-cols-2">
				<Card aria-label="Rehearsal host">
					<CardTitle aside={<Badge tone="info">Mailman simulated</Badge>}>Rehearsal host</CardTitle>
					<p className="mb-3 text-muted">
						A whole list host in a directory: the real Exim on a loopback port, two simulated Mailman
						installations, and a sink that takes all remote mail. Nothing leaves this machine. Learn here, and
						try changes before they are made elsewhere.
					</p>
					{offer.hostId ? (
						<ButtonLink look="primary" href={`/hosts/${offer.hostId}/overview`}>
							Go to the rehearsal host
						</ButtonLink>
					) : offer.directory ? (
						<form action={action} className="grid gap-3">
							<p className="text-muted">
								It lies in <Mono className="break-all">{offer.directory}</Mono>.
							</p>
							<Field name="name" label="Name" error={state.fieldErrors.name}>
								{(wiring) => (
									<Input {...wiring} required defaultValue={String(state.values.name ?? "rehearsal")} />
								)}
							</Field>
							<SubmitButton working="Looking at the host…">Use the rehearsal host</SubmitButton>
						</form>
					) : (
						<p>
							This console was started without one. Start it with <Mono>npm run up</Mono>.
						</p>
					)}
				</Card>
				<Card aria-label="Another machine, by ssh">
					<CardTitle>Another machine, by ssh</CardTitle>
					<p className="mb-3 text-muted">
						A list host elsewhere, with Listkeeper's program on it. The console comes in with a key of its own
						that is good for this one program, and knows the host by the key that you confirm.
					</p>
					{offer.mayAdd ? (
						<ButtonLink look={offer.directory ? "plain" : "primary"} href="/hosts/new/ssh">
							Add a host by ssh
						</ButtonLink>
					) : (
						<Button disabledReason="Hosts are added by owners.">Add a host by ssh</Button>
					)}
					{begun.length > 0 ? (
						<ul className="mt-3 grid gap-1" aria-label="Begun and not finished">
							{begun.map(({ id, name, place, anew }) => (
								<li key={id}>
									<Link href={`/hosts/new/ssh/${id}`} className="text-accent underline underline-offset-4">
										{anew ? `Go on with reaching ${name} anew` : `Go on with ${name}`}
									</Link>{" "}
									<Mono className="break-all text-muted">{place.address}</Mono>
								</li>
							))}
						</ul>
					) : null}
				</Card>
				<Card aria-label="This machine">
					<CardTitle>This machine</CardTitle>
					<p className="mb-3 text-muted">
						The Exim and Mailman that are installed here, by way of Listkeeper's program. What is set up
						already is looked at first, and nothing of it changes before you have seen what would.
					</p>
					{offer.mayAdd ? (
						<ButtonLink href="/hosts/new/local">Add this machine</ButtonLink>
					) : (
						<Button disabledReason="Hosts are added by owners.">Add this machine</Button>
					)}
				</Card>
			</div>
		</div>
	);
}
