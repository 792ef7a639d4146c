import type { Standing } from "@/lib/approvals/loaders";
import type { Review } from "@/lib/changes/schema";
import type { DriftItem, HostStatus } from "@/lib/core/host/events";
import { ChangeEffects } from "./change-effects";
import { DeployCard } from "./deploy-card";

/** Effects first, then the files, then what deploying will do. */
export function ChangeReview({
	hostId,
	review,
	drift,
	lock,
	reasons,
	standing,
	weaving,
}: {
	hostId: string;
	review: Extract<Review, { kind: "changes" }>;
	drift: readonly DriftItem[];
	lock: { actor: string; since: number } | null;
	/** Why one may not; null where one may. */
	reasons: { deploy: string | null; discard: string | null };
	/** Null where the host doesn't want four eyes. */
	standing: Standing | null;
	/** What the host's own Exim configuration gets by the first deployment; null where nothing. */
	weaving: HostStatus["weaving"] | null;
}) {
	return (
		<div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
			<ChangeEffects hostId={hostId} review={review} discardReason={reasons.discard} weaving={weaving} />
			<DeployCard
				hostId={hostId}
				review={review}
				drift={drift}
				lock={lock}
				deployReason={reasons.deploy}
				standing={standing}
				weaving={weaving}
				className="xl:sticky xl:top-16 xl:max-h-[calc(100dvh-9rem)] xl:overflow-y-auto"
			/>
		</div>
	);
}
