import Link from "next/link";
import { FileDifference } from "@/components/changes/file-differences";
import { fileHunks } from "@/components/changes/hunks";
import { Card, CardTitle } from "@/components/ui/card";
import { Badge } from "@/components/ui/status";
import type { DriftItem } from "@/lib/core/host/events";

const KINDS: Record<DriftItem["kind"], string> = {
	edited: "edited",
	missing: "missing",
	mode: "mode",
	link: "link",
	"line-missing": "line missing",
	"stale-pyc": "stale .pyc",
	extra: "extra",
};

/** What on the host isn't as the live release left it, each with its difference. */
export const Drift = ({ drift, hostId }: { drift: readonly DriftItem[]; hostId: string }) => (
	<Card id="drift" aria-labelledby="drift-title">
		<CardTitle>
			<span id="drift-title">Changed by hand on the host</span>
		</CardTitle>
		<p className="mb-3 max-w-prose text-muted">
			Nothing is overwritten silently. A deployment asks before it replaces this, and keeps a copy on the
			host:{" "}
			<Link href={`/hosts/${hostId}/changes`} className="text-accent underline underline-offset-2">
				review what would replace it
			</Link>
			. Or put it back by hand, then ask again.
		</p>
		<ul className="grid">
			{drift.map((item) => (
				<li
					key={`${item.kind} ${item.path}`}
					className="grid gap-2 border-t py-3 first:border-t-0 first:pt-0 last:pb-0"
				>
					<p className="break-words">
						<Badge tone="warning">{KINDS[item.kind]}</Badge> {item.sentence}
					</p>
					<DriftDifference item={item} hostId={hostId} />
				</li>
			))}
		</ul>
	</Card>
);

/** A short value before → after; a text as unified differences. */
function DriftDifference({ item, hostId }: { item: DriftItem; hostId: string }) {
	const { expected, actual, kind, path } = item;
	if (kind === "edited" && expected !== null && actual !== null)
		return (
			<details>
				<summary className="min-h-7 cursor-pointer leading-7 text-muted">See the difference</summary>
				<FileDifference
					file={fileHunks({ target: path, kind: "changed", before: expected, after: actual })}
					hostId={hostId}
				/>
			</details>
		);
	const short = (text: string | null) => text !== null && text.length < 300 && !text.trimEnd().includes("\n");
	return (
		<dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 font-mono text-mono">
			<dt className="font-sans text-muted">Path</dt>
			<dd className="break-all">{path}</dd>
			{short(expected) ? (
				<>
					<dt className="font-sans text-muted">{kind === "line-missing" ? "Missing line" : "Expected"}</dt>
					<dd className="break-all">{expected}</dd>
				</>
			) : null}
			{short(actual) ? (
				<>
					<dt className="font-sans text-muted">Found</dt>
					<dd className="break-all">{actual}</dd>
				</>
			) : null}
		</dl>
	);
}
