import type { Metadata } from "next";
import type { ReactNode } from "react";
import { OutsideSetup } from "@/components/shell/outside-setup";
import { PendingBar } from "@/components/shell/pending-bar";
import { SideNavigation } from "@/components/shell/side-navigation";
import { TopBar } from "@/components/shell/top-bar";
import { loadPendingChanges } from "@/lib/changes/loaders";
import { loadHost, loadMyHosts } from "@/lib/hosts/loaders";
import { loadTheme } from "@/lib/session/loaders";
import { whyNot } from "@/lib/session/permissions";
import { loadUnfinishedSetup } from "@/lib/setup/loaders";

type Props = { params: Promise<{ hostId: string }>; children: ReactNode };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	const { hostId } = await params;
	// Where there is nothing to show the page says so, and still needs a title.
	const host = (await loadMyHosts()).find(({ id }) => id === hostId);
	if (!host) return { title: "Nothing here" };
	return { title: { template: `%s · ${host.name} · Listkeeper`, default: host.name } };
}

/** The frame of every page of a host. */
export default async function HostLayout({ params, children }: Props) {
	const { hostId } = await params;
	const { access, host, asking } = await loadHost(hostId);
	const [hosts, pending, theme, setup] = await Promise.all([
		loadMyHosts(),
		loadPendingChanges(hostId),
		loadTheme(),
		loadUnfinishedSetup(hostId),
	]);
	return (
		<div className="min-h-dvh md:grid md:grid-cols-[13rem_minmax(0,1fr)]">
			<a
				href="#main"
				className="sr-only z-50 rounded-md bg-surface px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
			>
				Skip to the content
			</a>
			<SideNavigation host={host} hosts={hosts} settingUp={setup?.begun ?? false} />
			<div className="flex min-h-dvh min-w-0 flex-col">
				<TopBar
					host={{ id: host.id, kind: host.connection.kind }}
					asking={asking}
					silent={host.statusError && { since: host.statusAt?.getTime() ?? null }}
					person={access.person}
					theme={theme}
				/>
				<main id="main" tabIndex={-1} className="flex-1 px-4 py-6 outline-none sm:px-6">
					{children}
				</main>
				{pending ? (
					<OutsideSetup hostId={hostId}>
						<PendingBar
							hostId={hostId}
							pending={pending}
							discardReason={
								host.status?.live
									? whyNot(access.role, "changes.discard")
									: "Nothing is live to go back to yet."
							}
						/>
					</OutsideSetup>
				) : null}
			</div>
		</div>
	);
}
