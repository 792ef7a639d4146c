import type { Metadata } from "next";
import { DeploymentHeader } from "@/components/deployments/deployment-header";
import { LiveDeployment } from "@/components/deployments/live-deployment";
import { advance, noProgress } from "@/components/deployments/progress";
import { loadWaysBack } from "@/lib/approvals/loaders";
import { loadDeployment } from "@/lib/deployments/loaders";
import { isOpen } from "@/lib/deployments/schema";
import { whyNot } from "@/lib/session/permissions";

type Props = { params: Promise<{ hostId: string; deploymentId: string }> };

export const metadata: Metadata = { title: "Deployment" };

export default async function DeploymentPage({ params }: Props) {
	const { hostId, deploymentId } = await params;
	const { access, host, deployment, events, seq, tail } = await loadDeployment(hostId, deploymentId);
	const ways = await loadWaysBack(hostId, [deployment.releaseId], tail.live?.id ?? null);
	return (
		<>
			{isOpen(deployment.state) ? (
				// Without JavaScript the page keeps up by being drawn again.
				<noscript>
					<meta httpEquiv="refresh" content="2" />
				</noscript>
			) : null}
			<DeploymentHeader
				hostId={hostId}
				deployment={deployment}
				live={tail.live}
				kept={host.status?.releases.find((one) => one.id === deployment.releaseId) ?? null}
				way={ways[deployment.releaseId]}
				rollBackReason={whyNot(access.role, "deployments.rollback")}
			/>
			<LiveDeployment
				key={deploymentId}
				hostId={hostId}
				deploymentId={deploymentId}
				releaseId={deployment.releaseId}
				initial={{ progress: advance(noProgress(), events), tail, seq, now: Date.now() }}
				confirmReason={whyNot(access.role, "deployments.confirm")}
			/>
		</>
	);
}
