import Link from "next/link";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { Table, Td, Th } from "@/components/ui/table";
import type { HostStatus } from "@/lib/core/host/events";
import { readableDomain } from "@/lib/core/system/readable";
import type { LastTests } from "@/lib/deployments/schema";

/** More domains than this are for the Domains page, which can search. */
const SHOWN = 20;

/** The live domains: whose lists they are, how many there are, and how their last test went. */
export function DomainTable({
	hostId,
	status,
	lastTests,
}: {
	hostId: string;
	status: HostStatus | null;
	lastTests: LastTests | null;
}) {
	const system = status?.live?.system;
	if (!status || !system || system.domains.length === 0)
		return (
			<EmptyState
				title="No domain is live yet"
				action={
					<ButtonLink look="primary" href={`/hosts/${hostId}/domains`}>
						Add a domain
					</ButtonLink>
				}
			>
				Each mail domain is listed here with its Mailman installation, its lists, and whether mail for it goes
				where it should.
			</EmptyState>
		);
	const installations = new Map(system.installations.map((one) => [one.id, one]));
	const found = new Map(status.profile.found.map((one) => [one.prefix, one]));
	return (
		<section aria-labelledby="domains-title" className="grid gap-3">
			<h2 id="domains-title" className="text-base font-semibold">
				Domains
			</h2>
			<Table label="Domains">
				<thead>
					<tr>
						<Th>Domain</Th>
						<Th>Installation</Th>
						<Th className="text-right">Lists</Th>
						<Th>Last test</Th>
					</tr>
				</thead>
				<tbody>
					{system.domains.slice(0, SHOWN).map(({ name, installation }) => {
						const lists = found.get(installations.get(installation)?.prefix ?? "")?.lists;
						const tested = lastTests?.domains[name];
						return (
							<tr key={name}>
								<Td className="font-mono">{readableDomain(name)}</Td>
								<Td className="font-mono">{installation}</Td>
								<Td className="text-right font-mono tabular-nums">
									{lists === undefined ? "—" : lists.length.toLocaleString("en")}
								</Td>
								<Td className="whitespace-nowrap">
									{tested && lastTests ? (
										<>
											<Status tone={tested.passed === tested.of ? "success" : "danger"}>
												{tested.passed} of {tested.of}
											</Status>{" "}
											<Link
												href={`/hosts/${hostId}/deployments/${lastTests.deploymentId}`}
												className="text-muted underline underline-offset-2"
											>
												<RelativeTime at={lastTests.at} />
											</Link>
										</>
									) : (
										<span className="text-muted">not tested</span>
									)}
								</Td>
							</tr>
						);
					})}
				</tbody>
			</Table>
			{system.domains.length > SHOWN ? (
				<p>
					<Link href={`/hosts/${hostId}/domains`} className="text-accent underline underline-offset-2">
						All {system.domains.length.toLocaleString("en")} domains
					</Link>
				</p>
			) : null}
		</section>
	);
}
