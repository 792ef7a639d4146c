import type { Metadata } from "next";
import { Suspense } from "react";
import { LabForm } from "@/components/lab/lab-form";
import { RejectedSessions } from "@/components/lab/rejected-sessions";
import { SavedSessions } from "@/components/lab/saved-sessions";
import { HostSilent } from "@/components/overview/host-silent";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { loadLab } from "@/lib/lab/loaders";

type Props = {
	params: Promise<{ hostId: string }>;
	searchParams: Promise<{ sample?: string | string[]; session?: string | string[] }>;
};

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

export const metadata: Metadata = { title: "Policy lab" };

export default async function LabPage({ params, searchParams }: Props) {
	const { hostId } = await params;
	const { sample, session } = await searchParams;
	const chosen = one(sample);
	const described = one(session);
	const { host, samples, fields, mayNot, mayNotSave } = await loadLab(hostId, chosen, described);
	return (
		<>
			<PageHeader
				title="Policy lab"
				sentence="Describe a session, and see what this host's real Exim answers at each step and which rule decided. Scanners, DNS and callouts are asked as for real mail; nothing is delivered."
				action={
					<ButtonLink href={`/hosts/${hostId}/policy`} look="plain">
						Back to the switches
					</ButtonLink>
				}
			/>
			<div className="grid gap-6">
				<HostSilent host={host} />
				<nav aria-label="Samples" className="flex flex-wrap gap-2">
					{samples.map(({ id, title, chosen: here }) => (
						<ButtonLink
							key={id}
							href={`/hosts/${hostId}/policy/lab?sample=${id}`}
							look={here ? "plain" : "quiet"}
							prefetch={false}
							aria-current={here ? "page" : undefined}
						>
							{title}
						</ButtonLink>
					))}
				</nav>
				{fields ? (
					<LabForm
						key={chosen}
						hostId={hostId}
						fields={fields}
						disabledReason={mayNot}
						saveReason={mayNotSave}
					/>
				) : null}
				<Suspense fallback={<p className="text-muted">Playing the saved sessions…</p>}>
					<SavedSessions hostId={hostId} />
				</Suspense>
				<Suspense fallback={<p className="text-muted">Reading what Exim refused…</p>}>
					<RejectedSessions hostId={hostId} />
				</Suspense>
			</div>
		</>
	);
}
