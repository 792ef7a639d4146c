import Link from "next/link";
import { Mono } from "@/components/ui/mono";
import { Table, Td, Th } from "@/components/ui/table";
import type { ShownDomain } from "@/lib/domains/loaders";
import { DomainName } from "./domain-name";
import { DomainStanding } from "./standing";

/** How many lists answer in a domain. */
const Lists = ({ lists }: { lists: ShownDomain["lists"] }) =>
	lists === null ? (
		<span className="text-muted" title="The host hasn't said which lists this installation has.">
			not known
		</span>
	) : (
		<Mono>{lists.length.toLocaleString("en")}</Mono>
	);

/** One page of the domains. On a phone the less telling columns are left to the domain's own page. */
export const DomainTable = ({ hostId, rows }: { hostId: string; rows: readonly ShownDomain[] }) => (
	<Table label="Domains">
		<thead>
			<tr>
				<Th>Domain</Th>
				<Th className="hidden sm:table-cell">Installation</Th>
				<Th className="hidden text-right sm:table-cell">Lists</Th>
				<Th>State</Th>
				<Th className="hidden sm:table-cell">
					<span className="sr-only">Actions</span>
				</Th>
			</tr>
		</thead>
		<tbody>
			{rows.map((row) => {
				const page = `/hosts/${hostId}/domains/${encodeURIComponent(row.name)}`;
				return (
					<tr key={row.name}>
						<Td>
							<Link href={page} className="inline-block rounded-md underline-offset-4 hover:underline">
								<DomainName name={row.name} readable={row.readable} />
							</Link>
						</Td>
						<Td className="hidden sm:table-cell">
							<Link
								href={`/hosts/${hostId}/mailman/${row.installation}`}
								className="font-mono underline-offset-4 hover:underline"
							>
								{row.installation}
							</Link>
						</Td>
						<Td className="hidden text-right sm:table-cell">
							<Lists lists={row.lists} />
						</Td>
						<Td className="whitespace-nowrap">
							<DomainStanding standing={row.standing} />
						</Td>
						<Td className="hidden text-right whitespace-nowrap sm:table-cell">
							<Link href={`${page}#move`} className="rounded-md px-2 py-1 hover:bg-sunken">
								Move<span className="sr-only"> {row.readable}</span>
							</Link>
							<Link href={`${page}#remove`} className="rounded-md px-2 py-1 hover:bg-sunken">
								Remove<span className="sr-only"> {row.readable}</span>
							</Link>
						</Td>
					</tr>
				);
			})}
		</tbody>
	</Table>
);
