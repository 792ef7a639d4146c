import Link from "next/link";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { type DeploymentSummary, stateTone, stateWord } from "@/lib/deployments/schema";
import { titleOf } from "./deployment-header";
import { shortDuration } from "./duration";

/** Deployments and roll backs, newest first. */
export function DeploymentHistory({
	hostId,
	deployments,
	live,
}: {
	hostId: string;
	deployments: readonly DeploymentSummary[];
	live: { id: string } | null;
}) {
	if (deployments.length === 0)
		return (
			<EmptyState
				title="Nothing was deployed yet"
				action={
					<ButtonLink look="primary" href={`/hosts/${hostId}/changes`}>
						Review the first release
					</ButtonLink>
				}
			>
				Every deployment is kept here with what was proved before it went live and what was seen after.
			</EmptyState>
		);
	// The same release may have been made live twice; only the last time counts.
	const liveBy = deployments.find(
		(one) => one.releaseId === live?.id && (one.state === "live" || one.state === "pending"),
	);
	return (
		<ol aria-label="Deployments" className="rounded-lg border bg-surface">
			{deployments.map((deployment) => (
				<DeploymentRow
					key={deployment.id}
					hostId={hostId}
					deployment={deployment}
					isLive={deployment === liveBy}
				/>
			))}
		</ol>
	);
}

const DeploymentRow = ({
	hostId,
	deployment,
	isLive,
}: {
	hostId: string;
	deployment: DeploymentSummary;
	isLive: boolean;
}) => (
	<li className="relative grid gap-x-4 gap-y-0.5 border-b px-4 py-2 last:border-b-0 hover:bg-sunken sm:grid-cols-[11rem_10rem_minmax(0,1fr)_auto] sm:items-center">
		<Link
			href={`/hosts/${hostId}/deployments/${deployment.id}`}
			className="font-medium text-accent underline-offset-2 after:absolute after:inset-0 hover:underline"
		>
			{titleOf(deployment)}
		</Link>
		<Status tone={stateTone(deployment.state)}>{stateWord(deployment.state, isLive)}</Status>
		<span className="min-w-0 text-mono break-words text-muted">
			{deployment.note || deployment.sentence || ""}
		</span>
		<span className="text-mono whitespace-nowrap text-muted">
			{deployment.actor}, <RelativeTime at={deployment.startedAt} />
			{deployment.finishedAt === null || deployment.confirmMinutes !== null
				? ""
				: ` · ${shortDuration(deployment.finishedAt - deployment.startedAt)}`}
		</span>
	</li>
);
