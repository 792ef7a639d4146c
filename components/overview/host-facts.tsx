import { Badge, Status } from "@/components/ui/status";
import type { HostRecord } from "@/lib/hosts/schema";
import { placeInWords } from "@/lib/hosts/ssh-schema";

/** What and where the host is, and which release is live, in one line. */
export function HostFacts({ host }: { host: Pick<HostRecord, "status" | "connection"> }) {
	const { status, connection } = host;
	if (!status) return <>Nothing is known of this host yet.</>;
	const { profile, live } = status;
	return (
		<span className="flex flex-wrap items-center gap-x-3 gap-y-1">
			<code>{profile.target.hostname}</code>
			{profile.kind === "rehearsal" ? (
				<Badge title="A list host in a directory: real Exim on loopback, Mailman simulated">
					rehearsal host
				</Badge>
			) : null}
			{live ? (
				<Status tone="success">Release {live.number} is live</Status>
			) : (
				<Status tone="muted">Nothing is live yet</Status>
			)}
			{connection.kind === "ssh" ? (
				<span>
					by ssh at <code>{placeInWords(connection)}</code>
				</span>
			) : null}
			<span>{profile.exim ? `Exim ${profile.exim.version}` : "No Exim found"}</span>
		</span>
	);
}
