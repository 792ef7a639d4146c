import { Card, CardTitle } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { Notice } from "@/components/ui/status";
import type { Standing } from "@/lib/approvals/loaders";
import type { Review } from "@/lib/changes/schema";
import type { DriftItem, HostStatus } from "@/lib/core/host/events";
import { Approvals } from "./approvals";
import { DeployForm } from "./deploy-form";
import { DriftNotice } from "./drift-notice";
import { UndertakingLine } from "./undertaking-line";

/** What deploying will do on the host, and the button that begins it. */
export function DeployCard({
	hostId,
	review,
	drift,
	lock,
	deployReason,
	standing,
	weaving,
	weavingSeen = null,
	goTo,
	className,
}: {
	hostId: string;
	review: Extract<Review, { kind: "changes" }>;
	drift: readonly DriftItem[];
	lock: { actor: string; since: number } | null;
	/** Why one may not; null where one may. */
	deployReason: string | null;
	/** Null where the host doesn't want four eyes. */
	standing: Standing | null;
	/** What the host's own Exim configuration gets by the first deployment; null where nothing. */
	weaving: HostStatus["weaving"] | null;
	/** The lines that somebody agreed to before, on a page that leads here. */
	weavingSeen?: string | null;
	/** Where to watch it; the deployment's own page where nothing is said. */
	goTo?: string;
	className?: string;
}) {
	const { live, nextNumber } = review;
	const waits = standing !== null && !standing.approved;
	return (
		<Card className={className} aria-label="Deploy">
			<CardTitle>Release {nextNumber}</CardTitle>
			<div className="grid gap-4">
				<UndertakingLine undertaking={review.undertaking} />
				<DriftNotice hostId={hostId} drift={drift} />
				{lock ? (
					<Notice tone="info" title={`${lock.actor} is deploying`}>
						<p>
							Since <RelativeTime at={lock.since} />. A deployment that you start now is told to wait.
						</p>
					</Notice>
				) : null}
				{standing ? (
					<Approvals hostId={hostId} reviewed={review.reviewedId} live={live?.id ?? ""} standing={standing} />
				) : null}
				<DeployForm
					hostId={hostId}
					reviewed={review.reviewedId}
					live={live?.id ?? ""}
					number={nextNumber}
					canRevert={live !== null}
					replacesDrift={drift.length > 0}
					weaving={weaving?.id ?? null}
					weavingSeen={weavingSeen !== null && weavingSeen === weaving?.id}
					{...(goTo ? { goTo } : {})}
					override={waits && standing.mayOverride}
					disabledReason={
						deployReason ??
						(weaving && weaving.id === null
							? "What keeps Listkeeper out of this host's Exim configuration has to be put right first."
							: null) ??
						(waits && !standing.mayOverride ? "This release needs somebody else's approval first." : null)
					}
				/>
			</div>
		</Card>
	);
}
