import { FailedChecks } from "@/components/hosts/failed-checks";
import { Card, CardTitle } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import type { HostDraft } from "@/lib/drafts/schema";
import { Connect } from "./draft-forms";

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
			{draft.failed ? <FailedChecks through="ssh" diagnosis={draft.failed.diagnosis} /> : null}
			{confirmed ? (
				<Connect draftId={draft.id} again={draft.failed !== null} />
			) : (
				<p className="text-muted">Possible once the host's key is confirmed.</p>
			)}
		</div>
	</Card>
);
