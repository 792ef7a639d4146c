import type { Metadata } from "next";
import { FoundValues } from "@/components/looks/found-values";
import { ImportForm } from "@/components/looks/import-form";
import { LookAgain } from "@/components/looks/look-again";
import { LookReport } from "@/components/looks/look-report";
import { NothingToImport } from "@/components/looks/nothing-to-import";
import { HostSilent } from "@/components/overview/host-silent";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Notice } from "@/components/ui/status";
import { loadLook } from "@/lib/looks/loaders";

export const metadata: Metadata = { title: "What is on this host" };

type Props = { params: Promise<{ hostId: string }> };

export default async function LookPage({ params }: Props) {
	const { hostId } = await params;
	const { host, look, overtaken, importing, mayNotLook, mayNotImport } = await loadLook(hostId);
	return (
		<>
			<PageHeader
				title="What is on this host"
				sentence={
					look ? (
						<>
							Found by {look.by} <RelativeTime at={look.at} />. Looking changes nothing on the host.
						</>
					) : (
						"Exim, its configuration and every Mailman, as they are there: what Listkeeper understands of them, and what it leaves alone."
					)
				}
				action={look ? <LookAgain hostId={hostId} first={false} mayNot={mayNotLook} /> : null}
			/>
			<div className="grid gap-6">
				<HostSilent host={host} />
				{overtaken ? (
					<Notice tone="warning" title="The host has changed since this look">
						<p>{overtaken}</p>
					</Notice>
				) : null}
				{look ? (
					<>
						<LookReport look={look} />
						{look.proposal ? <FoundValues proposal={look.proposal} /> : null}
						{importing?.offer ? (
							<ImportForm
								hostId={hostId}
								offer={importing.offer}
								revision={importing.revision}
								replaced={importing.replaced}
								mayNot={mayNotImport}
								here={`/hosts/${hostId}/look`}
							/>
						) : (
							<NothingToImport hostId={hostId} look={look} />
						)}
					</>
				) : (
					<EmptyState
						title="Nobody has looked at this host yet"
						action={<LookAgain hostId={hostId} first mayNot={mayNotLook} />}
					>
						Here will be what is set up on the host already. Lists that work there can be taken over from it
						instead of being typed in. It takes a few seconds and changes nothing.
					</EmptyState>
				)}
			</div>
		</>
	);
}
