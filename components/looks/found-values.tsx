import { Card, CardTitle } from "@/components/ui/card";
import { Mono } from "@/components/ui/mono";
import { Status, type Tone } from "@/components/ui/status";
import type { FoundValue } from "@/lib/core/survey/survey";
import type { ToldProposal } from "@/lib/core/survey/told";

const MARKS: readonly { mark: FoundValue["mark"]; title: string; tone: Tone; means: string }[] = [
	{
		mark: "understood",
		title: "Understood",
		tone: "success",
		means: "These become Listkeeper's settings when they are imported.",
	},
	{
		mark: "conflicts",
		title: "Conflicts",
		tone: "warning",
		means: "These have to be decided by a person before anything is imported.",
	},
	{
		mark: "kept",
		title: "Kept as it is",
		tone: "muted",
		means:
			"Listkeeper doesn't touch these, and they work on. Only their names are shown: see the line for the rest.",
	},
];

/** A row on a wide screen, a stack on a narrow one: what is found is read, and not compared column by column. */
const ROW = "grid gap-x-4 gap-y-1 px-3 py-2 sm:grid-cols-[17rem_minmax(0,1fr)_minmax(0,16rem)]";

const Values = ({ values, title }: { values: readonly FoundValue[]; title: string }) => (
	<ul aria-label={title} className="divide-y overflow-hidden rounded-lg border text-mono">
		{values.map(({ what, value, setting, place, note }, at) => (
			// biome-ignore lint/suspicious/noArrayIndexKey: the same may be found twice, and a list is drawn once
			<li key={at} className={ROW}>
				<span className="text-muted wrap-anywhere">{what}</span>
				<span className="min-w-0">
					<Mono className="wrap-anywhere">{value}</Mono>
					{setting && setting !== "domains" ? (
						<>
							{" "}
							<span className="text-muted">
								→ <Mono>{setting.startsWith("domains.") ? "domains" : setting}</Mono>
							</span>
						</>
					) : null}
					{note ? <p className="max-w-prose text-muted">{note}</p> : null}
				</span>
				<Mono className="wrap-anywhere">
					{place.file}
					{place.line === null ? "" : `:${place.line}`}
				</Mono>
			</li>
		))}
	</ul>
);

/** Every value that was found, by what becomes of it, with its file and line. */
export const FoundValues = ({ proposal }: { proposal: Pick<ToldProposal, "values" | "more"> }) => (
	<>
		{MARKS.map(({ mark, title, tone, means }) => {
			const values = proposal.values.filter((one) => one.mark === mark);
			if (values.length === 0) return null;
			const more = proposal.more[mark];
			const count = (values.length + more).toLocaleString("en");
			return (
				<Card key={mark} aria-labelledby={`found-${mark}`} id={mark}>
					<CardTitle aside={<Status tone={tone}>{count}</Status>}>
						<span id={`found-${mark}`}>{title}</span>
					</CardTitle>
					<p className="mb-3 max-w-prose text-muted">{means}</p>
					<details open={mark !== "kept"}>
						<summary className="min-h-7 cursor-pointer leading-7 text-muted">
							{mark === "kept" ? "Show them" : "Where they stand"}
						</summary>
						<div className="grid gap-2 pt-2">
							<Values values={values} title={title} />
							{more > 0 ? (
								<p className="text-muted">
									And {more.toLocaleString("en")} more. <Mono>listkeeper inspect</Mono> on the host shows all.
								</p>
							) : null}
						</div>
					</details>
				</Card>
			);
		})}
	</>
);
