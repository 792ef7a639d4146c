import { Card, CardTitle } from "@/components/ui/card";
import { DiagnosisNotice } from "@/components/ui/diagnosis-notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import type { HostStatus } from "@/lib/core/host/events";
import { settingHref } from "@/lib/hosts/setting-href";

/** What was found when everything was asked again after Exim's program changed under the live release. */
export function Upgrade({
	upgrade: { at, from, to, problems },
	hostId,
}: {
	upgrade: NonNullable<HostStatus["upgrade"]>;
	hostId: string;
}) {
	return (
		<Card id="upgrade" aria-labelledby="upgrade-title">
			<CardTitle>
				<span id="upgrade-title">Exim was replaced under the live release</span>
			</CardTitle>
			<p className="flex flex-wrap items-center gap-x-3 gap-y-1">
				<code>
					{from ?? "unknown"} → {to ?? "unknown"}
				</code>
				<Status tone={problems.length === 0 ? "success" : "warning"}>
					{problems.length === 0
						? "Everything still holds"
						: problems.length === 1
							? "One thing no longer holds"
							: `${problems.length} things no longer hold`}
				</Status>
				<span className="text-muted">
					asked again <RelativeTime at={at} />
				</span>
			</p>
			<div className="mt-3 grid gap-3 empty:hidden">
				{problems.map((problem) => (
					<DiagnosisNotice
						key={`${problem.code} ${problem.sentence}`}
						diagnosis={problem}
						settingHref={settingHref(hostId, problem.setting)}
						tone="warning"
					/>
				))}
			</div>
		</Card>
	);
}
