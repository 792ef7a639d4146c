import type { Metadata } from "next";
import { HostSilent } from "@/components/overview/host-silent";
import { DerivedTests } from "@/components/tests/derived-tests";
import { SaveTestForm } from "@/components/tests/save-test-form";
import { SavedTests } from "@/components/tests/saved-tests";
import { TestBench } from "@/components/tests/test-bench";
import { PageHeader } from "@/components/ui/page-header";
import { whyNot } from "@/lib/session/permissions";
import { loadTests, runTests } from "@/lib/tests/loaders";
import { askedFor } from "@/lib/tests/schema";

type Props = {
	params: Promise<{ hostId: string }>;
	searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export const metadata: Metadata = { title: "Tests" };

export default async function TestsPage({ params, searchParams }: Props) {
	const { hostId } = await params;
	const { access, host, saved, derived } = await loadTests(hostId);
	const asked = askedFor(await searchParams);
	const saveReason = whyNot(access.role, "tests.save");
	return (
		<>
			<PageHeader
				title="Tests"
				sentence="Ask the Exim that is live where mail for an address would go. Nothing is sent."
			/>
			<div className="grid gap-6">
				<HostSilent host={host} />
				<TestBench
					hostId={hostId}
					initial={asked ?? { address: "", sender: "", sendingHost: "" }}
					// Sent as a plain form: the answers are in the page.
					initialRun={asked ? await runTests(access, asked) : null}
					total={saved.length + derived.length}
				/>
				<SavedTests hostId={hostId} saved={saved} disabledReason={saveReason} />
				<SaveTestForm hostId={hostId} disabledReason={saveReason} />
				<DerivedTests derived={derived} live={host.status?.live ?? null} />
			</div>
		</>
	);
}
