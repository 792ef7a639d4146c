import type { Metadata } from "next";
import { DeliveryForm } from "@/components/delivery/delivery-form";
import { Presets } from "@/components/delivery/presets";
import { NoteStep } from "@/components/setup/note-step";
import { SetupFrame } from "@/components/setup/setup-frame";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/status";
import { loadDelivery } from "@/lib/delivery/loaders";
import { loadSetup } from "@/lib/setup/loaders";
import { stepHref } from "@/lib/setup/steps";

export const metadata: Metadata = { title: "Set up: delivery" };

type Props = {
	params: Promise<{ hostId: string }>;
	searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function SetupDeliveryPage({ params, searchParams }: Props) {
	const { hostId } = await params;
	const setup = await loadSetup(hostId);
	const page = await loadDelivery(hostId, (await searchParams).preset);
	const { preset, unreadable, mayNot } = page;
	const here = stepHref(hostId, "delivery");
	return (
		<SetupFrame
			setup={setup}
			step="delivery"
			title="Delivery"
			sentence="How a post becomes messages: who is named in the return path, and how many messages and connections it takes."
			action={<ButtonLink href={`/hosts/${hostId}/delivery`}>Plan it with your lists</ButtonLink>}
			onwards={
				<NoteStep hostId={hostId} step="delivery" look="plain" mayNot={setup.mayNot}>
					Keep what is saved, and go on
				</NoteStep>
			}
		>
			{unreadable ? (
				<Notice tone="warning" title="What was saved can't be read any more">
					<p>{unreadable} Shown is what a new host begins with. Save to keep it.</p>
				</Notice>
			) : null}
			<Presets page={here} chosen={preset} />
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
				lists={null}
				ownParallel={page.ownParallel}
				counting={null}
				countHref={`/hosts/${hostId}/delivery?count=lists`}
				installations={page.installations.length}
				mayNot={mayNot}
				onwards={{ here, goTo: stepHref(hostId, "policy") }}
			/>
		</SetupFrame>
	);
}
