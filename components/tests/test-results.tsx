import { LogLines } from "@/components/ui/mono";
import { Status } from "@/components/ui/status";
import { answeredWords, domainOf, expectedWords, type TestRun } from "@/lib/tests/schema";
import { AnsweredTests } from "./answered-tests";

/** One answer in full, with Exim's own words; several as a table by domain. */
export function TestResults({ run: { answered, ended } }: { run: TestRun }) {
	const [only] = answered;
	if (answered.length === 1 && only)
		return (
			<section aria-label="Exim's answer" className="mt-4 grid gap-3 border-t pt-4">
				<p className="flex flex-wrap items-center gap-x-3 gap-y-1">
					{only.test.expect.kind === "any" ? (
						<Status tone={only.verdict.outcome === "routed" ? "success" : "warning"}>
							{only.verdict.outcome === "routed" ? "Goes somewhere" : "Goes nowhere"}
						</Status>
					) : (
						<Status tone={only.ok ? "success" : "danger"}>
							{only.ok ? "As expected" : "Not as expected"}
						</Status>
					)}
					<code className="break-all">{only.test.address}</code>
				</p>
				<dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
					{only.test.expect.kind === "any" ? null : (
						<>
							<dt className="text-muted">Expected</dt>
							<dd className="font-mono text-mono break-words">
								{expectedWords(only.test.expect)}
								{only.test.why ? <span className="font-sans text-muted"> · {only.test.why}</span> : null}
							</dd>
						</>
					)}
					<dt className="text-muted">Answered</dt>
					<dd className="font-mono text-mono break-words">{answeredWords(only.verdict, only.test.expect)}</dd>
				</dl>
				<LogLines lines={only.verdict.lines} label={`What Exim said about ${domainOf(only.test)}`} />
			</section>
		);
	const passed = answered.filter((row) => row.ok).length;
	const rows = answered.map((row, index) => ({ ...row, key: String(index) }));
	return (
		<section aria-label="Exim's answers" className="mt-4 grid gap-3 border-t pt-4">
			{ended ? (
				<Status tone={passed === answered.length ? "success" : "danger"}>
					{passed.toLocaleString("en")} of {answered.length.toLocaleString("en")} answered as expected
				</Status>
			) : null}
			<AnsweredTests rows={rows} folded />
		</section>
	);
}
