"use client";

import { Card, CardTitle } from "@/components/ui/card";
import { FormOutcome } from "@/components/ui/edit-form";
import { Mono } from "@/components/ui/mono";
import { PlainForm } from "@/components/ui/plain-form";
import { RelativeTime } from "@/components/ui/relative-time";
import { Badge } from "@/components/ui/status";
import { SubmitButton } from "@/components/ui/submit-button";
import { untouched } from "@/lib/kernel/form-state";
import { endSessionAction } from "@/lib/session/account-actions";

export type ShownSession = {
	id: string;
	current: boolean;
	ipAddress: string | null;
	/** A browser in a word or two; whatever it says of itself. */
	browser: string;
	createdAt: number;
	updatedAt: number;
};

const End = ({ session, label, what }: { session: string; label: string; what: string }) => (
	<PlainForm action={endSessionAction} initial={untouched} hidden={{ session }} className="grid gap-1">
		{(fill) => (
			<>
				<SubmitButton look="plain" working="Ending…">
					{label}
					<span className="sr-only"> {what}</span>
				</SubmitButton>
				{fill.state.status === "done" ? null : <FormOutcome state={fill.state} />}
			</>
		)}
	</PlainForm>
);

/** Where one is signed in; each can be ended. */
export const Sessions = ({ sessions }: { sessions: readonly ShownSession[] }) => (
	<Card aria-label="Sessions" id="sessions">
		<CardTitle aside={sessions.length > 1 ? <End session="others" label="End all others" what="" /> : null}>
			Sessions
		</CardTitle>
		<ul className="grid divide-y">
			{sessions.map((session) => (
				<li key={session.id} className="flex flex-wrap items-center justify-between gap-3 py-2">
					<div className="min-w-0">
						<p className="break-words">
							{session.browser} {session.current ? <Badge tone="success">this one</Badge> : null}
						</p>
						<p className="text-muted">
							<Mono>{session.ipAddress || "unknown address"}</Mono>, signed in{" "}
							<RelativeTime at={session.createdAt} />
						</p>
					</div>
					{session.current ? null : <End session={session.id} label="End" what={session.browser} />}
				</li>
			))}
		</ul>
	</Card>
);
