import type { Metadata } from "next";
import { ConnectionCheck } from "@/components/drafts/connection-check";
import { GiveUp } from "@/components/drafts/draft-forms";
import { HostKey } from "@/components/drafts/host-key";
import { OnHost } from "@/components/drafts/on-host";
import { StepRail } from "@/components/setup/step-rail";
import { ButtonLink } from "@/components/ui/button";
import { Mono } from "@/components/ui/mono";
import { PageHeader } from "@/components/ui/page-header";
import { loadDraft } from "@/lib/drafts/loaders";

export const metadata: Metadata = { title: "Add a host by ssh" };

type Props = { params: Promise<{ draftId: string }> };

export default async function DraftPage({ params }: Props) {
	const { draftId } = await params;
	const { onHost, ...loaded } = await loadDraft(draftId);
	const { draft, confirmed } = loaded;
	const { user, address, port } = draft.place;
	return (
		<main className="mx-auto w-full max-w-4xl px-4 py-12 sm:px-6">
			{draft.hostId ? null : <StepRail hostId={null} current="connect" done={[]} />}
			<PageHeader
				title={draft.hostId ? `Reach ${draft.name} anew` : `Add ${draft.name}`}
				sentence={
					<>
						<Mono className="break-all">
							{user}@{address}
						</Mono>
						{port === 22 ? "" : `, port ${port}`}. It stays here until it is finished or given up: leave and
						come back as you like.
					</>
				}
				action={<ButtonLink href={`/hosts/new/ssh?draft=${draft.id}`}>Change the address</ButtonLink>}
			/>
			<div className="grid gap-4 wrap-anywhere">
				<HostKey {...loaded} />
				<OnHost lines={onHost} user={user} />
				<ConnectionCheck draft={draft} confirmed={confirmed} />
				<GiveUp draftId={draft.id} anew={draft.hostId !== null} />
			</div>
		</main>
	);
}
