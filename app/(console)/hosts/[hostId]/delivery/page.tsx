import type { Metadata } from "next";
import { DeliveryForm } from "@/components/delivery/delivery-form";
import { listsThatLose } from "@/components/delivery/members";
import { Overrides } from "@/components/delivery/overrides";
import { Presets } from "@/components/delivery/presets";
import { PageHeader } from "@/components/ui/page-header";
import { Notice } from "@/components/ui/status";
import { loadCountedLists, loadDelivery } from "@/lib/delivery/loaders";

export const metadata: Metadata = { title: "Delivery" };

type Props = {
	params: Promise<{ hostId: string }>;
	searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function DeliveryPage({ params, searchParams }: Props) {
	const { hostId } = await params;
	const asked = await searchParams;
	const page = await loadDelivery(hostId, asked.preset);
	const { preset, unreadable, mayNot } = page;
	const countHref = `/hosts/${hostId}/delivery?${new URLSearchParams({ ...(preset && { preset: preset.id }), count: "lists" })}`;
	return (
		<>
			<PageHeader
				title="Delivery"
				sentence="How a post becomes messages: who is named in the return path, and how many messages and connections it takes."
			/>
			<div className="grid gap-6">
				{unreadable ? (
					<Notice tone="warning" title="What was saved can't be read any more">
						<p>{unreadable} Shown is what a new host begins with. Save to keep it.</p>
					</Notice>
				) : null}
				<Presets page={`/hosts/${hostId}/delivery`} chosen={preset} />
				{preset ? (
					<Notice tone="info" title={`Filled in for “${preset.title}”`}>
						<p>Nothing is saved yet. Look it over, change what you like, and save.</p>
					</Notice>
				) : null}
				<DeliveryForm
					key={preset?.id ?? ""}
					hostId={hostId}
					fields={page.fields}
					revision={page.revision}
					live={page.live}
					lists={page.lists && listsThatLose(page.lists)}
					ownParallel={page.ownParallel}
					counting={asked.count === "lists" ? loadCountedLists(hostId) : null}
					countHref={countHref}
					installations={page.installations.length}
					mayNot={mayNot}
				/>
				<Overrides hostId={hostId} installations={page.installations} />
			</div>
		</>
	);
}
