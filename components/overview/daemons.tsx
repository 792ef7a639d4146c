import type { ReactNode } from "react";
import { Badge, Status, type Tone } from "@/components/ui/status";
import type { HostStatus } from "@/lib/core/host/events";

/** Exim and each Mailman with its queue runners, as they were seen. */
export function Daemons({ status: { live, exim, mailman, queued } }: { status: HostStatus }) {
	const queue = queued === null ? "" : ` ${queued.toLocaleString("en")} on the queue.`;
	return (
		<section id="daemons" aria-labelledby="daemons-title" className="grid gap-3">
			<h2 id="daemons-title" className="text-base font-semibold">
				Daemons
			</h2>
			<ul className="rounded-lg border bg-surface">
				<Daemon
					name="Exim"
					// The first deployment starts it.
					tone={exim.running ? "success" : live ? "danger" : "muted"}
					word={exim.running ? "Runs" : live ? "Down" : "Not started"}
				>
					{exim.detail}
					{exim.pid === null ? "" : ` Process ${exim.pid}.`}
					{queue}
				</Daemon>
				{mailman.map(({ prefix, simulated, running, detail }) => (
					<Daemon
						key={prefix}
						name={
							<>
								Mailman <code className="font-normal break-all">{prefix}</code>{" "}
								{simulated ? (
									<Badge title="A stand-in for Mailman on this rehearsal host">simulated</Badge>
								) : null}
							</>
						}
						tone={running ? "success" : "danger"}
						word={running ? "Runs" : "Down"}
					>
						{detail}
					</Daemon>
				))}
			</ul>
		</section>
	);
}

const Daemon = ({
	name,
	tone,
	word,
	children,
}: {
	name: ReactNode;
	tone: Tone;
	word: string;
	children: ReactNode;
}) => (
	<li className="grid gap-x-4 gap-y-0.5 border-b px-4 py-2 last:border-b-0 sm:grid-cols-[minmax(0,1fr)_8rem_minmax(0,1fr)] sm:items-center">
		<span className="font-medium">{name}</span>
		<Status tone={tone}>{word}</Status>
		<span className="break-words text-muted">{children}</span>
	</li>
);
