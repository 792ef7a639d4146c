import { Mono } from "@/components/ui/mono";
import { RelativeTime } from "@/components/ui/relative-time";
import { Notice, Status } from "@/components/ui/status";
import type { ChainReport } from "@/lib/kernel/audit-chain";

/** Breaks that are named here; the command names them all. */
const NAMED = 5;

/** Whether every row of the audit is there as it was written. */
export function ChainState({ chain, at }: { chain: ChainReport; at: number }) {
	const { problems, last, rows } = chain;
	if (problems.length > 0)
		return (
			<Notice tone="danger" role="alert" title="The audit is not as it was written">
				<ul className="grid gap-1">
					{problems.slice(0, NAMED).map(({ seq, kind, sentence }) => (
						<li key={`${seq} ${kind}`}>{sentence}</li>
					))}
				</ul>
				<p>
					{problems.length > NAMED ? `And ${problems.length - NAMED} more. ` : null}
					Somebody had their hands in the database, or it was restored from a copy. See all of it with{" "}
					<Mono>bin/listkeeper audit verify</Mono> on the console's machine.
				</p>
			</Notice>
		);
	return (
		<p className="flex flex-wrap items-center gap-x-3 gap-y-1">
			<Status tone="success">The chain is whole</Status>
			<span className="text-muted">
				{rows.toLocaleString("en")} {rows === 1 ? "row" : "rows"}
				{last ? (
					<>
						, the last one <Mono>{last.hash.slice(0, 12)}</Mono>
					</>
				) : null}
				, checked <RelativeTime at={at} />
			</span>
		</p>
	);
}
