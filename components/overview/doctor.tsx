import type { ReactNode } from "react";
import { Card, CardTitle } from "@/components/ui/card";
import { DiagnosisNotice } from "@/components/ui/diagnosis-notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status, type Tone } from "@/components/ui/status";
import type { Examined } from "@/lib/core/host/events";
import { type Examination, loadExamination } from "@/lib/hosts/examination";
import { settingHref } from "@/lib/hosts/setting-href";

const TONES: Record<Examined["state"], Tone> = {
	problem: "danger",
	advice: "warning",
	unknown: "muted",
	well: "success",
	needless: "muted",
};
const WORDS: Record<Examined["state"], string> = {
	problem: "Problem",
	advice: "Worth a look",
	unknown: "Could not be looked at",
	well: "Well",
	needless: "Not looked at",
};
const ORDER: readonly Examined["state"][] = ["problem", "advice", "unknown"];

const Frame = ({ children, again }: { children: ReactNode; again?: ReactNode }) => (
	<Card id="doctor" aria-labelledby="doctor-title">
		<CardTitle aside={again}>
			<span id="doctor-title">Doctor</span>
		</CardTitle>
		{children}
	</Card>
);

/** Stands where the doctor's answer will, until the host has been looked at. */
export const DoctorLooking = () => (
	<Frame>
		<Status tone="working">Looking for what is known to go wrong</Status>
	</Frame>
);

function summary(all: readonly Examined[]): { tone: Tone; words: string } {
	const checks = all.filter(({ state }) => state !== "needless");
	const count = (state: Examined["state"]) => checks.filter((one) => one.state === state).length;
	const [problems, advice, unknown] = [count("problem"), count("advice"), count("unknown")];
	if (problems > 0)
		return {
			tone: "danger",
			words: problems === 1 ? "One check found a problem" : `${problems} checks found problems`,
		};
	if (advice > 0)
		return { tone: "warning", words: advice === 1 ? "One check has advice" : `${advice} checks have advice` };
	if (unknown > 0)
		return {
			tone: "muted",
			words: `${checks.length - unknown} of ${checks.length} checks could look, and found nothing`,
		};
	return { tone: "success", words: `All ${checks.length} checks are well` };
}

/** What is known to go wrong on list hosts, looked for on this one: each finding with its remedy. */
export async function Doctor({ hostId, again }: { hostId: string; again: ReactNode }) {
	const examination = await loadExamination(hostId);
	return (
		<Frame again={again}>
			<Answer examination={examination} hostId={hostId} />
		</Frame>
	);
}

function Answer({ examination, hostId }: { examination: Examination; hostId: string }) {
	if ("error" in examination)
		return <DiagnosisNotice diagnosis={examination.error} tone="warning" settingHref={null} />;
	const { checks, at } = examination;
	const { tone, words } = summary(checks);
	const found = ORDER.flatMap((state) => checks.filter((one) => one.state === state));
	return (
		<div className="grid gap-3">
			<p className="flex flex-wrap items-center gap-x-3 gap-y-1">
				<Status tone={tone}>{words}</Status>
				<span className="text-muted">
					looked <RelativeTime at={at} />
				</span>
			</p>
			{found.map(({ id, state, findings }) =>
				findings.map((finding) => (
					<DiagnosisNotice
						key={`${id} ${finding.sentence}`}
						diagnosis={finding}
						settingHref={settingHref(hostId, finding.setting)}
						tone={TONES[state]}
					/>
				)),
			)}
			<details>
				<summary className="min-h-7 cursor-pointer leading-7 text-muted">What was looked at</summary>
				<ul className="grid gap-1 pt-1">
					{checks.map(({ id, title, source, state, reason }) => (
						<li key={id} className="grid gap-x-4 sm:grid-cols-[12rem_minmax(0,1fr)]">
							<Status tone={TONES[state]}>{WORDS[state]}</Status>
							<span className="break-words">
								{title} <span className="text-xs text-muted">{reason ?? source}</span>
							</span>
						</li>
					))}
				</ul>
			</details>
		</div>
	);
}
