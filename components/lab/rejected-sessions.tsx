import Link from "next/link";
import { DiagnosisNotice } from "@/components/ui/diagnosis-notice";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, Td, Th } from "@/components/ui/table";
import { loadRejected, type Rejected } from "@/lib/lab/loaders";

const Row = ({ hostId, rejected }: { hostId: string; rejected: Rejected }) => {
	const { at, reason, fields, now } = rejected;
	const described = encodeURIComponent(JSON.stringify(fields));
	return (
		<tr>
			<Td className="whitespace-nowrap">{at}</Td>
			<Td className="min-w-44 break-all whitespace-normal">
				{fields.from} {fields.sender} → {fields.recipients}
			</Td>
			<Td className="min-w-44 whitespace-normal">{reason}</Td>
			<Td className="min-w-32 whitespace-normal">
				{now ? `${now.verdict}${now.decided?.rule ? ` by ${now.decided.rule.title}` : ""}` : "–"}
			</Td>
			<Td>
				<Link
					className="text-accent underline"
					href={`/hosts/${hostId}/policy/lab?session=${described}`}
					prefetch={false}
				>
					Try it
				</Link>
			</Td>
		</tr>
	);
};

/** What Exim refused last, from its own log, and what the settings as they stand here would answer. */
export async function RejectedSessions({ hostId }: { hostId: string }) {
	const { rejected, silent } = await loadRejected(hostId);
	return (
		<section aria-labelledby="rejected-sessions" className="grid min-w-0 gap-3">
			<h2 id="rejected-sessions" className="text-base font-semibold">
				Refused last
			</h2>
			{silent ? <DiagnosisNotice diagnosis={silent} /> : null}
			{rejected.length === 0 && !silent ? (
				<EmptyState title="Exim has refused nothing yet">
					What it refuses stands here, from its rejectlog, to be tried again with other settings.
				</EmptyState>
			) : null}
			{rejected.length > 0 ? (
				<Table label="Refused last">
					<thead>
						<tr>
							<Th>When</Th>
							<Th>Session</Th>
							<Th>Refused because</Th>
							<Th>With these settings</Th>
							<Th>
								<span className="sr-only">Try</span>
							</Th>
						</tr>
					</thead>
					<tbody>
						{rejected.map((one, index) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: the log may have the same line twice
							<Row key={index} hostId={hostId} rejected={one} />
						))}
					</tbody>
				</Table>
			) : null}
		</section>
	);
}
