import { testKey } from "@/components/deployments/progress";
import { AnsweredTests } from "@/components/tests/answered-tests";
import { DiagnosisNotice } from "@/components/ui/diagnosis-notice";
import { LogLines } from "@/components/ui/mono";
import { RelativeTime } from "@/components/ui/relative-time";
import { Notice } from "@/components/ui/status";
import type { SetupRun } from "@/lib/setup/schema";
import { setupHref } from "@/lib/setup/steps";
import { KeepLooking } from "./keep-looking";

const TONES = { running: "working", passed: "success", failed: "danger", cut: "warning" } as const;

/** Answers by what was asked, the last one counting. */
function rowsOf({ failed, passed }: SetupRun["told"]) {
	const rows = [...failed, ...passed].map((one) => ({ ...one, key: testKey(one) }));
	return [...new Map(rows.map((row) => [row.key, row])).values()];
}

/** What a host said when it was asked to prove something: how it ended, what to put right, and every answer. */
export function RunReport({
	hostId,
	run: { state, by, startedAt, told },
	titles,
}: {
	hostId: string;
	run: SetupRun;
	/** How it stands, in a sentence. */
	titles: Readonly<Record<SetupRun["state"], string>>;
}) {
	const rows = rowsOf(told);
	const answered = told.passedCount + told.failedCount;
	return (
		<>
			{state === "running" ? <KeepLooking /> : null}
			<div role="status">
				<Notice tone={TONES[state]} title={titles[state]}>
					<p className="text-muted">
						Asked by {by}, <RelativeTime at={startedAt} />.
						{answered > 0
							? ` ${told.passedCount.toLocaleString("en")} of ${answered.toLocaleString("en")} addresses answered as expected.`
							: ""}
					</p>
				</Notice>
			</div>
			{told.diagnoses.map((diagnosis) => (
				<DiagnosisNotice
					key={`${diagnosis.code} ${diagnosis.sentence}`}
					diagnosis={diagnosis}
					settingHref={setupHref(hostId, diagnosis.setting)}
					tone={state === "failed" || state === "cut" ? "danger" : "warning"}
				/>
			))}
			{told.lines.length > 0 ? (
				<section className="grid gap-2">
					<h2 className="text-base font-semibold">What was seen</h2>
					<LogLines lines={told.lines} label="What was seen" />
				</section>
			) : null}
			{rows.length > 0 ? (
				<section aria-label="Address tests" className="grid grid-cols-[minmax(0,1fr)] gap-3">
					<h2 className="text-base font-semibold">Address tests</h2>
					<AnsweredTests rows={rows} folded />
				</section>
			) : null}
		</>
	);
}
