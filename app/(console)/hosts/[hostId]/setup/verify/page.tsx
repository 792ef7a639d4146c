import type { Metadata } from "next";
import { RunForm } from "@/components/setup/run-form";
import { RunReport } from "@/components/setup/run-report";
import { SetUp } from "@/components/setup/set-up";
import { SetupFrame } from "@/components/setup/setup-frame";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/status";
import { loadSetup } from "@/lib/setup/loaders";

export const metadata: Metadata = { title: "Set up: verify" };

const TITLES = {
	running: "The host is looking. Leaving this page doesn't stop it.",
	passed: "What is live works.",
	failed: "Something doesn't work yet.",
	cut: "The host's answer was cut off. Check again.",
};

export default async function VerifyPage({ params }: { params: Promise<{ hostId: string }> }) {
	const { hostId } = await params;
	const setup = await loadSetup(hostId);
	const { host, verification: run, facts, done } = setup;
	const verified = done.includes("verify");
	const again = (
		<RunForm hostId={hostId} kind="verify" look={verified ? "plain" : "primary"} mayNot={setup.mayNotVerify}>
			{run ? "Check again" : "Check what is live"}
		</RunForm>
	);
	return (
		<SetupFrame
			setup={setup}
			step="verify"
			title="Verify"
			sentence="What is live is asked: its files, Exim's banner, where mail for every address goes, the queue runners. Nothing is sent and nothing changed."
			action={run && run.state !== "running" ? again : null}
		>
			{verified ? <SetUp host={host} /> : null}
			{run ? (
				<>
					{run.state !== "running" && run.releaseId !== facts.live ? (
						<Notice tone="info" title="Another release is live since">
							<p>What is below is about the one before. Check again.</p>
						</Notice>
					) : null}
					<RunReport hostId={hostId} run={run} titles={TITLES} />
				</>
			) : (
				<EmptyState title="Nobody has looked whether it works yet" action={again}>
					Here will be every address with Exim's answer, and for whatever doesn't work its cause and what to
					do.
				</EmptyState>
			)}
		</SetupFrame>
	);
}
