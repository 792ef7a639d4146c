import { Card, CardTitle } from "@/components/ui/card";
import { DiagnosisNotice } from "@/components/ui/diagnosis-notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status, type Tone } from "@/components/ui/status";
import { type CheckState, checksOf, type HostDraft } from "@/lib/drafts/schema";
import { Connect } from "./draft-forms";

const TONES: Readonly<Record<CheckState, Tone>> = {
	passed: "success",
	failed: "danger",
	"not reached": "muted",
};

/** How far the last try to connect came; beside the check that failed, why and what to do. */
export const ConnectionCheck = ({ draft, confirmed }: { draft: HostDraft; confirmed: boolean }) => (
	<Card aria-label="Check" id="check" className="scroll-mt-4">
		<CardTitle
			aside={
				draft.failed ? (
					<span className="text-muted">
						tried <RelativeTime at={draft.failed.at} />
					</span>
				) : null
			}
		>
			3. Connect and check
		</CardTitle>
		<div className="grid gap-4">
			{draft.failed ? (
				<ol className="grid gap-3" aria-label="Checks">
					{checksOf(draft.failed.diagnosis.code).map(({ title, state }) => (
						<li key={title} className="grid gap-2">
							<Status tone={TONES[state]}>
								{title}
								<span className="font-normal text-muted">: {state}</span>
							</Status>
							{state === "failed" && draft.failed ? (
								<div className="wrap-anywhere">
									<DiagnosisNotice diagnosis={draft.failed.diagnosis} />
								</div>
							) : null}
						</li>
					))}
				</ol>
			) : null}
			{confirmed ? (
				<Connect draftId={draft.id} again={draft.failed !== null} />
			) : (
				<p className="text-muted">Possible once the host's key is confirmed.</p>
			)}
		</div>
	</Card>
);
