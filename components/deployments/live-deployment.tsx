"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { AnsweredTests } from "@/components/tests/answered-tests";
import { DiagnosisNotice } from "@/components/ui/diagnosis-notice";
import { LogLines } from "@/components/ui/mono";
import { Notice } from "@/components/ui/status";
import type { HostEvent } from "@/lib/core/host/events";
import { type DeploymentTail, headline, isOpen, stateTone } from "@/lib/deployments/schema";
import { settingHref } from "@/lib/hosts/setting-href";
import { PendingConfirmation } from "./pending-confirmation";
import { advance, openStep, type Progress } from "./progress";
import { StepList } from "./step-list";
import { useNow } from "./use-now";

type Props = {
	hostId: string;
	deploymentId: string;
	releaseId: string;
	/** As stored when the page was made, up to event number `seq`. */
	initial: { progress: Progress; tail: DeploymentTail; seq: number; now: number };
	confirmReason: string | null;
};

/** One deployment: seven steps, the tests as Exim answers, and first of all what is live. */
export function LiveDeployment({ hostId, deploymentId, releaseId, initial, confirmReason }: Props) {
	const { progress, tail, cut } = useDeployment(hostId, deploymentId, initial);
	const now = useNow(initial.now, tail.state === "running", 200);
	const title = headline(tail, tail.live?.number ?? null);
	const waiting = tail.state === "pending" && tail.remainingMs !== null;
	const told = progress.steps.some((step) => step.diagnoses.length > 0);
	const passed = progress.tested.filter((row) => row.ok).length;
	return (
		<div className="grid grid-cols-[minmax(0,1fr)] gap-4 wrap-anywhere">
			<div role="status">
				{waiting ? null : (
					<Notice
						tone={stateTone(tail.state)}
						title={title ?? "The host is at work. Leaving this page doesn't stop it."}
					>
						{isOpen(tail.state) || tail.state === "live" ? null : (
							<p>
								<Link href={`/hosts/${hostId}/changes`} className="text-accent underline underline-offset-2">
									Review the changes
								</Link>
							</p>
						)}
					</Notice>
				)}
			</div>
			{cut && isOpen(tail.state) ? (
				<Notice tone="warning" title="The console can't be reached at the moment">
					<p>The host goes on by itself. This page tries again until it hears more.</p>
				</Notice>
			) : null}
			{waiting ? (
				<PendingConfirmation
					hostId={hostId}
					deploymentId={deploymentId}
					release={releaseId}
					number={tail.number}
					remainingMs={tail.remainingMs ?? 0}
					sentence={title}
					disabledReason={confirmReason}
				/>
			) : null}
			{progress.diagnosis && !told ? (
				<DiagnosisNotice
					diagnosis={progress.diagnosis}
					settingHref={settingHref(hostId, progress.diagnosis.setting)}
				/>
			) : null}
			<div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
				<div className="grid grid-cols-[minmax(0,1fr)] gap-4">
					<StepList
						progress={progress}
						open={openStep(progress)}
						now={now}
						ended={tail.state !== "running"}
						hostId={hostId}
					/>
					{progress.remarks.length > 0 ? (
						<section className="grid gap-2">
							<h2 className="text-base font-semibold">What the host said besides</h2>
							<LogLines lines={progress.remarks} label="What the host said besides" />
						</section>
					) : null}
				</div>
				<section aria-label="Address tests" className="grid grid-cols-[minmax(0,1fr)] gap-3">
					<h2 className="flex flex-wrap items-baseline gap-x-2 text-base font-semibold">
						Address tests
						{progress.tested.length > 0 ? (
							<span className="text-sm font-normal text-muted tabular-nums">
								{passed.toLocaleString("en")} of {progress.tested.length.toLocaleString("en")} answered as
								expected
							</span>
						) : null}
					</h2>
					{progress.tested.length > 0 ? (
						<AnsweredTests rows={progress.tested} />
					) : (
						<p className="text-muted">
							{isOpen(tail.state)
								? "They fill in here as Exim answers, while the release is proved."
								: "Exim was asked about no address: it did not come to that."}
						</p>
					)}
				</section>
			</div>
		</div>
	);
}

/** Keeps up with what happens. A connection that breaks is taken up again where it was. */
function useDeployment(hostId: string, deploymentId: string, initial: Props["initial"]) {
	const router = useRouter();
	const [progress, setProgress] = useState(initial.progress);
	const [tail, setTail] = useState(initial.tail);
	const [cut, setCut] = useState(false);
	const open = isOpen(initial.tail.state);
	const { seq } = initial;
	useEffect(() => {
		if (!open) return;
		const source = new EventSource(`/hosts/${hostId}/deployments/${deploymentId}/stream?after=${seq}`);
		source.onopen = () => setCut(false);
		source.onerror = () => setCut(true);
		source.onmessage = ({ data }) => {
			const events: HostEvent[] = JSON.parse(data);
			setProgress((before) => advance(before, events));
		};
		source.addEventListener("state", ({ data }) => {
			const next: DeploymentTail = JSON.parse(data);
			setTail(next);
			if (isOpen(next.state) && next.state !== "pending") return;
			if (!isOpen(next.state)) source.close();
			// The live release in the navigation and the bar at the foot are the server's to draw.
			router.refresh();
		});
		return () => source.close();
	}, [hostId, deploymentId, seq, open, router]);
	return { progress, tail, cut };
}
