import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import type { WayBack } from "@/lib/approvals/loaders";
import type { ReleaseSummary } from "@/lib/core/host/events";
import { type DeploymentSummary, stateTone, stateWord } from "@/lib/deployments/schema";
import { RollBackForm } from "./roll-back-form";

/** What was deployed by whom and why; and, where the host keeps an older release, the way back to it. */
export function DeploymentHeader({
	hostId,
	deployment,
	live,
	kept,
	rollBackReason,
	way,
}: {
	hostId: string;
	deployment: DeploymentSummary;
	live: { number: number; id: string } | null;
	/** The release as the host keeps it; null once it was pruned, or never got so far. */
	kept: ReleaseSummary | null;
	rollBackReason: string | null;
	/** How four eyes stand with the way back; undefined where the host wants none. */
	way: WayBack | undefined;
}) {
	const isLive = live?.id === deployment.releaseId;
	return (
		<PageHeader
			title={titleOf(deployment)}
			sentence={
				<>
					<Status tone={stateTone(deployment.state)} className="mr-2">
						{stateWord(deployment.state, isLive)}
					</Status>
					{deployment.actor}, <RelativeTime at={deployment.startedAt} />
					{deployment.note ? ` — ${deployment.note}` : ""}{" "}
					<code className="text-xs whitespace-nowrap">{deployment.releaseId.slice(0, 12)}</code>
				</>
			}
			action={
				kept && live && !isLive && deployment.state === "live" ? (
					<RollBackForm
						hostId={hostId}
						release={kept}
						way={way}
						live={live.id}
						disabledReason={rollBackReason}
						label="Roll back to this release"
					/>
				) : null
			}
		/>
	);
}

/** `Release 42`, or what is known of it. */
export function titleOf({ kind, number }: Pick<DeploymentSummary, "kind" | "number">): string {
	if (kind === "rollback") return number === null ? "Roll back" : `Roll back to release ${number}`;
	return number === null ? "Deployment" : `Release ${number}`;
}
