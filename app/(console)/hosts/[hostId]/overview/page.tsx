import type { Metadata } from "next";
import { Suspense } from "react";
import { DeploymentHistory } from "@/components/deployments/deployment-history";
import { PendingConfirmation } from "@/components/deployments/pending-confirmation";
import { LastLook } from "@/components/looks/last-look";
import { answers } from "@/components/overview/answers";
import { AskAgain } from "@/components/overview/ask-again";
import { Attention } from "@/components/overview/attention";
import { Daemons } from "@/components/overview/daemons";
import { Doctor, DoctorLooking } from "@/components/overview/doctor";
import { DomainTable } from "@/components/overview/domain-table";
import { Drift } from "@/components/overview/drift";
import { HostFacts } from "@/components/overview/host-facts";
import { HostSilent } from "@/components/overview/host-silent";
import { QuestionCard } from "@/components/overview/question-card";
import { Upgrade } from "@/components/overview/upgrade";
import { SetupOffer } from "@/components/setup/setup-offer";
import { PageHeader } from "@/components/ui/page-header";
import { loadReview } from "@/lib/changes/loaders";
import { loadDeployments, loadLastTests, remainingMs } from "@/lib/deployments/loaders";
import { whyNot } from "@/lib/session/permissions";

type Props = { params: Promise<{ hostId: string }> };

export const metadata: Metadata = { title: "Overview" };

const QUESTIONS = ["Is mail flowing?", "Is what's live what we wanted?", "Is something waiting for me?"];

export default async function OverviewPage({ params }: Props) {
	const { hostId } = await params;
	const { access, host, review } = await loadReview(hostId);
	const [{ deployments }, lastTests] = await Promise.all([loadDeployments(hostId, 5), loadLastTests(hostId)]);
	const { status } = host;
	const at = host.statusAt?.getTime() ?? null;
	const left = remainingMs(host);
	const answered = answers(status, review, host.statusError !== null);
	return (
		<>
			<PageHeader
				title={host.name}
				sentence={<HostFacts host={host} />}
				action={<AskAgain hostId={hostId} disabledReason={whyNot(access.role, "host.ask")} />}
			/>
			<div className="grid gap-6">
				<HostSilent host={host} />
				<SetupOffer hostId={hostId} />
				{status?.attention ? <Attention attention={status.attention} /> : null}
				{status?.pending && left !== null ? (
					<div id="pending">
						<PendingConfirmation
							hostId={hostId}
							deploymentId={deployments.find((one) => one.state === "pending")?.id ?? null}
							release={status.pending.release}
							number={status.pending.number}
							remainingMs={left}
							disabledReason={whyNot(access.role, "deployments.confirm")}
						/>
					</div>
				) : null}
				<div className="grid gap-4 lg:grid-cols-3">
					{QUESTIONS.map((question, index) => (
						<QuestionCard
							key={question}
							hostId={hostId}
							at={at}
							question={question}
							answer={answered[index]}
						/>
					))}
				</div>
				{status?.upgrade ? <Upgrade upgrade={status.upgrade} hostId={hostId} /> : null}
				{status && status.drift.length > 0 ? <Drift drift={status.drift} hostId={hostId} /> : null}
				{status ? <Daemons status={status} /> : null}
				{status && !host.statusError ? (
					<Suspense fallback={<DoctorLooking />}>
						<Doctor
							hostId={hostId}
							again={
								<AskAgain
									hostId={hostId}
									label="Check again"
									disabledReason={whyNot(access.role, "host.ask")}
								/>
							}
						/>
					</Suspense>
				) : null}
				<LastLook hostId={hostId} />
				<DomainTable hostId={hostId} status={status} lastTests={lastTests} />
				{deployments.length > 0 ? (
					<section aria-labelledby="last-deployments" className="grid gap-3">
						<h2 id="last-deployments" className="text-base font-semibold">
							Last deployments
						</h2>
						<DeploymentHistory hostId={hostId} deployments={deployments} live={status?.live ?? null} />
					</section>
				) : null}
			</div>
		</>
	);
}
