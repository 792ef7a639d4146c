import { Card, CardTitle } from "@/components/ui/card";
import { Mono } from "@/components/ui/mono";
import type { ShownDomain } from "@/lib/domains/loaders";

const NAMED = 20;

/** The lists that answer in a domain, by their posting addresses. */
export function DomainAddresses({ domain }: { domain: ShownDomain }) {
	const { lists, installation, readable } = domain;
	return (
		<Card aria-label="Lists">
			<CardTitle>Lists</CardTitle>
			{lists === null ? (
				<p className="text-muted">The host hasn't said which lists {installation} has.</p>
			) : lists.length === 0 ? (
				<p className="text-muted">
					{installation} has no list yet. One made with Mailman's newlist answers here at once; nothing has to
					be deployed for it.
				</p>
			) : (
				<>
					<ul className="grid gap-1 sm:grid-cols-2">
						{lists.slice(0, NAMED).map((list) => (
							<li key={list}>
								<Mono className="break-all">
									{list}@{readable}
								</Mono>
							</li>
						))}
					</ul>
					<p className="mt-2 text-muted">
						{lists.length > NAMED ? `and ${(lists.length - NAMED).toLocaleString("en")} more. ` : ""}
						Each also answers with -request, -owner and Mailman's other suffixes.
					</p>
				</>
			)}
		</Card>
	);
}
