import { DiagnosisNotice } from "@/components/ui/diagnosis-notice";
import { Status, type Tone } from "@/components/ui/status";
import type { Diagnosis } from "@/lib/core/checks/types";
import { type CheckState, checksOf, type Through } from "@/lib/hosts/checks";

const TONES: Readonly<Record<CheckState, Tone>> = {
	passed: "success",
	failed: "danger",
	"not reached": "muted",
};

/** How far a try to connect came; beside the check that failed, why and what to do. */
export const FailedChecks = ({ through, diagnosis }: { through: Through; diagnosis: Diagnosis }) => (
	<ol className="grid gap-3" aria-label="Checks">
		{checksOf(through, diagnosis.code).map(({ title, state }) => (
			<li key={title} className="grid gap-2">
				<Status tone={TONES[state]}>
					{title}
					<span className="font-normal text-muted">: {state}</span>
				</Status>
				{state === "failed" ? (
					<div className="wrap-anywhere">
						<DiagnosisNotice diagnosis={diagnosis} />
					</div>
				) : null}
			</li>
		))}
	</ol>
);
