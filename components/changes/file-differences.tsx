import Link from "next/link";
import { Badge } from "@/components/ui/status";
import { settingHref } from "@/lib/hosts/setting-href";
import { type DiffLine, diffSummary, type FileHunks } from "./hunks";

/** `3 files, +14 −6`, which opens to unified differences with the setting's name in the margin. */
export const FileDifferences = ({ files, hostId }: { files: readonly FileHunks[]; hostId: string }) =>
	files.length === 0 ? null : (
		<details className="rounded-lg border bg-surface">
			<summary className="min-h-11 cursor-pointer px-4 py-2.5 font-medium tabular-nums">
				{diffSummary(files)}
			</summary>
			<div className="grid gap-4 border-t p-4">
				{files.map((file) => (
					<FileDifference key={file.target} file={file} hostId={hostId} />
				))}
			</div>
		</details>
	);

const KINDS = { added: "new", removed: "gone", changed: null } as const;

/** One file's differences. */
export const FileDifference = ({ file, hostId }: { file: FileHunks; hostId: string }) => (
	<section className="grid min-w-0 gap-2" aria-label={file.target}>
		<h3 className="flex flex-wrap items-center gap-2">
			<code className="font-medium break-all">{file.target}</code>
			{KINDS[file.kind] ? <Badge>{KINDS[file.kind]}</Badge> : null}
			<span className="ml-auto font-mono text-mono text-muted tabular-nums">
				+{file.added.toLocaleString("en")} −{file.removed.toLocaleString("en")}
			</span>
		</h3>
		<section
			aria-label={`Differences of ${file.target}`}
			// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
			tabIndex={0}
			className="max-h-[36rem] overflow-auto rounded-md border bg-sunken"
		>
			<table className="w-full table-fixed border-collapse font-mono text-mono">
				<caption className="sr-only">Lines that differ, each with its setting</caption>
				<colgroup>
					<col className="hidden w-44 md:table-column" />
					<col className="w-10" />
					<col className="w-4" />
					<col />
				</colgroup>
				{file.hunks.map((hunk) => (
					<tbody key={hunk.heading}>
						<tr>
							<td className="hidden border-r md:table-cell" />
							<th colSpan={3} scope="rowgroup" className="px-3 py-1 text-left font-normal text-muted">
								{hunk.heading}
							</th>
						</tr>
						{hunk.lines.map((line, index) => (
							<DiffRow
								key={`${line.before} ${line.after}`}
								line={line}
								named={line.setting !== hunk.lines[index - 1]?.setting}
								hostId={hostId}
							/>
						))}
					</tbody>
				))}
			</table>
		</section>
		{file.cut > 0 ? (
			<p className="text-muted">{file.cut.toLocaleString("en")} more changed lines are not shown.</p>
		) : null}
	</section>
);

const LOOKS = {
	same: { sign: " ", look: "", word: "" },
	added: { sign: "+", look: "bg-success/10 text-success", word: "added: " },
	removed: { sign: "−", look: "bg-danger/10 text-danger", word: "removed: " },
} as const;

/** `named`: the first line of those that one setting is behind; the others leave the margin free. */
function DiffRow({ line, named, hostId }: { line: DiffLine; named: boolean; hostId: string }) {
	const { sign, look, word } = LOOKS[line.kind];
	const href = settingHref(hostId, line.setting);
	return (
		<tr className={look}>
			<td className="hidden w-44 max-w-44 truncate border-r px-2 text-right align-top text-xs leading-5 text-muted md:table-cell">
				{named && line.setting ? (
					href ? (
						<Link href={href} title={line.setting} className="underline-offset-2 hover:underline">
							{line.setting}
						</Link>
					) : (
						<span title={line.setting}>{line.setting}</span>
					)
				) : null}
			</td>
			<td className="w-10 px-2 text-right align-top text-muted tabular-nums select-none">
				{line.after ?? line.before}
			</td>
			<td aria-hidden="true" className="w-4 text-center align-top select-none">
				{sign}
			</td>
			<td className="py-px pr-3 align-top break-words whitespace-pre-wrap">
				<span className="sr-only">{word}</span>
				{line.text}
			</td>
		</tr>
	);
}
