import Link from "next/link";
import { Card, CardTitle } from "@/components/ui/card";
import { Notice } from "@/components/ui/status";
import { byGroup, type Review } from "@/lib/changes/schema";
import type { HostStatus } from "@/lib/core/host/events";
import { ChangeRow } from "./change-row";
import { DiscardAll } from "./discard";
import { FileDifferences } from "./file-differences";
import { fileHunks } from "./hunks";
import { Weaving } from "./weaving";

/** What deploying would change: effects first, then the host's own configuration, then the files. */
export function ChangeEffects({
	hostId,
	review,
	discardReason,
	weaving,
}: {
	hostId: string;
	review: Extract<Review, { kind: "changes" }>;
	discardReason: string | null;
	/** What the host's own Exim configuration gets by the first deployment; null where nothing. */
	weaving: HostStatus["weaving"] | null;
}) {
	const { changes, live } = review;
	const files = review.files.map((file) => fileHunks(file));
	return (
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
								discardReason={discardReason}
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
					disabledReason={discardReason}
				/>
			) : null}
		</div>
	);
}
