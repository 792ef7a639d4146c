import type { Metadata } from "next";
import { LoopbackPath, MessagePath } from "@/components/policy/message-path";
import { NoteStep } from "@/components/setup/note-step";
import { SetupFrame } from "@/components/setup/setup-frame";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/status";
import { loadPolicy } from "@/lib/policy/loaders";
import { loadSetup } from "@/lib/setup/loaders";
import { stepHref } from "@/lib/setup/steps";

export const metadata: Metadata = { title: "Set up: policy" };

export default async function SetupPolicyPage({ params }: { params: Promise<{ hostId: string }> }) {
	const { hostId } = await params;
	const setup = await loadSetup(hostId);
	const { phases, revision, loopbackTrusted, unreadable } = await loadPolicy(hostId);
	return (
		<SetupFrame
			setup={setup}
			step="policy"
			title="Policy"
			sentence="What a message from outside must pass before a list gets it. The switches stand as a new host has them; a switch is saved as it is pressed."
			action={<ButtonLink href={`/hosts/${hostId}/policy/lab`}>Try a message</ButtonLink>}
			onwards={
				<NoteStep hostId={hostId} step="policy" mayNot={setup.mayNot}>
					Next: Review
				</NoteStep>
			}
		>
			{unreadable.length > 0 ? (
				<Notice tone="warning" title="What was saved of some rules can't be read any more">
					<p>They are shown as a new host has them: {unreadable.join(", ")}.</p>
				</Notice>
			) : null}
			<MessagePath hostId={hostId} revision={revision} phases={phases} here={stepHref(hostId, "policy")} />
			<LoopbackPath trusted={loopbackTrusted} />
		</SetupFrame>
	);
}
