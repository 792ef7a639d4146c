import Link from "next/link";
import { LogLines } from "@/components/ui/mono";
import { RelativeTime } from "@/components/ui/relative-time";
import { Notice } from "@/components/ui/status";
import type { HostRecord } from "@/lib/hosts/schema";

/** Said while the host doesn't answer: how old is what the page shows, why, and what to do. */
export function HostSilent({
	host: { id, connection, status, statusAt, statusError },
}: {
	host: Pick<HostRecord, "id" | "connection" | "status" | "statusAt" | "statusError">;
}) {
	if (!statusError) return null;
	return (
		<div id="silent" className="wrap-anywhere">
			<Notice
				tone="warning"
				title={
					status && statusAt ? (
						<>
							The host doesn't answer. What you see is what it said <RelativeTime at={statusAt.getTime()} />.
						</>
					) : (
						"The host has never answered."
					)
				}
			>
				<p>
					{statusError.sentence} {statusError.remedy}
				</p>
				{connection.kind === "ssh" ? (
					<p>
						<Link href={`/hosts/new/ssh?host=${id}`} className="text-accent underline underline-offset-4">
							Look at how it is reached
						</Link>
						, which an owner may change.
					</p>
				) : null}
				{statusError.said.length > 0 ? (
					<details>
						<summary className="min-h-7 cursor-pointer leading-7 text-muted">What it said</summary>
						<LogLines lines={statusError.said} label="What the host said" />
					</details>
				) : null}
			</Notice>
		</div>
	);
}
