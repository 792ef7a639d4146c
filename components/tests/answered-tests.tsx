import { ChevronRight, CircleCheck, CircleX } from "lucide-react";
import { classNames } from "@/components/ui/class-names";
import type { AddressTest, TestedAddress } from "@/lib/core/checks/types";
import { answeredWords, domainOf, expectedWords } from "@/lib/tests/schema";

type Row = TestedAddress & { key: string };

/** Groups no longer than this begin open; a host with thousands of tests shows its domains. */
const OPEN_ROWS = 80;
/** Of the passed ones of a domain so many are shown; every failed one always is. */
const PASSED_ROWS = 100;

/** Rows by the domain they are about, failed ones first, in the order in which they were answered. */
function groupsOf(rows: readonly Row[]) {
	const groups = new Map<string, Row[]>();
	for (const row of rows) {
		const domain = domainOf(row.test);
		const group = groups.get(domain);
		if (group) group.push(row);
		else groups.set(domain, [row]);
	}
	return [...groups].map(([domain, all]) => {
		const failed = all.filter((row) => !row.ok);
		const passed = all.filter((row) => row.ok);
		return { domain, failed, passed, shown: [...failed, ...passed.slice(0, PASSED_ROWS)] };
	});
}

/**
 * What Exim was asked and what it answered: address · expected · answered · ✓, by domain.
 * `folded`: a domain whose answers are all as expected is one line.
 */
export function AnsweredTests({ rows, folded = false }: { rows: readonly Row[]; folded?: boolean }) {
	return (
		<div className="grid gap-3">
			{groupsOf(rows).map(({ domain, failed, passed, shown }) => {
				const left = passed.length + failed.length - shown.length;
				return (
					<details
						key={domain}
						open={failed.length > 0 || (!folded && rows.length <= OPEN_ROWS)}
						className="group rounded-lg border bg-surface"
					>
						<summary className="flex min-h-9 cursor-pointer flex-wrap items-center gap-x-2 px-3 py-1.5">
							<ChevronRight
								aria-hidden="true"
								className="size-4 shrink-0 text-muted transition-transform duration-120 group-open:rotate-90"
							/>
							<span className="font-mono text-mono font-medium break-all">{domain}</span>
							<span className="ml-auto text-mono whitespace-nowrap text-muted tabular-nums">
								{passed.length.toLocaleString("en")} of {(passed.length + failed.length).toLocaleString("en")}{" "}
								as expected
							</span>
						</summary>
						<AnsweredTable label={`Tests of ${domain}`} rows={shown} />
						{left > 0 ? (
							<p className="border-t px-3 py-2 text-muted">
								{left.toLocaleString("en")} more were answered as expected.
							</p>
						) : null}
					</details>
				);
			})}
		</div>
	);
}

/** The table itself; on a phone each row is a small stack. */
const AnsweredTable = ({ label, rows }: { label: string; rows: readonly Row[] }) => (
	<table
		aria-label={label}
		className="block w-full table-fixed border-t border-border text-left text-mono sm:table"
	>
		<colgroup>
			<col className="w-2/5" />
			<col />
			<col />
			<col className="w-10" />
		</colgroup>
		<thead className="sr-only sm:not-sr-only sm:table-header-group">
			<tr className="bg-sunken text-muted">
				{["Address", "Expected", "Answered", ""].map((title) => (
					<th key={title} scope="col" className="border-b px-3 py-1.5 font-medium">
						{title || <span className="sr-only">Result</span>}
					</th>
				))}
			</tr>
		</thead>
		<tbody className="block sm:table-row-group">
			{rows.map((row) => (
				<AnsweredRow key={row.key} row={row} />
			))}
		</tbody>
	</table>
);

const cell = "block px-2 first:pl-3 py-0.5 align-top font-mono break-words sm:table-cell sm:py-1.5";

const AnsweredRow = ({ row: { test, verdict, ok } }: { row: Row }) => (
	<tr
		className={classNames(
			"relative block border-b py-1.5 pr-8 last:border-b-0 sm:table-row sm:pr-0",
			!ok && "bg-danger/5",
		)}
	>
		<td className={cell}>
			<Asked test={test} />
		</td>
		<td className={classNames(cell, "text-muted", ok && "max-sm:hidden")}>
			<span className="font-sans sm:hidden">expected </span>
			<Way words={expectedWords(test.expect)} />
		</td>
		<td className={classNames(cell, !ok && "text-danger")}>
			<span className="font-sans text-muted sm:hidden">answered </span>
			<Way words={answeredWords(verdict, test.expect)} />
			{ok || verdict.lines.length === 0 ? null : (
				<pre className="mt-1 font-mono text-xs break-words whitespace-pre-wrap text-text">
					{verdict.lines.join("\n")}
				</pre>
			)}
		</td>
		<td className="absolute top-1.5 right-3 sm:static sm:w-8 sm:px-3 sm:py-1.5">
			{ok ? (
				<CircleCheck aria-hidden="true" className="size-4 text-success" />
			) : (
				<CircleX aria-hidden="true" className="size-4 text-danger" />
			)}
			<span className="sr-only">{ok ? "as expected" : "not as expected"}</span>
		</td>
	</tr>
);

/** A way, broken at its arrows only. */
const Way = ({ words }: { words: string }) =>
	words.split(/ (?=→)/).map((part) => (
		<span key={part} className="mr-[1ch] inline-block max-w-full">
			{part}
		</span>
	));

/** The question: the address, from whom and whence where that matters, and what it is for. */
export function Asked({ test }: { test: AddressTest }) {
	const at = test.address.lastIndexOf("@");
	return (
		<>
			<span className="flex flex-wrap gap-x-2">
				<span className="min-w-0 break-words">
					{at < 0 ? test.address : test.address.slice(0, at)}
					<wbr />
					{at < 0 ? null : <span className="text-muted">{test.address.slice(at)}</span>}
				</span>
				{test.why ? <span className="font-sans text-xs leading-5 text-muted">{test.why}</span> : null}
			</span>
			{test.sender !== null || test.sendingHost !== null ? (
				<span className="block text-xs break-all text-muted">
					{test.sender === null ? "" : `from ${test.sender === "" ? "<>" : test.sender} `}
					{test.sendingHost === null ? "" : `by ${test.sendingHost}`}
				</span>
			) : null}
		</>
	);
}
