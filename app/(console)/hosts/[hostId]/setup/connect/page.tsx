import type { Metadata } from "next";
import { AskAgain } from "@/components/overview/ask-again";
import { HostFacts } from "@/components/overview/host-facts";
import { NextLink, SetupFrame } from "@/components/setup/setup-frame";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { whyNot } from "@/lib/session/permissions";
import { loadSetup } from "@/lib/setup/loaders";

export const metadata: Metadata = { title: "Set up: connect" };

export default async function ConnectPage({ params }: { params: Promise<{ hostId: string }> }) {
	const { hostId } = await params;
	const setup = await loadSetup(hostId);
	const { host, access } = setup;
	return (
		<SetupFrame
			setup={setup}
			step="connect"
			title="Connect"
			sentence={<HostFacts host={host} />}
			action={
				<AskAgain hostId={hostId} label="Check again" disabledReason={whyNot(access.role, "host.ask")} />
			}
			onwards={
				<NextLink
					hostId={hostId}
					step="connect"
					waitsFor={setup.facts.heard ? null : "The host has to answer first."}
				/>
			}
		>
			<Card aria-label="Connection">
				{host.statusError ? (
					<Status tone="danger">The host doesn't answer</Status>
				) : (
					<Status tone="success">
						The host answers
						{host.statusAt ? (
							<>
								, <RelativeTime at={host.statusAt.getTime()} />
							</>
						) : null}
					</Status>
				)}
				<p className="mt-2 max-w-prose text-muted">
					The console asks the program on the host, and sends it settings; it never writes a configuration
					itself.
				</p>
			</Card>
		</SetupFrame>
	);
}
