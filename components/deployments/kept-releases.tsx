import { Card, CardTitle } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import type { WayBack } from "@/lib/approvals/loaders";
import type { ReleaseSummary } from "@/lib/core/host/events";
import { PruneForm } from "./prune-form";
import { RollBackForm } from "./roll-back-form";

/** What the host could make live again, newest first. */
export function KeptReleases({
	hostId,
	releases,
	live,
	rollBackReason,
	pruneReason,
	ways,
}: {
	hostId: string;
	releases: readonly ReleaseSummary[];
	live: { id: string; number: number } | null;
	rollBackReason: string | null;
	pruneReason: string | null;
	/** How four eyes stand with each way back; empty where the host wants none. */
	ways: Readonly<Record<string, WayBack>>;
}) {
	if (releases.length === 0 || live === null) return null;
	return (
		<Card aria-labelledby="kept">
			<CardTitle>
				<span id="kept">Releases the host keeps</span>
			</CardTitle>
			<ul className="grid">
				{[...releases]
					.sort((a, b) => b.number - a.number)
					.map((release) => (
						<li
							key={release.number}
							className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-t py-1.5 first:border-t-0"
						>
							<span className="font-medium tabular-nums">Release {release.number}</span>
							<code className="text-xs text-muted">{release.id.slice(0, 12)}</code>
							<span className="min-w-0 flex-1 basis-40 text-mono break-words text-muted">
								{release.actor}, <RelativeTime at={release.at} />
								{release.note ? ` — ${release.note}` : ""}
							</span>
							{release.number === live.number ? (
								<Status tone="success">Live</Status>
							) : (
								<RollBackForm
									hostId={hostId}
									release={release}
									way={ways[release.id]}
									live={live.id}
									disabledReason={rollBackReason}
									label={`Roll back to ${release.number}`}
								/>
							)}
						</li>
					))}
			</ul>
			<PruneForm hostId={hostId} disabledReason={pruneReason} />
		</Card>
	);
}
