import type { Metadata } from "next";
import { FoundInstallations } from "@/components/installations/found-installations";
import { InstallationCard } from "@/components/installations/installation-card";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { loadInstallations } from "@/lib/installations/loaders";

export const metadata: Metadata = { title: "Mailman" };

export default async function MailmanPage({ params }: { params: Promise<{ hostId: string }> }) {
	const { hostId } = await params;
	const { installations, unmanaged, looked, mayNot } = await loadInstallations(hostId);
	const add = mayNot ? (
		<Button disabledReason={mayNot}>Add an installation</Button>
	) : (
		<ButtonLink look={unmanaged.length ? "plain" : "primary"} href={`/hosts/${hostId}/mailman/new`}>
			Add an installation
		</ButtonLink>
	);
	return (
		<>
			<PageHeader
				title="Mailman"
				sentence="The Mailman 2.1 installations of this host. A domain whose list names may repeat those of another has one of its own."
				action={add}
			/>
			<div className="grid gap-6" id="installations">
				{installations.length > 0 ? (
					<div className="grid gap-4 xl:grid-cols-2">
						{installations.map((installation) => (
							<InstallationCard key={installation.id} hostId={hostId} installation={installation} />
						))}
					</div>
				) : (
					<EmptyState title="No installation managed yet" action={unmanaged.length ? undefined : add}>
						Here will be each installation with its prefix, its hosts, its lists and whether its queue runners
						are alive. Domains need one to have their lists in.
						{unmanaged.length ? " Begin with what was found on the host, below." : ""}
						{looked ? "" : " The host hasn't said yet what is on it."}
					</EmptyState>
				)}
				<FoundInstallations hostId={hostId} found={unmanaged} mayNot={mayNot} />
			</div>
		</>
	);
}
