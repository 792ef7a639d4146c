import type { Metadata } from "next";
import { Suspense } from "react";
import { ChangeReview } from "@/components/changes/change-review";
import { Problems } from "@/components/changes/problems";
import { PutBack } from "@/components/changes/put-back";
import { SavedSessions } from "@/components/lab/saved-sessions";
import { HostSilent } from "@/components/overview/host-silent";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { loadStanding } from "@/lib/approvals/loaders";
import { loadReview } from "@/lib/changes/loaders";
import { whyNot } from "@/lib/session/permissions";

type Props = { params: Promise<{ hostId: string }> };

export const metadata: Metadata = { title: "Changes" };

export default async function ChangesPage({ params }: Props) {
	const { hostId } = await params;
	const { access, host, review } = await loadReview(hostId);
	const drift = host.status?.drift ?? [];
	const standing =
		review.kind === "changes" ? await loadStanding(hostId, review.reviewedId, review.live?.id ?? null) : null;
	const reasons = {
		deploy: whyNot(access.role, "deployments.deploy"),
		discard: whyNot(access.role, "changes.discard"),
	};
	return (
		<>
			<PageHeader
				title="Changes"
				sentence="What deploying would do, before the text that does it. Nothing on this page has touched the host yet."
			/>
			<div className="grid gap-6">
				<HostSilent host={host} />
				{review.kind === "unheard" ? (
					<EmptyState title="Nothing can be reviewed yet">
						What a release looks like depends on the host, and it has not answered. The reason is above.
					</EmptyState>
				) : null}
				{review.kind === "same" && drift.length > 0 ? (
					<PutBack
						hostId={hostId}
						live={review.live}
						nextNumber={review.nextNumber}
						drift={drift}
						disabledReason={reasons.deploy}
					/>
				) : null}
				{review.kind === "same" && drift.length === 0 ? (
					<EmptyState
						title="Nothing waits to be deployed"
						action={<ButtonLink href={`/hosts/${hostId}/deployments`}>See what was deployed</ButtonLink>}
					>
						What is wanted is what release {review.live.number} says. Change a setting and it appears here.
					</EmptyState>
				) : null}
				{review.kind === "invalid" ? (
					<Problems
						hostId={hostId}
						problems={review.problems}
						seen={review.seen}
						live={host.status?.live ?? null}
						discardReason={reasons.discard}
					/>
				) : null}
				{review.kind === "changes" ? (
					<Suspense fallback={<p className="text-muted">Playing the saved sessions…</p>}>
						<SavedSessions hostId={hostId} onlyIfAny />
					</Suspense>
				) : null}
				{review.kind === "changes" ? (
					<ChangeReview
						hostId={hostId}
						review={review}
						drift={drift}
						lock={host.status?.lock ?? null}
						reasons={reasons}
						standing={standing}
						weaving={host.status?.weaving ?? null}
					/>
				) : null}
			</div>
		</>
	);
}
