import type { Metadata } from "next";
import { AddDomains } from "@/components/domains/add-domains";
import { AdministratorForm } from "@/components/domains/administrator-form";
import { DomainTable } from "@/components/domains/domain-table";
import { SetupInstallations } from "@/components/setup/installations";
import { NoteStep } from "@/components/setup/note-step";
import { SetupFrame } from "@/components/setup/setup-frame";
import { ButtonLink } from "@/components/ui/button";
import { loadDomains } from "@/lib/domains/loaders";
import { loadInstallation, loadInstallations, loadNewInstallation } from "@/lib/installations/loaders";
import { loadSetup } from "@/lib/setup/loaders";
import { stepHref } from "@/lib/setup/steps";

export const metadata: Metadata = { title: "Set up: domains and installations" };

type Props = {
	params: Promise<{ hostId: string }>;
	searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** The installation that the page's address asks to change or to add. */
async function opened(hostId: string, query: Awaited<Props["searchParams"]>, known: readonly string[]) {
	const { installation: id, found } = query;
	if (id === "new") {
		const { fields } = await loadNewInstallation(hostId, typeof found === "string" ? found : null);
		return fields ? { fields, revision: null, domains: { names: [], total: 0 } } : "new";
	}
	if (typeof id !== "string" || !known.includes(id)) return null;
	const { installation, fields, domains } = await loadInstallation(hostId, id);
	return { fields, revision: installation.revision, domains };
}

export default async function SetupDomainsPage({ params, searchParams }: Props) {
	const { hostId } = await params;
	const setup = await loadSetup(hostId);
	const [page, { installations, unmanaged, mayNot }] = await Promise.all([
		loadDomains(hostId, {}),
		loadInstallations(hostId),
	]);
	const open = await opened(
		hostId,
		await searchParams,
		installations.map(({ id }) => id),
	);
	const here = stepHref(hostId, "domains");
	return (
		<SetupFrame
			setup={setup}
			step="domains"
			title="Domains and installations"
			sentence="The mail domains whose lists this host serves, each on one Mailman installation."
			onwards={
				<NoteStep
					hostId={hostId}
					step="domains"
					mayNot={setup.mayNot ?? (page.total === 0 ? "Add a domain first." : null)}
				>
					Next: Delivery
				</NoteStep>
			}
		>
			<SetupInstallations {...{ hostId, installations, unmanaged, open, mayNot }} />
			{page.installations.length > 0 ? (
				<AddDomains hostId={hostId} installations={page.installations} mayNot={page.mayNotAdd} here={here} />
			) : null}
			{page.rows.length > 0 ? (
				<section aria-label="Domains" className="grid gap-3" id="domains">
					<DomainTable hostId={hostId} rows={page.rows} />
					{page.total > page.rows.length ? (
						<p>
							<ButtonLink href={`/hosts/${hostId}/domains`}>
								All {page.total.toLocaleString("en")} domains
							</ButtonLink>
						</p>
					) : null}
				</section>
			) : null}
			<AdministratorForm hostId={hostId} {...page.administrator} mayNot={mayNot} here={here} />
		</SetupFrame>
	);
}
