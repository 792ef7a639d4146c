import type { Metadata } from "next";
import { Simulated } from "@/components/installations/installation-card";
import { InstallationForm } from "@/components/installations/installation-form";
import { RemoveInstallation } from "@/components/installations/remove-installation";
import { InstallationState, Runners } from "@/components/installations/standing";
import { Card, CardTitle } from "@/components/ui/card";
import { Mono } from "@/components/ui/mono";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { loadInstallation } from "@/lib/installations/loaders";

type Props = { params: Promise<{ hostId: string; installation: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	return { title: (await params).installation };
}

export default async function InstallationPage({ params }: Props) {
	const { hostId, installation: id } = await params;
	const { installation, fields, domains, mayNot } = await loadInstallation(hostId, id);
	const { found } = installation;
	return (
		<>
			<PageHeader
				title={
					<span className="flex flex-wrap items-center gap-3">
						{id}
						{found?.simulated ? <Simulated /> : null}
					</span>
				}
				sentence={
					<>
						{found?.version ? `Mailman ${found.version}. ` : ""}Changed by {installation.updatedBy}{" "}
						<RelativeTime at={installation.updatedAt.getTime()} />.
					</>
				}
				action={<InstallationState standing={installation.standing} />}
			/>
			<div className="grid gap-6">
				<Card aria-label="Settings">
					<CardTitle aside={<Runners daemon={installation.daemon} />}>Settings</CardTitle>
					<InstallationForm
						hostId={hostId}
						fields={fields}
						revision={installation.revision}
						domains={domains}
						mayNot={mayNot}
					/>
				</Card>
				{found && found.lists.length > 0 ? (
					<Card aria-label="Lists">
						<CardTitle>Lists</CardTitle>
						<p>
							<Mono>{found.lists.join(", ")}</Mono>
						</p>
					</Card>
				) : null}
				<RemoveInstallation
					hostId={hostId}
					id={id}
					revision={installation.revision}
					domains={domains.total}
					mayNot={mayNot}
				/>
			</div>
		</>
	);
}
