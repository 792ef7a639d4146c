import type { Metadata } from "next";
import { RunForm } from "@/components/setup/run-form";
import { RunReport } from "@/components/setup/run-report";
import { NextLink, SetupFrame } from "@/components/setup/setup-frame";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/status";
import { loadSetup } from "@/lib/setup/loaders";

export const metadata: Metadata = { title: "Set up: dry run" };

const TITLES = {
	running: "The host is trying it. Leaving this page doesn't stop it.",
	passed: "Everything holds. Nothing live was touched.",
	failed: "Something doesn't hold yet. Nothing live was touched.",
	cut: "The host's answer was cut off. Check again.",
};

export default async function DryRunPage({ params }: { params: Promise<{ hostId: string }> }) {
	const { hostId } = await params;
	const setup = await loadSetup(hostId);
	const { dryRun: run, facts, done } = setup;
	const again = (
		<RunForm
			hostId={hostId}
			kind="dry-run"
			look={done.includes("dry-run") ? "plain" : "primary"}
			mayNot={setup.mayNotDryRun}
		>
			{run ? "Check again" : "Try it on the host"}
		</RunForm>
	);
	return (
		<SetupFrame
			setup={setup}
			step="dry-run"
			title="Dry run"
			sentence="The host writes the release aside and proves it as a deployment would: its syntax, every address, the policy, a message through each wrapper. What is live is not touched."
			action={run && run.state !== "running" ? again : null}
			onwards={
				<NextLink
					hostId={hostId}
					step="dry-run"
					waitsFor={done.includes("dry-run") ? null : "The dry run has to pass for these settings first."}
				/>
			}
		>
			{run ? (
				<>
					{run.state !== "running" && run.releaseId !== facts.desired ? (
						<Notice tone="info" title="The settings were changed since">
							<p>What is below is about the settings before. Check again.</p>
						</Notice>
					) : null}
					<RunReport hostId={hostId} run={run} titles={TITLES} />
				</>
			) : (
				<EmptyState title="These settings have not been tried yet" action={again}>
					Here will be what the host found, each failure with its cause, the setting it comes from and what to
					do.
				</EmptyState>
			)}
		</SetupFrame>
	);
}
