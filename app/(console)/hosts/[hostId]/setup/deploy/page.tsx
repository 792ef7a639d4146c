import type { Metadata } from "next";
import { DeployCard } from "@/components/changes/deploy-card";
import { LiveDeployment } from "@/components/deployments/live-deployment";
import { advance, noProgress } from "@/components/deployments/progress";
import { NextLink, SetupFrame } from "@/components/setup/setup-frame";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/status";
import { loadStanding } from "@/lib/approvals/loaders";
import { loadDeployment, loadDeployments } from "@/lib/deployments/loaders";
import { isOpen } from "@/lib/deployments/schema";
import { whyNot } from "@/lib/session/permissions";
import { loadSetup } from "@/lib/setup/loaders";
import { stepHref } from "@/lib/setup/steps";

export const metadata: Metadata = { title: "Set up: deploy" };

export default async function SetupDeployPage({ params }: { params: Promise<{ hostId: string }> }) {
	const { hostId } = await params;
	const setup = await loadSetup(hostId);
	const { access, host, review, done } = setup;
	const [latest] = (await loadDeployments(hostId, 1)).deployments;
	const last = latest && latest.kind === "deploy" ? await loadDeployment(hostId, latest.id) : null;
	const open = last !== null && isOpen(last.tail.state);
	const changes = review.kind === "changes" && !open ? review : null;
	const standing = changes && (await loadStanding(hostId, changes.reviewedId, changes.live?.id ?? null));
	return (
		<SetupFrame
			setup={setup}
			step="deploy"
			title="Deploy"
			sentence="The host proves the release once more, makes it live in one step, and goes back by itself where mail doesn't flow."
			onwards={
				<NextLink
					hostId={hostId}
					step="deploy"
					waitsFor={done.includes("deploy") ? null : "The release has to be live first."}
				/>
			}
		>
			{open ? (
				// Without JavaScript the page keeps up by being drawn again.
				<noscript>
					<meta httpEquiv="refresh" content="2" />
				</noscript>
			) : null}
			{changes && !done.includes("dry-run") ? (
				<Notice tone="info" title="The dry run has not passed for these settings">
					<p>Deploying makes the same checks first, and changes nothing where one of them fails.</p>
				</Notice>
			) : null}
			{changes ? (
				<DeployCard
					hostId={hostId}
					review={changes}
					drift={host.status?.drift ?? []}
					lock={host.status?.lock ?? null}
					deployReason={whyNot(access.role, "deployments.deploy")}
					standing={standing}
					weaving={host.status?.weaving ?? null}
					weavingSeen={setup.setup?.weaving ?? null}
					goTo={stepHref(hostId, "deploy")}
					className="max-w-2xl"
				/>
			) : null}
			{last ? (
				<section aria-label="The last deployment" className="grid grid-cols-[minmax(0,1fr)] gap-4">
					{changes ? <h2 className="text-base font-semibold">The deployment before</h2> : null}
					<LiveDeployment
						key={last.deployment.id}
						hostId={hostId}
						deploymentId={last.deployment.id}
						releaseId={last.deployment.releaseId}
						initial={{
							progress: advance(noProgress(), last.events),
							tail: last.tail,
							seq: last.seq,
							now: Date.now(),
						}}
						confirmReason={whyNot(access.role, "deployments.confirm")}
					/>
				</section>
			) : changes ? null : (
				<EmptyState title="Nothing waits to be deployed">What is wanted is what is live.</EmptyState>
			)}
		</SetupFrame>
	);
}
