import type { Metadata } from "next";
import { ReceivedMail } from "@/components/mail/received-mail";
import { SendForm } from "@/components/mail/send-form";
import { HostSilent } from "@/components/overview/host-silent";
import { ButtonLink } from "@/components/ui/button";
import { DiagnosisNotice } from "@/components/ui/diagnosis-notice";
import { PageHeader } from "@/components/ui/page-header";
import { Badge } from "@/components/ui/status";
import { loadMail } from "@/lib/mail/loaders";
import { whyNot } from "@/lib/session/permissions";

type Props = { params: Promise<{ hostId: string }> };

export const metadata: Metadata = { title: "Rehearsal mail" };

export default async function MailPage({ params }: Props) {
	const { hostId } = await params;
	const { access, host, messages, silent } = await loadMail(hostId);
	const domain = host.status?.live?.system.domains[0];
	const prefix = host.status?.live?.system.installations.find(
		(one) => one.id === domain?.installation,
	)?.prefix;
	const lists = host.status?.profile.found.find((found) => found.prefix === prefix)?.lists ?? [];
	const list = lists.find((name) => name !== "mailman") ?? lists[0];
	return (
		<>
			<PageHeader
				title="Rehearsal mail"
				sentence={
					<>
						Hand a message to this host's real Exim and see who gets it under which envelope sender.{" "}
						<Badge title="No mail leaves this machine">simulated</Badge> Mailman's wrappers and everybody's
						mail hosts are stand-ins: nothing leaves this machine.
					</>
				}
			/>
			<div className="grid gap-6">
				<HostSilent host={host} />
				<SendForm
					hostId={hostId}
					example={domain && list ? { list, domain: domain.name } : null}
					disabledReason={whyNot(access.role, "mail.send")}
				/>
				<section aria-labelledby="received" className="grid gap-3">
					<div className="flex flex-wrap items-center justify-between gap-2">
						<h2 id="received" className="text-base font-semibold">
							What was received
						</h2>
						<ButtonLink href={`/hosts/${hostId}/mail`} look="quiet" prefetch={false}>
							Look again
						</ButtonLink>
					</div>
					{silent && !host.statusError ? <DiagnosisNotice diagnosis={silent} /> : null}
					{silent ? null : <ReceivedMail messages={messages} />}
				</section>
			</div>
		</>
	);
}
