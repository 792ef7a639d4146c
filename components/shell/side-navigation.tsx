import Link from "next/link";
import { Badge, Status } from "@/components/ui/status";
import type { HostRecord } from "@/lib/hosts/schema";
import { HostSwitcher } from "./host-switcher";
import { NavLinks } from "./nav-links";

/** Which release is live, and whether the host answers. */
function LiveRelease({ host }: { host: HostRecord }) {
	const { status, statusError } = host;
	const live = status?.live;
	return (
		<Link
			href={`/hosts/${host.id}/overview`}
			className="hidden min-h-9 items-center rounded-md px-2.5 hover:bg-sunken md:flex"
		>
			{statusError ? (
				<Status tone="warning">host silent</Status>
			) : status?.attention ? (
				<Status tone="danger">needs attention</Status>
			) : live ? (
				<Status tone={status.exim.running ? "success" : "danger"}>
					live {live.number}
					{status.exim.running ? "" : ", Exim stopped"}
				</Status>
			) : (
				<Status tone="muted">nothing live yet</Status>
			)}
		</Link>
	);
}

/** The host, its pages, and at the end what is live on it. A scrolling line on a phone. */
export function SideNavigation({
	host,
	hosts,
	settingUp,
}: {
	host: HostRecord;
	hosts: readonly { id: string; name: string }[];
	/** Whether somebody began to set the host up, and hasn't come to the end. */
	settingUp: boolean;
}) {
	return (
		<nav
			aria-label="Host"
			className="border-b bg-surface md:sticky md:top-0 md:flex md:h-dvh md:flex-col md:border-r md:border-b-0"
		>
			<div className="flex items-center gap-2 p-3 md:grid">
				<HostSwitcher current={host.id} hosts={hosts} />
				{host.connection.kind === "rehearsal" ? (
					<span>
						<Badge tone="info">rehearsal · Mailman simulated</Badge>
					</span>
				) : null}
			</div>
			<div className="px-3 pb-2 md:flex-1">
				<NavLinks hostId={host.id} kind={host.connection.kind} settingUp={settingUp} />
			</div>
			<div className="px-3 pb-3">
				<LiveRelease host={host} />
			</div>
		</nav>
	);
}
