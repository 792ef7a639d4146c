import Link from "next/link";
import type { Diagnosis } from "@/lib/core/checks/types";
import { LogLines } from "./mono";
import { Notice, type Tone } from "./status";

/** What is wrong, where, the exact line, the setting that caused it, and what to do. */
export function DiagnosisNotice({
	diagnosis,
	settingHref,
	tone = "danger",
}: {
	diagnosis: Diagnosis;
	/** The page that edits the setting, where there is one. */
	settingHref?: string | null;
	tone?: Tone;
}) {
	const { place } = diagnosis;
	return (
		<Notice tone={tone} title={diagnosis.sentence}>
			<p>{diagnosis.remedy}</p>
			{diagnosis.setting ? (
				<p>
					Setting:{" "}
					{settingHref ? (
						<Link href={settingHref} className="font-mono text-mono text-accent underline">
							{diagnosis.setting}
						</Link>
					) : (
						<code>{diagnosis.setting}</code>
					)}
				</p>
			) : null}
			{place ? (
				<p className="font-mono text-mono break-all text-muted">
					{place.file}
					{place.line === null ? "" : `:${place.line}`}
					{place.text === null ? "" : ` ${place.text}`}
				</p>
			) : null}
			{diagnosis.said.length ? <LogLines lines={diagnosis.said} label="What the host said" /> : null}
		</Notice>
	);
}
