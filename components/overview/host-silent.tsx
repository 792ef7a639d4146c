import { DiagnosisNotice } from "@/components/ui/diagnosis-notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Notice } from "@/components/ui/status";
import type { Diagnosis } from "@/lib/core/checks/types";

/** Said while the host doesn't answer: how old is what the page shows, why, and what to do. */
export function HostSilent({
	host: { status, statusAt, statusError },
}: {
	host: { status: object | null; statusAt: Date | null; statusError: Diagnosis | null };
}) {
	if (!statusError) return null;
	return (
		<div className="grid gap-3">
			<Notice
				tone="warning"
				title={
					status && statusAt ? (
						<>
							The host doesn't answer. What you see is what it said <RelativeTime at={statusAt.getTime()} />.
						</>
					) : (
						"The host has never answered."
					)
				}
			>
				<p>Mail doesn't depend on the console: whatever ran goes on running.</p>
			</Notice>
			<DiagnosisNotice diagnosis={statusError} />
		</div>
	);
}
