"use client";

import { useActionState } from "react";
import { DiagnosisNotice } from "@/components/ui/diagnosis-notice";
import { Field, Input } from "@/components/ui/field";
import { Notice } from "@/components/ui/status";
import { SubmitButton } from "@/components/ui/submit-button";
import { deployAction } from "@/lib/deployments/actions";
import { untouched } from "@/lib/kernel/form-state";
import { BreakSessions } from "./break-sessions";

/** Deploys exactly what the page shows, over exactly what was live when it was made. */
export function DeployForm({
	hostId,
	reviewed,
	live,
	number,
	canRevert,
	replacesDrift,
	weaving = null,
	weavingSeen = false,
	override = false,
	disabledReason,
	goTo = "",
}: {
	hostId: string;
	reviewed: string;
	/** Empty before the first release. */
	live: string;
	number: number;
	/** Whether there is something to go back to. */
	canRevert: boolean;
	/** Whether it would replace what was changed by hand: asked for, never silently. */
	replacesDrift: boolean;
	/** Agrees to the lines that the host's own Exim configuration gets; null where it gets none. */
	weaving?: string | null;
	/** Whether somebody agreed to these very lines before, on a page that leads here. */
	weavingSeen?: boolean;
	/** Whether it would go without the approval that the host wants: an owner's emergency. */
	override?: boolean;
	disabledReason: string | null;
	/** Where to watch it; the deployment's own page where nothing is said. */
	goTo?: string;
}) {
	const [state, action] = useActionState(deployAction, untouched);
	const typed = (name: string, otherwise: string) => String(state.values[name] ?? otherwise);
	return (
		<form action={action} className="grid gap-4">
			<input type="hidden" name="hostId" value={hostId} />
			<input type="hidden" name="reviewed" value={reviewed} />
			<input type="hidden" name="live" value={live} />
			{goTo ? <input type="hidden" name="goTo" value={goTo} /> : null}
			{state.diagnosis ? <DiagnosisNotice diagnosis={state.diagnosis} /> : null}
			{state.message && state.status !== "done" && !state.diagnosis ? (
				<Notice tone="danger" title={state.message} role="alert" />
			) : null}
			<Field
				name="note"
				label="Note"
				help={
					override
						? "Why it can't wait for somebody else. Kept with the release and in the audit."
						: "Why, in a few words. Kept with the release."
				}
				error={state.fieldErrors.note}
			>
				{(wiring) => (
					<Input
						{...wiring}
						maxLength={500}
						autoComplete="off"
						required={override}
						defaultValue={typed("note", "")}
					/>
				)}
			</Field>
			{canRevert ? (
				<fieldset className="grid gap-1">
					<legend className="sr-only">Safety net</legend>
					<div className="flex flex-wrap items-center gap-x-1.5 gap-y-1">
						<input
							id="field-revert"
							type="checkbox"
							name="revert"
							defaultChecked={state.values.revert === "on"}
							className="size-4 accent-accent"
						/>
						<label htmlFor="field-revert" className="leading-7">
							Revert unless confirmed in
						</label>
						<Input
							name="minutes"
							aria-label="Minutes to confirm"
							aria-invalid={state.fieldErrors.minutes ? true : undefined}
							aria-describedby={state.fieldErrors.minutes ? "minutes-error" : undefined}
							inputMode="numeric"
							mono
							className="min-h-7 w-14 text-right"
							defaultValue={typed("minutes", "10")}
						/>
						<span>min</span>
					</div>
					{state.fieldErrors.minutes ? (
						<p id="minutes-error" className="text-danger">
							✕ {state.fieldErrors.minutes}
						</p>
					) : null}
				</fieldset>
			) : null}
			{replacesDrift ? (
				<div className="flex items-start gap-2">
					<input
						id="field-replaceDrift"
						type="checkbox"
						name="replaceDrift"
						required
						className="mt-1 size-4 shrink-0 accent-accent"
					/>
					<label htmlFor="field-replaceDrift" className="leading-6">
						Replace what was changed by hand on the host; it keeps a copy
					</label>
				</div>
			) : null}
			{weaving ? (
				<div className="flex items-start gap-2">
					<input
						id="field-weaving"
						type="checkbox"
						name="weaving"
						value={weaving}
						required
						defaultChecked={weavingSeen}
						className="mt-1 size-4 shrink-0 accent-accent"
					/>
					<label htmlFor="field-weaving" className="leading-6">
						I have seen the lines that this host's own Exim configuration gets
					</label>
				</div>
			) : null}
			{override ? (
				<div className="flex items-start gap-2">
					<input
						id="field-override"
						type="checkbox"
						name="override"
						required
						className="mt-1 size-4 shrink-0 accent-accent"
					/>
					<label htmlFor="field-override" className="leading-6">
						It is an emergency: deploy without somebody else's approval. The audit says so in capitals
					</label>
				</div>
			) : null}
			<BreakSessions id="field-breakSessions" reason={state.fieldErrors.breakSessions} />
			<SubmitButton working="Starting…" disabledReason={disabledReason} className="min-h-9">
				Deploy release {number}
			</SubmitButton>
			{disabledReason ? <p className="text-muted">{disabledReason}</p> : null}
			<p className="font-mono text-xs break-all text-muted">{reviewed}</p>
		</form>
	);
}
