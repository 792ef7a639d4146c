import Link from "next/link";
import { Card, CardTitle } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { Notice } from "@/components/ui/status";
import type { Standing } from "@/lib/approvals/loaders";
import { byGroup, type Review } from "@/lib/changes/schema";
import type { DriftItem, HostStatus } from "@/lib/core/host/events";
import { Approvals } from "./approvals";
import { ChangeRow } from "./change-row";
import { DeployForm } from "./deploy-form";
import { DiscardAll } from "./discard";
import { DriftNotice } from "./drift-notice";
import { FileDifferences } from "./file-differences";
import { fileHunks } from "./hunks";
import { UndertakingLine } from "./undertaking-line";
import { Weaving } from "./weaving";

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
	const { changes, live, nextNumber } = review;
	const waits = standing !== null && !standing.approved;
	const files = review.files.map((file) => fileHunks(file));
	return (
		<div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
			<div className="grid min-w-0 gap-6">
				{review.domains === 0 ? (
					<Notice tone="info" title="No domain is on this host yet">
						<p>
							Exim would take mail for no list.{" "}
							<Link href={`/hosts/${hostId}/domains`} className="text-accent underline underline-offset-2">
								Add a domain
							</Link>{" "}
							first; there is something to prove then.
						</p>
					</Notice>
				) : null}
				{changes.length === 0 ? (
					<Notice tone="info" title="The settings are those that are live">
						<p>
							Listkeeper has changed how it writes them. Deploying renders release {live?.number} anew; mail
							goes where it went.
						</p>
					</Notice>
				) : null}
				{byGroup(changes).map(({ group, changes: ofGroup }) => (
					<Card key={group} aria-label={group}>
						<CardTitle>{group}</CardTitle>
						<ul className="grid">
							{ofGroup.map((change) => (
								<ChangeRow
									key={`${change.setting} ${change.sentence}`}
									hostId={hostId}
									change={change}
									seen={review.seen}
									discardReason={reasons.discard}
								/>
							))}
						</ul>
					</Card>
				))}
				{weaving ? <Weaving weaving={weaving} /> : null}
				<FileDifferences files={files} hostId={hostId} />
				{live ? (
					<DiscardAll
						hostId={hostId}
						seen={review.seen}
						liveNumber={live.number}
						disabledReason={reasons.discard}
					/>
				) : null}
			</div>
			<Card
				className="xl:sticky xl:top-16 xl:max-h-[calc(100dvh-9rem)] xl:overflow-y-auto"
				aria-label="Deploy"
			>
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
						<Approvals
							hostId={hostId}
							reviewed={review.reviewedId}
							live={live?.id ?? ""}
							standing={standing}
						/>
					) : null}
					<DeployForm
						hostId={hostId}
						reviewed={review.reviewedId}
						live={live?.id ?? ""}
						number={nextNumber}
						canRevert={live !== null}
						replacesDrift={drift.length > 0}
						weaving={weaving?.id ?? null}
						override={waits && standing.mayOverride}
						disabledReason={
							reasons.deploy ??
							(weaving && weaving.id === null
								? "What keeps Listkeeper out of this host's Exim configuration has to be put right first."
								: null) ??
							(waits && !standing.mayOverride ? "This release needs somebody else's approval first." : null)
						}
					/>
				</div>
			</Card>
		</div>
	);
}
