import Link from "next/link";
import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Mono } from "@/components/ui/mono";
import { Badge } from "@/components/ui/status";
import { readableDomain } from "@/lib/core/system/readable";
import type { ShownInstallation } from "@/lib/installations/loaders";
import { InstallationState, Runners } from "./standing";

const Row = ({ id, label, children }: { id?: string; label: string; children: ReactNode }) => (
	<div id={id} className="grid gap-x-3 py-1 sm:grid-cols-[11rem_minmax(0,1fr)]">
		<dt className="text-muted">{label}</dt>
		<dd className="min-w-0">{children}</dd>
	</div>
);

function Domains({ hostId, installation }: { hostId: string; installation: ShownInstallation }) {
	const { names, total } = installation.domains;
	if (total === 0) return <span className="text-muted">none yet</span>;
	return (
		<>
			<Mono className="break-all">{names.map(readableDomain).join(", ")}</Mono>
			{total > names.length ? (
				<>
					{" "}
					and{" "}
					<Link
						href={`/hosts/${hostId}/domains?on=${installation.id}`}
						className="text-accent underline underline-offset-4"
					>
						{(total - names.length).toLocaleString("en")} more
					</Link>
				</>
			) : null}
		</>
	);
}

/** The Mailman that stands in for one, named so wherever it shows. */
export const Simulated = () => (
	<Badge tone="info" title="Stands in for Mailman on a rehearsal host: same wrapper, messages and files.">
		simulated
	</Badge>
);

/** One installation: what it is on the disk, what it says to the world, and whether it is alive. */
export function InstallationCard({
	hostId,
	installation,
}: {
	hostId: string;
	installation: ShownInstallation;
}) {
	const { id, found, verp } = installation;
	const at = `installations.${id}`;
	const first = installation.domains.names[0];
	return (
		<Card aria-label={id} id={at} className="grid content-start gap-3">
			<div className="flex flex-wrap items-center justify-between gap-2">
				<h2 className="flex flex-wrap items-center gap-2 text-base font-semibold">
					<Mono className="text-base">{id}</Mono>
					{found?.simulated ? <Simulated /> : null}
				</h2>
				<InstallationState standing={installation.standing} />
			</div>
			<dl>
				<Row label="Queue runners">
					<Runners daemon={installation.daemon} />
				</Row>
				<Row id={`${at}.prefix`} label="Prefix">
					<Mono className="break-all">{installation.prefix}</Mono>
				</Row>
				<Row id={`${at}.user`} label="User, group">
					<Mono>
						{installation.user}:{installation.group}
					</Mono>
				</Row>
				<Row id={`${at}.python`} label="Interpreter">
					<Mono className="break-all">{installation.python}</Mono>
				</Row>
				<Row id={`${at}.webHost`} label="Web host">
					<Mono className="break-all">{installation.webHost}</Mono>
				</Row>
				<Row id={`${at}.mailHost`} label="Mail host">
					{installation.mailHost ? (
						<Mono className="break-all">{readableDomain(installation.mailHost)}</Mono>
					) : first ? (
						<span>
							<Mono className="break-all">{readableDomain(first)}</Mono>{" "}
							<span className="text-muted">(the first of its domains)</span>
						</span>
					) : (
						<span className="text-muted">its first domain, once it has one</span>
					)}
				</Row>
				<Row label="Domains">
					<Domains hostId={hostId} installation={installation} />
				</Row>
				<Row label="Lists">
					{found ? (
						<Mono>{found.lists.length.toLocaleString("en")}</Mono>
					) : (
						<span className="text-muted">not known</span>
					)}
				</Row>
				<Row id={`${at}.verp`} label="VERP">
					<Link
						href={`/hosts/${hostId}/delivery/${id}`}
						className="text-accent underline-offset-4 hover:underline"
					>
						{verp ? "settings of its own" : "as the host"}
					</Link>
				</Row>
			</dl>
			<div>
				<ButtonLink href={`/hosts/${hostId}/mailman/${id}`}>
					Edit<span className="sr-only"> {id}</span>
				</ButtonLink>
			</div>
		</Card>
	);
}
