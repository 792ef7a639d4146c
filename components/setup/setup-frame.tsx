import Link from "next/link";
import type { ReactNode } from "react";
import { HostSilent } from "@/components/overview/host-silent";
import { Button, ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Notice } from "@/components/ui/status";
import type { SetupPage } from "@/lib/setup/loaders";
import { needOf, type SetupStep, STEP_TITLES, stepAfter, stepBefore, stepHref } from "@/lib/setup/steps";
import { StepRail } from "./step-rail";

/** The way to the next step where its own page tells when it is done. In: what has to be done before. */
export const NextLink = ({
	hostId,
	step,
	waitsFor,
}: {
	hostId: string;
	step: SetupStep;
	/** Null once the step is done. */
	waitsFor: string | null;
}) => {
	const next = stepAfter(step);
	if (!next) return null;
	return waitsFor ? (
		<div className="flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
			{/* A title alone is nothing to a finger; those who hear the page have it on the button. */}
			<span aria-hidden="true" className="text-muted">
				{waitsFor}
			</span>
			<Button disabledReason={waitsFor}>Next: {STEP_TITLES[next]}</Button>
		</div>
	) : (
		<ButtonLink look="primary" href={stepHref(hostId, next)}>
			Next: {STEP_TITLES[next]}
		</ButtonLink>
	);
};

/** One step of the set-up: where it stands among the others, what it decides, and the ways back and on. */
export function SetupFrame({
	setup,
	step,
	title,
	sentence,
	action,
	onwards,
	children,
}: {
	setup: Pick<SetupPage, "host" | "facts" | "done">;
	step: SetupStep;
	title: string;
	sentence: ReactNode;
	action?: ReactNode;
	/** The way on, where there is one. */
	onwards?: ReactNode;
	children: ReactNode;
}) {
	const { host, facts, done } = setup;
	const need = needOf(step, facts);
	const before = stepBefore(step);
	return (
		<>
			<StepRail hostId={host.id} current={step} done={done} />
			<PageHeader title={title} sentence={sentence} action={need ? null : action} />
			<div className="grid grid-cols-[minmax(0,1fr)] gap-6">
				<HostSilent host={host} />
				{need ? (
					<Notice tone="info" title={need.sentence}>
						<p>
							<Link href={stepHref(host.id, need.step)} className="text-accent underline underline-offset-4">
								Go to “{STEP_TITLES[need.step]}”
							</Link>
						</p>
					</Notice>
				) : (
					children
				)}
				<nav
					aria-label="Back and on"
					className="flex flex-wrap items-start justify-between gap-3 border-t pt-4"
				>
					{before ? (
						<ButtonLink href={stepHref(host.id, before)}>Back: {STEP_TITLES[before]}</ButtonLink>
					) : (
						<span />
					)}
					<div className="ml-auto">{need ? null : onwards}</div>
				</nav>
			</div>
		</>
	);
}
