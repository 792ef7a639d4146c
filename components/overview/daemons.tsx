import { Badge, Status } from "@/components/ui/status";
import { Table, Td, Th } from "@/components/ui/table";
import type { HostStatus } from "@/lib/core/host/events";

/** Exim and each Mailman with its queue runners, as they were seen. */
export const Daemons = ({ status: { exim, mailman, queued } }: { status: HostStatus }) => (
	<section id="daemons" aria-labelledby="daemons-title" className="grid gap-3">
		<h2 id="daemons-title" className="text-base font-semibold">
			Daemons
		</h2>
		<Table label="Daemons">
			<thead>
				<tr>
					<Th>Daemon</Th>
					<Th>State</Th>
					<Th>What was seen</Th>
				</tr>
			</thead>
			<tbody>
				<tr>
					<Td className="font-medium whitespace-nowrap">Exim</Td>
					<Td>
						<Status tone={exim.running ? "success" : "danger"}>{exim.running ? "Runs" : "Down"}</Status>
					</Td>
					<Td>
						{exim.detail}
						{exim.pid === null ? "" : ` Process ${exim.pid}.`}
						{queued === null ? "" : ` ${queued.toLocaleString("en")} on the queue.`}
					</Td>
				</tr>
				{mailman.map(({ prefix, simulated, running, detail }) => (
					<tr key={prefix}>
						<Td className="whitespace-nowrap">
							<span className="font-medium">Mailman</span> <code>{prefix}</code>{" "}
							{simulated ? (
								<Badge title="A stand-in for Mailman on this rehearsal host">simulated</Badge>
							) : null}
						</Td>
						<Td>
							<Status tone={running ? "success" : "danger"}>{running ? "Runs" : "Down"}</Status>
						</Td>
						<Td>{detail}</Td>
					</tr>
				))}
			</tbody>
		</Table>
	</section>
);
