"use client";

import { FormOutcome } from "@/components/ui/edit-form";
import { PlainForm } from "@/components/ui/plain-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { askKeysAction, confirmKeysAction, connectAction, giveUpAction } from "@/lib/drafts/actions";
import type { HostDraft } from "@/lib/drafts/schema";
import { untouched } from "@/lib/kernel/form-state";

/** Asks the host for its keys again, with nothing else changed. */
export const AskKeysAgain = ({ draft }: { draft: HostDraft }) => (
	<PlainForm
		action={askKeysAction}
		initial={untouched}
		hidden={{
			draftId: draft.id,
			name: draft.name,
			address: draft.place.address,
			port: String(draft.place.port),
			user: draft.place.user,
		}}
		className="grid gap-3"
	>
		{(fill) => (
			<>
				<FormOutcome state={fill.state} />
				<div>
					<SubmitButton look="plain" working="Asking the host…">
						Ask for its key again
					</SubmitButton>
				</div>
			</>
		)}
	</PlainForm>
);

/** Confirms exactly the keys on screen. In: whether another was confirmed before, which takes one more word. */
export const ConfirmKeys = ({ draft, differs }: { draft: HostDraft; differs: boolean }) => (
	<PlainForm
		action={confirmKeysAction}
		initial={untouched}
		hidden={{ draftId: draft.id, keys: JSON.stringify(draft.offered) }}
		className="grid gap-3"
	>
		{(fill) => (
			<>
				{differs ? (
					<div className="grid gap-1">
						<label className="flex items-start gap-2">
							<input
								type="checkbox"
								name="sure"
								aria-invalid={fill.error("sure") ? true : undefined}
								aria-describedby={fill.error("sure") ? "sure-error" : undefined}
								className="mt-0.5 size-4 shrink-0 accent-accent"
							/>
							The host was installed anew or given new keys, and I know by whom.
						</label>
						{fill.error("sure") ? (
							<p id="sure-error" className="text-danger">
								<span aria-hidden="true">✕ </span>
								{fill.error("sure")}
							</p>
						) : null}
					</div>
				) : null}
				{fill.state.message ? <FormOutcome state={fill.state} /> : null}
				<div>
					<SubmitButton look={differs ? "danger" : "primary"} working="Confirming…">
						The host's console shows the same
					</SubmitButton>
				</div>
			</>
		)}
	</PlainForm>
);

export const Connect = ({ draftId, again }: { draftId: string; again: boolean }) => (
	<PlainForm action={connectAction} initial={untouched} hidden={{ draftId }} className="grid gap-3">
		{(fill) => (
			<>
				<FormOutcome state={fill.state} />
				<div>
					<SubmitButton working="Connecting…">{again ? "Check again" : "Connect and check"}</SubmitButton>
				</div>
			</>
		)}
	</PlainForm>
);

export const GiveUp = ({ draftId, anew }: { draftId: string; anew: boolean }) => (
	<PlainForm action={giveUpAction} initial={untouched} hidden={{ draftId }} className="grid gap-3">
		{(fill) => (
			<>
				<FormOutcome state={fill.state} />
				<div>
					<SubmitButton look="quiet" working="Giving up…">
						{anew ? "Leave it as it was" : "Don't add this host"}
					</SubmitButton>
				</div>
			</>
		)}
	</PlainForm>
);
