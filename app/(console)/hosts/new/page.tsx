import type { Metadata } from "next";
import { AddHost } from "@/components/hosts/add-host";
import { PageHeader } from "@/components/ui/page-header";
import { loadRehearsalOffer } from "@/lib/hosts/loaders";

export const metadata: Metadata = { title: "Add a host" };

export default async function NewHostPage() {
	const offer = await loadRehearsalOffer();
	return (
		<main className="mx-auto w-full max-w-4xl px-4 py-12 sm:px-6">
			<PageHeader
				title="Which host?"
				sentence="A host is a machine, or a directory, with one Exim and its Mailman installations."
			/>
			<AddHost offer={offer} />
		</main>
	);
}
