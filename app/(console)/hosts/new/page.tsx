import type { Metadata } from "next";
import { AddHost } from "@/components/hosts/add-host";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { loadDrafts } from "@/lib/drafts/loaders";
import { loadRehearsalOffer } from "@/lib/hosts/loaders";

export const metadata: Metadata = { title: "Add a host" };

export default async function NewHostPage() {
	const [offer, begun] = await Promise.all([loadRehearsalOffer(), loadDrafts()]);
	return (
		<main className="mx-auto w-full max-w-4xl px-4 py-12 sm:px-6">
			<PageHeader
				title="Which host?"
				sentence="A host is a machine, or a directory, with one Exim and its Mailman installations."
			/>
			{offer.mayAdd || offer.hostId ? (
				<AddHost offer={offer} begun={begun} />
			) : (
				<EmptyState title="You have no role on any host yet">
					Hosts are added by owners. Ask one for an invitation to theirs: a link that gives you a role on it.
				</EmptyState>
			)}
		</main>
	);
}
