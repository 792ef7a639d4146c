import type { ReactNode } from "react";
import { Card, CardTitle } from "@/components/ui/card";
import { LogLines, Mono } from "@/components/ui/mono";
import { Badge, Notice, type Tone } from "@/components/ui/status";
import type { SurveyNote } from "@/lib/core/survey/survey";
import type { ToldInstallation, ToldLook } from "@/lib/core/survey/told";

const LAYOUTS = {
	"debian-split": "Debian's split configuration",
	"debian-single": "Debian's single template",
	"one-file": "one file",
	none: "no configuration",
} as const;

const TONES: Record<SurveyNote["level"], Tone> = { problem: "danger", advice: "warning", news: "info" };

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
	<div className="grid gap-x-4 sm:grid-cols-[9rem_minmax(0,1fr)]">
		<dt className="text-muted">{name}</dt>
		<dd className="wrap-anywhere">{children}</dd>
	</div>
);

const Facts = ({ children }: { children: ReactNode }) => <dl className="grid gap-2">{children}</dl>;

const or = (value: string | null) => (value ? <Mono>{value}</Mono> : "unknown");

const Exim = ({ exim, others }: { exim: NonNullable<ToldLook["survey"]["exim"]>; others: string[] }) => (
	<Card aria-labelledby="look-exim">
		<CardTitle aside={exim.tooOld ? <Badge tone="danger">too old</Badge> : null}>
			<span id="look-exim">Exim {exim.version}</span>
		</CardTitle>
		<Facts>
			<Fact name="Program">
				<Mono>{exim.path}</Mono>
			</Fact>
			<Fact name="Configuration">
				{LAYOUTS[exim.layout]}
				{exim.file ? (
					<>
						: <Mono>{exim.file}</Mono>
					</>
				) : null}
			</Fact>
			<Fact name="Runs as">{or(exim.user)}</Fact>
			<Fact name="Ports">{exim.ports ? <Mono>{exim.ports}</Mono> : "25, its own default"}</Fact>
			{others.length > 0 ? <Fact name="Others for mail">{others.join(", ")}</Fact> : null}
			<Fact name="Built with">
				<Mono className="text-xs">{exim.features.join(" ") || "nothing that it names"}</Mono>
			</Fact>
		</Facts>
	</Card>
);

const Installation = ({ one }: { one: ToldInstallation }) => (
	<Card aria-label={`Mailman in ${one.prefix}`}>
		<CardTitle aside={one.simulated ? <Badge tone="info">simulated</Badge> : null}>
			<span className="wrap-anywhere">
				Mailman {one.version?.replace(" (simulated)", "") ?? "of no known version"} in{" "}
				<Mono>{one.prefix}</Mono>
			</span>
		</CardTitle>
		<Facts>
			<Fact name="Files of">
				<Mono>
					{one.user}:{one.group}
				</Mono>
			</Fact>
			<Fact name="Wrapper's group">{or(one.wrapperGroup)}</Fact>
			<Fact name="Interpreter">
				<Mono>{one.python}</Mono>
			</Fact>
			<Fact name="Web host">{or(one.webHost)}</Fact>
			<Fact name="Mail host">{or(one.mailHost)}</Fact>
			<Fact name={one.listCount === 1 ? "1 list" : `${one.listCount.toLocaleString("en")} lists`}>
				{one.lists.length === 0 ? "" : <Mono>{one.lists.join(" ")}</Mono>}
				{one.listCount > one.lists.length
					? ` and ${(one.listCount - one.lists.length).toLocaleString("en")} more`
					: ""}
			</Fact>
		</Facts>
		{one.said.length > 0 ? (
			<div className="pt-3">
				<LogLines lines={one.said} label={`What ${one.python} said`} />
			</div>
		) : null}
	</Card>
);

/** What should be known before anything is decided, each with what to do about it. */
const Notes = ({ notes }: { notes: readonly SurveyNote[] }) =>
	notes.length === 0 ? null : (
		<ul className="grid gap-3" aria-label="What to know first">
			{notes.map(({ level, sentence, remedy }) => (
				<li key={sentence} className="wrap-anywhere">
					<Notice tone={TONES[level]} title={sentence}>
						<p>{remedy}</p>
					</Notice>
				</li>
			))}
		</ul>
	);

/** What is on a host: Exim, every Mailman, and what stands in the way. */
export const LookReport = ({ look: { survey } }: { look: Pick<ToldLook, "survey"> }) => (
	<div className="grid gap-4">
		<Notes notes={survey.notes} />
		<div className="grid items-start gap-4 lg:grid-cols-2">
			{survey.exim ? <Exim exim={survey.exim} others={survey.otherMail} /> : null}
			{survey.installations.map((one) => (
				<Installation key={one.prefix} one={one} />
			))}
		</div>
	</div>
);
