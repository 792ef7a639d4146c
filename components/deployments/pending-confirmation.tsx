"use client";

import { useRouter } from "next/navigation";
import { useActionState, useEffect } from "react";
import { DiagnosisNotice } from "@/components/ui/diagnosis-notice";
import { Notice } from "@/components/ui/status";
import { SubmitButton } from "@/components/ui/submit-button";
import { confirmAction } from "@/lib/deployments/actions";
import { untouched } from "@/lib/kernel/form-state";
import { Countdown } from "./countdown";

/** Others may confirm it, at the host's console too, and the host reverts it by itself: what became of it is looked up. */
const LOOK_AGAIN_MS = 4_000;

/** A release that reverts by itself unless somebody says that all is well: the clock and one button. */
export function PendingConfirmation({
	hostId,
	deploymentId,
	release,
	number,
	remainingMs,
	sentence = null,
	disabledReason,
}: {
	hostId: string;
	/** The deployment it belongs to, where this console knows it. */
	deploymentId: string | null;
	release: string;
	number: number | null;
	remainingMs: number;
	/** What the host said of it, where that is known. */
	sentence?: string | null;
	disabledReason: string | null;
}) {
	const [state, action] = useActionState(confirmAction, untouched);
	const router = useRouter();
	useEffect(() => {
		const timer = setInterval(() => router.refresh(), LOOK_AGAIN_MS);
		return () => clearInterval(timer);
	}, [router]);
	const named = number === null ? "this release" : `release ${number}`;
	return (
		<Notice tone="warning" title={sentence ?? `The host reverts ${named} by itself unless it is confirmed`}>
			<div className="flex flex-wrap items-center gap-x-6 gap-y-2">
				<Countdown remainingMs={remainingMs} />
				<form action={action}>
					<input type="hidden" name="hostId" value={hostId} />
					<input type="hidden" name="release" value={release} />
					{deploymentId ? <input type="hidden" name="deploymentId" value={deploymentId} /> : null}
					<SubmitButton working="Confirming…" disabledReason={disabledReason}>
						Confirm {named}
					</SubmitButton>
				</form>
			</div>
			<p className="text-muted">
				Send a post, look at the tests, then confirm. The clock is the host's own: it reverts with or without
				this page.
			</p>
			{state.diagnosis ? <DiagnosisNotice diagnosis={state.diagnosis} /> : null}
			{state.status === "refused" && state.message ? (
				<p role="alert" className="text-danger">
					✕ {state.message}
				</p>
			) : null}
		</Notice>
	);
}
