import type { Metadata } from "next";
import { LoopbackPath, MessagePath } from "@/components/policy/message-path";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Notice } from "@/components/ui/status";
import { loadPolicy } from "@/lib/policy/loaders";

export const metadata: Metadata = { title: "Policy" };

export default async function PolicyPage({ params }: { params: Promise<{ hostId: string }> }) {
	const { hostId } = await params;
	const { phases, revision, loopbackTrusted, unreadable } = await loadPolicy(hostId);
	return (
		<>
			<PageHeader
				title="Policy"
				sentence="What a message from outside must pass before a list gets it, in the order Exim asks. What a switch changes is live after the next deployment."
				action={
					<ButtonLink href={`/hosts/${hostId}/policy/lab`} look="plain">
						Try a message
					</ButtonLink>
				}
			/>
			<div className="grid gap-4" id="policy">
				{unreadable.length > 0 ? (
					<Notice tone="warning" title="What was saved of some rules can't be read any more">
						<p>They are shown as a new host has them: {unreadable.join(", ")}.</p>
					</Notice>
				) : null}
				<MessagePath hostId={hostId} revision={revision} phases={phases} />
				<LoopbackPath trusted={loopbackTrusted} />
			</div>
		</>
	);
}
