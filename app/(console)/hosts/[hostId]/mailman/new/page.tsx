import type { Metadata } from "next";
import { Simulated } from "@/components/installations/installation-card";
import { InstallationForm } from "@/components/installations/installation-form";
import { PageHeader } from "@/components/ui/page-header";
import { loadNewInstallation } from "@/lib/installations/loaders";

export const metadata: Metadata = { title: "Add an installation" };

type Props = {
	params: Promise<{ hostId: string }>;
	searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function NewInstallationPage({ params, searchParams }: Props) {
	const { hostId } = await params;
	const { found } = await searchParams;
	const { fields, simulated, mayNot } = await loadNewInstallation(
		hostId,
		typeof found === "string" ? found : null,
	);
	return (
		<>
			<PageHeader
				title="Add an installation"
				sentence={
					fields
						? "Filled in with what was found on the host. Look it over before you add it."
						: "Say where it is on the host. Nothing there changes until the next deployment."
				}
				action={simulated ? <Simulated /> : undefined}
			/>
			<InstallationForm
				hostId={hostId}
				fields={fields ?? { user: "mailman", group: "mailman", python: "/usr/bin/python2" }}
				revision={null}
				domains={{ names: [], total: 0 }}
				mayNot={mayNot}
			/>
		</>
	);
}
