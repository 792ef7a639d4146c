import type { Metadata } from "next";
import { AuditFilter } from "@/components/audit/audit-filter";
import { AuditPages } from "@/components/audit/audit-pages";
import { AuditTable } from "@/components/audit/audit-table";
import { ChainState } from "@/components/audit/chain-state";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { loadAudit } from "@/lib/audit/loaders";
import { readAuditQuery } from "@/lib/audit/schema";

export const metadata: Metadata = { title: "Audit" };

type Props = {
	params: Promise<{ hostId: string }>;
	searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function AuditPage({ params, searchParams }: Props) {
	const { hostId } = await params;
	const query = readAuditQuery(await searchParams);
	const { rows, matching, pages, people, chain, chainAt } = await loadAudit(hostId, query);
	const asked = query.q !== "" || query.what !== "" || query.since !== null || query.until !== null;
	return (
		<>
			<PageHeader
				title="Audit"
				sentence={
					people
						? "Who did what, when, from where and why: on this host, and who signed in to this console."
						: "Who did what on this host, when, from where and why."
				}
			/>
			<div className="grid gap-6">
				<ChainState chain={chain} at={chainAt} />
				<AuditFilter hostId={hostId} query={query} asked={asked} />
				{rows.length > 0 ? (
					<div className="grid gap-3">
						<AuditTable rows={rows} />
						<AuditPages hostId={hostId} query={query} pages={pages} matching={matching} shown={rows.length} />
					</div>
				) : asked ? (
					<p className="rounded-lg border border-dashed p-6 text-center text-muted">
						Nothing in the audit matches. Ask for less, or show all.
					</p>
				) : (
					<EmptyState title="Nothing yet">
						Here will be every change, deployment and sign-in with who did it. The first one that somebody
						makes on this host is the first line.
					</EmptyState>
				)}
			</div>
		</>
	);
}
