import type { Metadata } from "next";
import { PlaceForm } from "@/components/drafts/place-form";
import { StepRail } from "@/components/setup/step-rail";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { loadPlace } from "@/lib/drafts/loaders";

export const metadata: Metadata = { title: "Add a host by ssh" };

type Props = { searchParams: Promise<{ draft?: string | string[]; host?: string | string[] }> };
const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);

export default async function PlacePage({ searchParams }: Props) {
	const { draft, host } = await searchParams;
	const { fields, ...form } = await loadPlace({ draft: one(draft), host: one(host) });
	return (
		<main className="mx-auto w-full max-w-4xl px-4 py-12 sm:px-6">
			{form.anew || !fields ? null : <StepRail hostId={null} current="connect" done={[]} />}
			<PageHeader
				title={form.anew && fields ? `Reach ${fields.name} anew` : "Add a host by ssh"}
				sentence="The console asks the host for its key first. Nothing is sent there before you have compared it."
			/>
			{fields ? (
				<PlaceForm fields={fields} {...form} />
			) : (
				<EmptyState title="Hosts are added by owners">
					Ask the owner of a host for an invitation: a link that gives you a role on it.
				</EmptyState>
			)}
		</main>
	);
}
