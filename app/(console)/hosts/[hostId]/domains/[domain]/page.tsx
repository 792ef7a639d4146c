import type { Metadata } from "next";
import { DomainAddresses } from "@/components/domains/domain-addresses";
import { MoveDomain } from "@/components/domains/move-domain";
import { RemoveDomain } from "@/components/domains/remove-domain";
import { DomainStanding } from "@/components/domains/standing";
import { Mono } from "@/components/ui/mono";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { readableDomain } from "@/lib/core/system/readable";
import { loadDomain } from "@/lib/domains/loaders";

type Props = { params: Promise<{ hostId: string; domain: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	return { title: readableDomain(decodeURIComponent((await params).domain)) };
}

export default async function DomainPage({ params }: Props) {
	const { hostId, domain: name } = await params;
	const { domain, installations, mayNotGo } = await loadDomain(hostId, decodeURIComponent(name));
	return (
		<>
			<PageHeader
				title={<span className="break-all">{domain.readable}</span>}
				sentence={
					<>
						{domain.readable === domain.name ? null : (
							<>
								Written <Mono className="break-all">{domain.name}</Mono> in mail.{" "}
							</>
						)}
						Changed by {domain.updatedBy} <RelativeTime at={domain.updatedAt.getTime()} />.
					</>
				}
				action={<DomainStanding standing={domain.standing} />}
			/>
			<div className="grid gap-6">
				<DomainAddresses domain={domain} />
				<MoveDomain hostId={hostId} domain={domain} installations={installations} mayNot={mayNotGo} />
				<RemoveDomain hostId={hostId} domain={domain} mayNot={mayNotGo} />
			</div>
		</>
	);
}
