"use client";

import { FormOutcome } from "@/components/ui/edit-form";
import { PlainForm } from "@/components/ui/plain-form";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { SubmitButton } from "@/components/ui/submit-button";
import { approveAction } from "@/lib/approvals/actions";
import type { Standing } from "@/lib/approvals/loaders";
import { untouched } from "@/lib/kernel/form-state";

/** Who approved exactly this release, and the way to. */
export const Approvals = ({
	hostId,
	reviewed,
	live,
	standing,
}: {
	hostId: string;
	reviewed: string;
	/** Empty before the first release. */
	live: string;
	standing: Standing;
}) => {
	const { approvals, mayNotApprove } = standing;
	const did = approvals.some(({ you }) => you);
	return (
		<section aria-label="Approval" className="grid gap-2">
			<h3 className="font-medium">Four eyes</h3>
			{approvals.length === 0 ? (
				<p className="text-muted">
					Nobody has approved this release yet. Whoever deploys it needs somebody else's approval; a later
					change voids it.
				</p>
			) : (
				<ul className="grid gap-1">
					{approvals.map(({ name, at, you }) => (
						<li key={`${name} ${at}`}>
							<Status tone="success">
								{you ? "You" : name} approved it <RelativeTime at={at} />
							</Status>
						</li>
					))}
				</ul>
			)}
			{did ? null : (
				<PlainForm
					action={approveAction}
					initial={untouched}
					hidden={{ hostId, reviewed, live }}
					className="grid justify-items-start gap-2"
				>
					{(fill) => (
						<>
							<SubmitButton look="plain" working="Approving…" disabledReason={mayNotApprove}>
								Approve this release
							</SubmitButton>
							<FormOutcome state={fill.state} />
						</>
					)}
				</PlainForm>
			)}
		</section>
	);
};
