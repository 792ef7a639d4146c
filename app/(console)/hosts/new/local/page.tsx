import type { Metadata } from "next";
import { AddThisMachine, OnThisMachine } from "@/components/hosts/this-machine";
import { StepRail } from "@/components/setup/step-rail";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { loadThisMachine } from "@/lib/hosts/loaders";

export const metadata: Metadata = { title: "Add this machine" };

export default async function ThisMachinePage() {
	const { mayAdd, taken, ...machine } = await loadThisMachine();
	return (
		<main className="mx-auto w-full max-w-4xl px-4 py-12 sm:px-6">
			{mayAdd && !taken ? <StepRail hostId={null} current="connect" done={[]} /> : null}
			<PageHeader
				title="Add this machine"
				sentence="The console itself has no privilege here. It asks Listkeeper's program, which is started for it and for nothing else."
			/>
			{taken ? (
				<EmptyState
					title="This machine is here already"
					action={
						taken.hostId ? (
							<ButtonLink look="primary" href={`/hosts/${taken.hostId}/overview`}>
								Go to it
							</ButtonLink>
						) : null
					}
				>
					{taken.sentence}
				</EmptyState>
			) : mayAdd ? (
				<div className="grid gap-4 wrap-anywhere">
					<OnThisMachine {...machine} />
					<AddThisMachine {...machine} />
				</div>
			) : (
				<EmptyState title="Hosts are added by owners">
					Ask the owner of a host for an invitation: a link that gives you a role on it.
				</EmptyState>
			)}
		</main>
	);
}
