import type { Metadata } from "next";
import { FoundValues } from "@/components/looks/found-values";
import { LookAgain } from "@/components/looks/look-again";
import { LookReport } from "@/components/looks/look-report";
import { NextLink, SetupFrame } from "@/components/setup/setup-frame";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Notice } from "@/components/ui/status";
import { loadLook } from "@/lib/looks/loaders";
import { loadSetup } from "@/lib/setup/loaders";

export const metadata: Metadata = { title: "Set up: look" };

export default async function SetupLookPage({ params }: { params: Promise<{ hostId: string }> }) {
	const { hostId } = await params;
	const setup = await loadSetup(hostId);
	const { look, overtaken, mayNotLook } = await loadLook(hostId);
	return (
		<SetupFrame
			setup={setup}
			step="look"
			title="What is on this host"
			sentence={
				look ? (
					<>
						Found by {look.by} <RelativeTime at={look.at} />. Looking changes nothing on the host.
					</>
				) : (
					"Exim, its configuration and every Mailman, as they are there. Looking changes nothing on the host."
				)
			}
			action={look ? <LookAgain hostId={hostId} first={false} mayNot={mayNotLook} /> : null}
			onwards={
				<NextLink hostId={hostId} step="look" waitsFor={look ? null : "Somebody has to look first."} />
			}
		>
			{overtaken ? (
				<Notice tone="warning" title="The host has changed since this look">
					<p>{overtaken}</p>
				</Notice>
			) : null}
			{look ? (
				<>
					<LookReport look={look} />
					{look.proposal ? <FoundValues proposal={look.proposal} /> : null}
				</>
			) : (
				<EmptyState
					title="Nobody has looked at this host yet"
					action={<LookAgain hostId={hostId} first mayNot={mayNotLook} />}
				>
					Here will be what is set up on the host already, so that lists that work there can be taken over. It
					takes a few seconds.
				</EmptyState>
			)}
		</SetupFrame>
	);
}
