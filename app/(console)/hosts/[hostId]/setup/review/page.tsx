import type { Metadata } from "next";
import { ChangeEffects } from "@/components/changes/change-effects";
import { Problems } from "@/components/changes/problems";
import { Reviewed } from "@/components/setup/reviewed";
import { NextLink, SetupFrame } from "@/components/setup/setup-frame";
import { EmptyState } from "@/components/ui/empty-state";
import { whyNot } from "@/lib/session/permissions";
import { loadSetup } from "@/lib/setup/loaders";
import { setupHref } from "@/lib/setup/steps";

export const metadata: Metadata = { title: "Set up: review" };

const MENDED_FIRST = "What keeps Listkeeper out of this host's Exim configuration has to be put right first.";

export default async function SetupReviewPage({ params }: { params: Promise<{ hostId: string }> }) {
	const { hostId } = await params;
	const setup = await loadSetup(hostId);
	const { access, host, review } = setup;
	const weaving = host.status?.weaving ?? null;
	const discardReason = whyNot(access.role, "changes.discard");
	return (
		<SetupFrame
			setup={setup}
			step="review"
			title="Review"
			sentence="What deploying would do, before the text that does it. Nothing here has touched the host yet."
			onwards={
				review.kind === "changes" ? (
					<Reviewed
						key={review.reviewedId}
						hostId={hostId}
						reviewed={review.reviewedId}
						weaving={weaving?.id ?? null}
						seen={weaving?.id !== null && weaving?.id === setup.setup?.weaving}
						mayNot={setup.mayNot ?? (weaving && weaving.id === null ? MENDED_FIRST : null)}
					/>
				) : (
					<NextLink
						hostId={hostId}
						step="review"
						waitsFor={setup.done.includes("review") ? null : "Put right what stands in the way first."}
					/>
				)
			}
		>
			{review.kind === "invalid" ? (
				<Problems
					hostId={hostId}
					problems={review.problems}
					seen={review.seen}
					live={host.status?.live ?? null}
					discardReason={discardReason}
					hrefOf={(setting) => setupHref(hostId, setting)}
				/>
			) : null}
			{review.kind === "same" ? (
				<EmptyState title="Nothing waits to be deployed">
					What is wanted is what release {review.live.number} says.
				</EmptyState>
			) : null}
			{review.kind === "changes" ? (
				<ChangeEffects hostId={hostId} review={review} discardReason={discardReason} weaving={weaving} />
			) : null}
		</SetupFrame>
	);
}
