import type { Metadata } from "next";
import { OverrideForm } from "@/components/delivery/override-form";
import { verpInWords } from "@/components/delivery/overrides";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { loadOverride } from "@/lib/delivery/loaders";

type Props = { params: Promise<{ hostId: string; installation: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	return { title: `VERP of ${(await params).installation}` };
}

export default async function OverridePage({ params }: Props) {
	const { hostId, installation } = await params;
	const { id, fields, revision, host, mayNot } = await loadOverride(hostId, installation);
	return (
		<>
			<PageHeader
				title={`VERP of ${id}`}
				sentence={`Its lists follow the host unless they have settings of their own here. The host's VERP is ${verpInWords(host.verp)}.`}
			/>
			<Card aria-label={`VERP of ${id}`}>
				<OverrideForm hostId={hostId} id={id} fields={fields} revision={revision} mayNot={mayNot} />
			</Card>
		</>
	);
}
