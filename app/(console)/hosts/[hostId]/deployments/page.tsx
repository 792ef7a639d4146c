import type { Metadata } from "next";
import { DeploymentHistory } from "@/components/deployments/deployment-history";
import { KeptReleases } from "@/components/deployments/kept-releases";
import { PendingConfirmation } from "@/components/deployments/pending-confirmation";
import { HostSilent } from "@/components/overview/host-silent";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { loadWaysBack } from "@/lib/approvals/loaders";
import { loadDeployments, remainingMs } from "@/lib/deployments/loaders";
import { whyNot } from "@/lib/session/permissions";

type Props = { params: Promise<{ hostId: string }> };

export const metadata: Metadata = { title: "Deployments" };

export default async function DeploymentsPage({ params }: Props) {
	const { hostId } = await params;
	const { access, host, deployments } = await loadDeployments(hostId);
	const { status } = host;
	const left = remainingMs(host);
	const kept = status?.releases ?? [];
	const ways = await loadWaysBack(
		hostId,
		kept.map(({ id }) => id),
		status?.live?.id ?? null,
	);
	return (
		<>
			<PageHeader
				title="Deployments"
				sentence="What was made live, by whom, and what was seen. Any release that the host keeps can be made live again."
				action={<ButtonLink href={`/hosts/${hostId}/changes`}>Review changes</ButtonLink>}
			/>
			<div className="grid gap-6">
				<HostSilent host={host} />
				{status?.pending && left !== null ? (
					<PendingConfirmation
						hostId={hostId}
						deploymentId={
							deployments.find((one) => one.state === "pending" && one.releaseId === status.pending?.release)
								?.id ?? null
						}
						release={status.pending.release}
						number={status.pending.number}
						remainingMs={left}
						disabledReason={whyNot(access.role, "deployments.confirm")}
					/>
				) : null}
				<DeploymentHistory hostId={hostId} deployments={deployments} live={status?.live ?? null} />
				{status ? (
					<KeptReleases
						hostId={hostId}
						releases={kept}
						ways={ways}
						live={status.live}
						rollBackReason={whyNot(access.role, "deployments.rollback")}
						pruneReason={whyNot(access.role, "deployments.prune")}
					/>
				) : null}
			</div>
		</>
	);
}
