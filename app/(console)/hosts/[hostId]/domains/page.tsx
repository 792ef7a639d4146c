import type { Metadata } from "next";
import { AddDomains } from "@/components/domains/add-domains";
import { AdministratorForm } from "@/components/domains/administrator-form";
import { DomainPages, DomainSearch } from "@/components/domains/domain-search";
import { DomainTable } from "@/components/domains/domain-table";
import { LeavingDomains } from "@/components/domains/leaving";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Mono } from "@/components/ui/mono";
import { PageHeader } from "@/components/ui/page-header";
import { loadDomains } from "@/lib/domains/loaders";
import { PAGE_SIZE } from "@/lib/domains/schema";

export const metadata: Metadata = { title: "Domains" };

type Props = {
	params: Promise<{ hostId: string }>;
	searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function DomainsPage({ params, searchParams }: Props) {
	const { hostId } = await params;
	const page = await loadDomains(hostId, await searchParams);
	const { query, rows, installations, mayNot } = page;
	const from = (query.page - 1) * PAGE_SIZE + 1;
	return (
		<>
			<PageHeader
				title="Domains"
				sentence="The mail domains whose lists this host serves, each on one Mailman installation."
			/>
			<div className="grid gap-6" id="domains">
				{installations.length === 0 ? (
					<EmptyState
						title="First a Mailman installation"
						action={
							<ButtonLink look="primary" href={`/hosts/${hostId}/mailman`}>
								Add an installation
							</ButtonLink>
						}
					>
						A domain's lists live in an installation. Say which one this host has, then its domains can be
						added here.
					</EmptyState>
				) : (
					<AddDomains hostId={hostId} installations={installations} mayNot={page.mayNotAdd} />
				)}
				<LeavingDomains hostId={hostId} names={page.leaving} />
				{page.total > 0 ? (
					<div className="grid gap-3">
						<DomainSearch hostId={hostId} query={query} installations={installations} />
						{rows.length > 0 ? (
							<>
								<DomainTable hostId={hostId} rows={rows} />
								<DomainPages
									hostId={hostId}
									query={query}
									pages={page.pages}
									matching={page.matching}
									shown={{ from, to: from + rows.length - 1 }}
								/>
							</>
						) : (
							<p className="rounded-lg border border-dashed p-6 text-center text-muted">
								No domain {query.q ? <Mono>{query.q}</Mono> : "at all"}
								{query.on ? ` on ${query.on}` : ""} was found among {page.total.toLocaleString("en")}.
							</p>
						)}
					</div>
				) : installations.length > 0 ? (
					<EmptyState title="No domain yet">
						Here will be every domain with its installation, its lists and whether it is live. Add the first
						one above: with <Mono>list.example.com</Mono> here, each list <Mono>dev</Mono> of its installation
						answers at <Mono>dev@list.example.com</Mono> after the next deployment.
					</EmptyState>
				) : null}
				<AdministratorForm hostId={hostId} {...page.administrator} mayNot={mayNot} />
			</div>
		</>
	);
}
