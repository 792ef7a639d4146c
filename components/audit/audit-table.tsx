import type { ReactNode } from "react";
import { Mono } from "@/components/ui/mono";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { Table, Td, Th } from "@/components/ui/table";
import { actionInWords, shouts } from "@/lib/audit/schema";
import type { AuditRow } from "@/lib/kernel/audit-chain";

/** Characters of a state that are shown; the export has all of it. */
const SHOWN = 4_000;

/** Kept JSON, laid out for reading. */
function laidOut(json: string): string {
	let text = json;
	try {
		const value: unknown = JSON.parse(json);
		text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
	} catch {
		// Shown as it is: a row that was tampered with must not break the page that says so.
	}
	return text.length > SHOWN
		? `${text.slice(0, SHOWN)}\n… (${text.length} characters; the export has all)`
		: text;
}

const Part = ({ name, children }: { name: string; children: ReactNode }) => (
	<div className="grid gap-1">
		<dt className="text-muted">{name}</dt>
		<dd className="min-w-0">{children}</dd>
	</div>
);

const State = ({ name, json }: { name: string; json: string | null }) =>
	json === null ? null : (
		<Part name={name}>
			<pre className="max-h-64 overflow-auto rounded-md bg-sunken p-2 font-mono text-mono break-all whitespace-pre-wrap">
				{laidOut(json)}
			</pre>
		</Part>
	);

const Detail = ({ row }: { row: AuditRow }) => (
	<details>
		<summary className="inline-flex min-h-7 cursor-pointer items-center gap-1 rounded-md hover:underline">
			<span className="break-all">
				{shouts(row.action) ? (
					<Status tone="danger">{actionInWords(row.action)}</Status>
				) : (
					actionInWords(row.action)
				)}{" "}
				<Mono className="break-all">{row.subject}</Mono>
			</span>
		</summary>
		<dl className="grid gap-2 py-2">
			{row.reason ? <Part name="Reason">{row.reason}</Part> : null}
			<State name="Before" json={row.before} />
			<State name="After" json={row.after} />
			<Part name="From">
				<Mono>{row.from ?? "unknown"}</Mono>
			</Part>
			<Part name="Row">
				<Mono className="break-all">
					{row.seq} · {row.action} · {row.at.toISOString()} · {row.hash}
				</Mono>
			</Part>
		</dl>
	</details>
);

/** Rows of the audit, newest first; each opens to what was before and after. */
export const AuditTable = ({ rows }: { rows: readonly AuditRow[] }) => (
	<Table label="Audit" className="table-fixed">
		<thead>
			<tr>
				<Th className="w-32 sm:w-40">When</Th>
				<Th className="hidden w-48 md:table-cell">Who</Th>
				<Th>What</Th>
				<Th className="hidden w-36 lg:table-cell">From</Th>
			</tr>
		</thead>
		<tbody>
			{rows.map((row) => (
				<tr key={row.seq}>
					<Td className="align-top">
						<RelativeTime at={row.at.getTime()} />
						<span className="block break-words text-muted md:hidden">{row.actor}</span>
					</Td>
					<Td className="hidden align-top break-words md:table-cell">{row.actor}</Td>
					<Td className="align-top">
						<Detail row={row} />
					</Td>
					<Td className="hidden align-top break-all lg:table-cell">
						<Mono>{row.from ?? "unknown"}</Mono>
					</Td>
				</tr>
			))}
		</tbody>
	</Table>
);
